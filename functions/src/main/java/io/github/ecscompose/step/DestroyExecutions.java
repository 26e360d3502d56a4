package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeployRequest.Trigger;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.Operation;

/** Step Functions: starts the workflow that destroys. */
@FunctionalInterface
public interface DestroyExecutions {

  /**
   * Starts it under an execution named by the deployment's id; one that is started already is left
   * as it is.
   *
   * @return the execution's ARN
   */
  String start(DeploymentReference deployment, Operation operation, Trigger trigger);
}
