package io.github.ecscompose.step;

import io.github.ecscompose.deployment.Cancellation;
import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.step.ExecutionStates.State;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Settles deployments that the table takes for running and whose execution ended without a word,
 * and gives back the lock that such a one may hold.
 */
public final class EndedExecutions {

  private final Locks locks;
  private final ExecutionStates executions;
  private final Abandoned abandoned;

  public EndedExecutions(
      DeploymentRecords records, Locks locks, ExecutionStates executions, Clock clock) {
    this.locks = locks;
    this.executions = executions;
    this.abandoned = new Abandoned(records, clock);
  }

  /** Settles it as it ended. Whether it is settled; not where its execution runs still. */
  boolean settle(DeploymentRecord deployment) {
    return ended(deployment, state -> abandoned.settle(deployment.reference(), state));
  }

  /** Settles it as canceled, or does nothing where its execution runs still. */
  boolean cancel(DeploymentRecord deployment, Cancellation cancellation) {
    return ended(
        deployment, state -> abandoned.cancel(deployment.reference(), state, cancellation));
  }

  private boolean ended(DeploymentRecord deployment, Consumer<State> settle) {
    Optional<String> execution = deployment.executionArn();
    State state = execution.map(executions::of).orElse(State.RUNNING);
    if (state == State.RUNNING) {
      return false;
    }
    settle.accept(state);
    execution.ifPresent(arn -> locks.release(deployment.reference().cluster(), arn, false));
    return true;
  }
}
