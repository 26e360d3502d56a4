package io.github.ecscompose.deployment;

/** Where a deployment stands. The names are part of the API and of the events. */
public enum DeploymentStatus {
  QUEUED,
  VALIDATING,
  DEPLOYING,
  STABILIZING,
  ROLLING_BACK,
  SUCCEEDED,
  UNCHANGED,
  REJECTED,
  FAILED,
  ROLLED_BACK,
  SUPERSEDED,
  CANCELED;

  /** Whether nothing more will happen to the deployment. */
  public boolean isFinal() {
    return switch (this) {
      case QUEUED, VALIDATING, DEPLOYING, STABILIZING, ROLLING_BACK -> false;
      case SUCCEEDED, UNCHANGED, REJECTED, FAILED, ROLLED_BACK, SUPERSEDED, CANCELED -> true;
    };
  }

  /** Whether all was as the stackfile has it when the deployment ended. */
  public boolean hasSucceeded() {
    return this == SUCCEEDED || this == UNCHANGED;
  }
}
