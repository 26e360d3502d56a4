package io.github.ecscompose.step;

import io.github.ecscompose.deployment.Cancellation;
import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.error.CanceledException;
import java.util.Optional;

/** Ends deployments that somebody canceled, where they look whether anybody did. */
final class Cancellations {

  private Cancellations() {}

  /**
   * Before a deployment has touched anything.
   *
   * @throws CanceledException if it is to touch nothing
   */
  static void refuseBegin(Optional<DeploymentRecord> deployment) {
    of(deployment)
        .ifPresent(cancellation -> {
          throw new CanceledException(cancellation.sentence() + ". Nothing was touched.");
        });
  }

  /**
   * Before a deployment goes on.
   *
   * @throws CanceledException if it is to go no further
   */
  static void refuseMore(Optional<DeploymentRecord> deployment) {
    of(deployment)
        .ifPresent(cancellation -> {
          throw new CanceledException(cancellation.sentence() + ".");
        });
  }

  private static Optional<Cancellation> of(Optional<DeploymentRecord> deployment) {
    return deployment.flatMap(DeploymentRecord::cancellation);
  }
}
