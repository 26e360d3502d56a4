package io.github.ecscompose.aws;

import io.github.ecscompose.deployment.DeployRequest.Trigger;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.Operation;
import io.github.ecscompose.deployment.RequestDocument;
import io.github.ecscompose.step.DestroyExecutions;
import software.amazon.awssdk.services.sfn.SfnClient;

/** {@link DestroyExecutions} on Step Functions. */
public final class StepFunctionsDestroys implements DestroyExecutions {

  private final NamedExecutions executions;

  public StepFunctionsDestroys(SfnClient client, String stateMachineArn) {
    this.executions = new NamedExecutions(client, stateMachineArn);
  }

  @Override
  public String start(DeploymentReference deployment, Operation operation, Trigger trigger) {
    return executions.start(
        deployment, RequestDocument.destroyInput(deployment.cluster(), operation, trigger));
  }
}
