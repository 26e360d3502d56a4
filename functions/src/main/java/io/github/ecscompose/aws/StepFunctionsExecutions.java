package io.github.ecscompose.aws;

import io.github.ecscompose.deployment.DeployRequest.Options;
import io.github.ecscompose.deployment.DeployRequest.StackfileReference;
import io.github.ecscompose.deployment.DeployRequest.Trigger;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.RequestDocument;
import io.github.ecscompose.step.Executions;
import java.util.Optional;
import software.amazon.awssdk.services.sfn.SfnClient;

/** {@link Executions} on Step Functions. */
public final class StepFunctionsExecutions implements Executions {

  private final NamedExecutions executions;

  public StepFunctionsExecutions(SfnClient client, String stateMachineArn) {
    this.executions = new NamedExecutions(client, stateMachineArn);
  }

  @Override
  public String start(
      DeploymentReference deployment,
      StackfileReference stackfile,
      Trigger trigger,
      Options options) {
    return executions.start(
        deployment,
        RequestDocument.input(Optional.of(deployment.cluster()), stackfile, trigger, options));
  }
}
