package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeployRequest.Options;
import io.github.ecscompose.deployment.DeployRequest.StackfileReference;
import io.github.ecscompose.deployment.DeployRequest.Trigger;
import io.github.ecscompose.deployment.DeploymentReference;

/** Step Functions: starts the workflow. */
public interface Executions {

  /**
   * Starts the deployment under an execution named by its id; one that is started already is left
   * as it is.
   *
   * @return the execution's ARN
   */
  String start(
      DeploymentReference deployment,
      StackfileReference stackfile,
      Trigger trigger,
      Options options);
}
