package io.github.ecscompose.aws;

import io.github.ecscompose.step.ExecutionStates;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionRequest;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;

/** {@link ExecutionStates} on Step Functions. */
public final class StepFunctionsStates implements ExecutionStates {

  private final SfnClient client;

  public StepFunctionsStates(SfnClient client) {
    this.client = client;
  }

  @Override
  public State of(String executionArn) {
    DescribeExecutionRequest request =
        DescribeExecutionRequest.builder().executionArn(executionArn).build();
    return AwsErrors.find(
            "states:DescribeExecution",
            "execution " + executionArn,
            ExecutionDoesNotExistException.class,
            () -> client.describeExecution(request))
        .map(StepFunctionsStates::state)
        .orElse(State.UNKNOWN);
  }

  /** What waits for a redrive has failed and does nothing until somebody asks for that. */
  private static State state(DescribeExecutionResponse execution) {
    return switch (execution.status()) {
      case RUNNING -> State.RUNNING;
      case SUCCEEDED -> State.SUCCEEDED;
      case TIMED_OUT -> State.TIMED_OUT;
      case ABORTED -> State.ABORTED;
      case FAILED, PENDING_REDRIVE -> State.FAILED;
      // A state that this SDK does not know: whoever is not known to have ended works on.
      case UNKNOWN_TO_SDK_VERSION -> State.RUNNING;
    };
  }
}
