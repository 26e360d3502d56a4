package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.error.PreconditionFailedException;
import java.util.Objects;
import java.util.Optional;

/**
 * What a caller demands of a cluster before something is started in it, so that two people do not
 * overwrite each other's work unseen.
 */
public sealed interface Precondition {

  /** Nothing. */
  record None() implements Precondition {}

  /** That the cluster's newest deployment is still the one that the caller knows. */
  record Newest(String deployment) implements Precondition {
    public Newest {
      Objects.requireNonNull(deployment, "deployment");
    }
  }

  /** That the cluster never had a deployment. */
  record NoDeployment() implements Precondition {}

  /**
   * Fails where that does not hold.
   *
   * @param deployment which is to be the newest, and may be so already
   * @param newest the cluster's
   * @throws PreconditionFailedException if it does not hold
   */
  default void require(DeploymentReference deployment, Optional<String> newest) {
    if (newest.filter(deployment.id()::equals).isPresent()) {
      return;
    }
    switch (this) {
      case None none -> {}
      case Newest known -> {
        if (newest.filter(known.deployment()::equals).isEmpty()) {
          throw new PreconditionFailedException(
              "The newest deployment of the cluster %s is %s, and not %s, as If-Match demands: somebody has deployed meanwhile. See what changed, then ask again with the ETag of now."
                  .formatted(
                      deployment.cluster(), newest.orElse("none at all"), known.deployment()));
        }
      }
      case NoDeployment none -> {
        if (newest.isPresent()) {
          throw new PreconditionFailedException(
              "The cluster %s has deployments already. To deploy to it, use PUT /api/clusters/%s."
                  .formatted(deployment.cluster(), deployment.cluster()));
        }
      }
    }
  }
}
