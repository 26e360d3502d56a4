package io.github.ecscompose.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.ecscompose.deployment.DeployRequest.Options;
import io.github.ecscompose.deployment.DeployRequest.StackfileReference;
import io.github.ecscompose.deployment.DeployRequest.Trigger;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.ThrottledException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.StartExecutionRequest;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;

class StepFunctionsExecutionsTest {

  private static final String MACHINE = "arn:aws:states:eu-west-1:1:stateMachine:deploy";

  private final SfnClient client = mock(SfnClient.class);
  private final StepFunctionsExecutions executions = new StepFunctionsExecutions(client, MACHINE);

  @Test
  void startsADeploymentUnderItsId() {
    when(client.startExecution(any(StartExecutionRequest.class)))
        .thenReturn(StartExecutionResponse.builder().executionArn("arn:execution").build());

    assertThat(start(Optional.of("v1"))).isEqualTo("arn:execution");
    verify(client)
        .startExecution(
            StartExecutionRequest.builder()
                .stateMachineArn(MACHINE)
                .name("d1")
                .input(
                    "{\"cluster\":\"shop\","
                        + "\"stackfile\":{\"bucket\":\"b\",\"key\":\"k\",\"versionId\":\"v1\"},"
                        + "\"trigger\":{\"kind\":\"api\",\"by\":\"me\",\"at\":\"now\"},"
                        + "\"options\":{\"redeploy\":true,\"update_only\":false}}")
                .build());
  }

  @Test
  void takesADeploymentThatRunsForStarted() {
    when(client.startExecution(any(StartExecutionRequest.class)))
        .thenThrow(
            Failures.with(
                    ExecutionAlreadyExistsException.builder(), "ExecutionAlreadyExists", "Yes", 400)
                .build());

    assertThat(start(Optional.empty())).isEqualTo("arn:aws:states:eu-west-1:1:execution:deploy:d1");
  }

  @Test
  void reportsOtherFailures() {
    when(client.startExecution(any(StartExecutionRequest.class)))
        .thenThrow(Failures.throttled())
        .thenThrow(Failures.denied());

    assertThatThrownBy(() -> start(Optional.empty())).isInstanceOf(ThrottledException.class);
    assertThatThrownBy(() -> start(Optional.empty()))
        .isInstanceOf(RefusedException.class)
        .hasMessageStartingWith("states:StartExecution of deployment shop/d1 failed");
  }

  private String start(Optional<String> versionId) {
    return executions.start(
        new DeploymentReference("shop", "d1"),
        new StackfileReference("b", "k", versionId, Optional.empty()),
        new Trigger("api", "me", "now"),
        new Options(true, false));
  }
}
