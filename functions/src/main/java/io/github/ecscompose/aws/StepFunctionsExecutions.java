package io.github.ecscompose.aws;

import io.github.ecscompose.deployment.DeployRequest.Options;
import io.github.ecscompose.deployment.DeployRequest.StackfileReference;
import io.github.ecscompose.deployment.DeployRequest.Trigger;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.RequestDocument;
import io.github.ecscompose.step.Executions;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.StartExecutionRequest;

/** {@link Executions} on Step Functions. */
public final class StepFunctionsExecutions implements Executions {

  private final SfnClient client;
  private final String stateMachineArn;

  public StepFunctionsExecutions(SfnClient client, String stateMachineArn) {
    this.client = client;
    this.stateMachineArn = stateMachineArn;
  }

  @Override
  public String start(
      DeploymentReference deployment,
      StackfileReference stackfile,
      Trigger trigger,
      Options options) {
    StartExecutionRequest request =
        StartExecutionRequest.builder()
            .stateMachineArn(stateMachineArn)
            .name(deployment.id())
            .input(
                RequestDocument.input(
                        Optional.of(deployment.cluster()), stackfile, trigger, options)
                    .toString())
            .build();
    try {
      return client.startExecution(request).executionArn();
    } catch (ExecutionAlreadyExistsException started) {
      return executionArn(deployment.id());
    } catch (SdkException failure) {
      throw AwsErrors.translate("states:StartExecution", "deployment " + deployment, failure);
    }
  }

  /**
   * {@code arn:aws:states:REGION:ACCOUNT:stateMachine:NAME} becomes {@code …:execution:NAME:ID}.
   */
  private String executionArn(String id) {
    return stateMachineArn.replace(":stateMachine:", ":execution:") + ":" + id;
  }
}
