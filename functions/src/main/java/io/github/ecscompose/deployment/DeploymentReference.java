package io.github.ecscompose.deployment;

import java.util.Objects;
import java.util.regex.Pattern;

/** Names one deployment: all that travels through the workflow. */
public record DeploymentReference(String cluster, String id) {

  /** Names of clusters (CreateCluster, API reference of Amazon ECS). */
  private static final Pattern CLUSTER = Pattern.compile("[A-Za-z0-9_-]{1,255}");

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

  @Override
  public String toString() {
    return cluster + "/" + id;
  }
}
