package io.github.ecscompose.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.ecscompose.error.ThrottledException;
import io.github.ecscompose.step.ExecutionStates.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionRequest;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;

class StepFunctionsStatesTest {

  private static final DescribeExecutionRequest REQUEST =
      DescribeExecutionRequest.builder().executionArn("arn:e1").build();

  private final SfnClient client = mock(SfnClient.class);
  private final StepFunctionsStates states = new StepFunctionsStates(client);

  @ParameterizedTest
  @CsvSource({
    "RUNNING, RUNNING",
    "SUCCEEDED, SUCCEEDED",
    "FAILED, FAILED",
    "TIMED_OUT, TIMED_OUT",
    "ABORTED, ABORTED",
    "PENDING_REDRIVE, FAILED",
    "SOMETHING_NEW, RUNNING",
  })
  void tellsHowAnExecutionEnded(String status, State expected) {
    when(client.describeExecution(REQUEST))
        .thenReturn(DescribeExecutionResponse.builder().status(status).build());

    assertThat(states.of("arn:e1")).isEqualTo(expected);
  }

  @Test
  void oneThatIsNotThereIsUnknown() {
    when(client.describeExecution(REQUEST))
        .thenThrow(
            Failures.with(
                    ExecutionDoesNotExistException.builder(), "ExecutionDoesNotExist", "No", 400)
                .build());

    assertThat(states.of("arn:e1")).isEqualTo(State.UNKNOWN);
  }

  @Test
  void otherFailuresAreNotTakenForAnEnd() {
    when(client.describeExecution(REQUEST)).thenThrow(Failures.throttled());

    assertThatThrownBy(() -> states.of("arn:e1"))
        .isInstanceOf(ThrottledException.class)
        .hasMessageStartingWith("states:DescribeExecution of execution arn:e1 failed");
  }
}
