package io.github.ecscompose.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.ecscompose.deployment.DeployRequest.Trigger;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.Operation;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.StartExecutionRequest;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;

class StepFunctionsDestroysTest {

  private static final String MACHINE = "arn:aws:states:eu-west-1:1:stateMachine:destroy";

  @Test
  void startsADestroyUnderItsId() {
    SfnClient client = mock(SfnClient.class);
    when(client.startExecution(any(StartExecutionRequest.class)))
        .thenReturn(StartExecutionResponse.builder().executionArn("arn:execution").build());

    String arn =
        new StepFunctionsDestroys(client, MACHINE)
            .start(
                new DeploymentReference("shop", "d1"),
                new Operation.Destroy(Optional.of("web")),
                new Trigger("api", "me", "now"));

    assertThat(arn).isEqualTo("arn:execution");
    verify(client)
        .startExecution(
            StartExecutionRequest.builder()
                .stateMachineArn(MACHINE)
                .name("d1")
                .input(
                    "{\"operation\":\"destroy\",\"cluster\":\"shop\",\"service\":\"web\","
                        + "\"trigger\":{\"kind\":\"api\",\"by\":\"me\",\"at\":\"now\"}}")
                .build());
  }
}
