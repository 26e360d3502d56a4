package io.github.ecscompose.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeploymentReference;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.StartExecutionRequest;

/** The executions of one state machine, which are named by the ids of their deployments. */
final class NamedExecutions {

  private final SfnClient client;
  private final String stateMachineArn;

  NamedExecutions(SfnClient client, String stateMachineArn) {
    this.client = client;
    this.stateMachineArn = stateMachineArn;
  }

  /** Starts one, unless it is started already, and gives its ARN. */
  String start(DeploymentReference deployment, ObjectNode input) {
    StartExecutionRequest request =
        StartExecutionRequest.builder()
            .stateMachineArn(stateMachineArn)
            .name(deployment.id())
            .input(input.toString())
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
