package io.github.ecscompose.deployment;

import java.util.Objects;

/** Names one deployment: all that travels through the workflow. */
public record DeploymentReference(String cluster, String id) {

  public DeploymentReference {
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(id, "id");
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
