package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeployRequest;
import io.github.ecscompose.deployment.DeploymentStatus;

/** Gives the lock of a deployment's cluster back, if the deployment's execution holds it. */
public final class ReleaseLock {

  private final Locks locks;

  public ReleaseLock(Locks locks) {
    this.locks = locks;
  }

  /**
   * Lets the next one work.
   *
   * @param status how the deployment ended
   */
  public void run(DeployRequest request, DeploymentStatus status) {
    if (!request.reference().isValid()) {
      // Nothing was written under such a name, and nothing is.
      return;
    }
    locks.release(
        request.reference().cluster(),
        request.execution().arn(),
        status.hasSucceeded()
            && !request.trigger().isScheduled()
            && request.operation().onlyService().isEmpty());
  }
}
