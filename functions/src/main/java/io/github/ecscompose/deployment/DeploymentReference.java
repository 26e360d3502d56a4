package io.github.ecscompose.deployment;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names one deployment: all that travels through the workflow. */
public record DeploymentReference(String cluster, String id) {

  /** Names of clusters (CreateCluster, API reference of Amazon ECS). */
  private static final Pattern CLUSTER = Pattern.compile("[A-Za-z0-9_-]{1,255}");

  private static final Pattern FOLDER = Pattern.compile("deployments/([^/]+)/([^/]+)/[^/]+");

  public DeploymentReference {
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(id, "id");
  }

  /** Whether a cluster may be named so: the name goes into keys of the bucket and the table. */
  public boolean isValid() {
    return CLUSTER.matcher(cluster).matches();
  }

  /** Where the bucket holds what this deployment was made from and came to; ends with a slash. */
  public String prefix() {
    return "deployments/" + cluster + "/" + id + "/";
  }

  /** The deployment of this cluster in whose folder of the bucket a key lies, if it does. */
  public Optional<DeploymentReference> at(String key) {
    Matcher folder = FOLDER.matcher(key);
    return folder.matches() && folder.group(1).equals(cluster)
        ? Optional.of(new DeploymentReference(cluster, folder.group(2)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return cluster + "/" + id;
  }
}
