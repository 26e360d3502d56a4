package io.github.ecscompose.step;

/** Step Functions: what became of an execution. */
public interface ExecutionStates {

  /** Where an execution stands, or how it ended. */
  enum State {
    RUNNING,
    SUCCEEDED,
    FAILED,
    TIMED_OUT,
    /** Stopped from outside. */
    ABORTED,
    /** Step Functions knows none of that ARN: it forgets executions 90 days after their end. */
    UNKNOWN
  }

  /** The state of a deployment's execution. */
  State of(String executionArn);
}
