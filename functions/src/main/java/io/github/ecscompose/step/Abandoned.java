package io.github.ecscompose.step;

import io.github.ecscompose.deployment.Cancellation;
import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.deployment.Operation;
import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.step.ExecutionStates.State;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * Settles deployments whose execution ended without a report. What they changed stays until the
 * next deployment converges it.
 */
final class Abandoned {

  private final DeploymentRecords records;
  private final Clock clock;

  Abandoned(DeploymentRecords records, Clock clock) {
    this.records = records;
    this.clock = clock;
  }

  /**
   * Writes how a deployment ended, unless it is known. Its services end first: a function that
   * outlived the execution then begins nothing more.
   *
   * @return the status that the deployment now has, if the table still knows it
   */
  Optional<DeploymentStatus> settle(DeploymentReference deployment, State state) {
    return settle(
        deployment,
        state,
        state == State.ABORTED ? DeploymentStatus.CANCELED : DeploymentStatus.FAILED,
        "");
  }

  /** The same, at the wish of somebody who found it like that and canceled it. */
  Optional<DeploymentStatus> cancel(
      DeploymentReference deployment, State state, Cancellation cancellation) {
    return settle(deployment, state, DeploymentStatus.CANCELED, cancellation.sentence() + ". ");
  }

  private Optional<DeploymentStatus> settle(
      DeploymentReference deployment, State state, DeploymentStatus status, String head) {
    Optional<DeploymentRecord> row = records.find(deployment);
    if (row.isEmpty() || row.get().status().isFinal()) {
      return row.map(DeploymentRecord::status);
    }
    records.services(deployment).forEach(service -> settle(deployment, service));
    records.finish(
        deployment,
        status,
        Map.of(),
        Optional.of(head + sentence(state, row.get().operation())),
        clock.instant().toString());
    return Optional.of(status);
  }

  private void settle(DeploymentReference deployment, ServiceRecord service) {
    switch (service.state()) {
      case PENDING ->
          records.settle(
              deployment,
              service.service(),
              ServiceState.NOT_BEGUN,
              Optional.of("not begun: the deployment ended before"));
      case DEPLOYING, STABILIZING ->
          records.settle(
              deployment,
              service.service(),
              ServiceState.FAILED,
              Optional.of("the deployment ended during " + service.step()));
      case SUCCEEDED, FAILED, NOT_BEGUN, ROLLING_BACK, ROLLED_BACK -> {}
    }
  }

  private static String sentence(State state, Operation operation) {
    String end =
        switch (state) {
          case ABORTED -> "The execution was stopped from outside";
          case TIMED_OUT -> "The execution ran out of time";
          case UNKNOWN -> "The execution is gone";
          case RUNNING, SUCCEEDED, FAILED -> "The execution ended without a report";
        };
    return operation.isDestroy()
        ? end + "; what it had not removed yet is still there. Destroy again."
        : end + "; what it had changed was not undone. Deploy again.";
  }
}
