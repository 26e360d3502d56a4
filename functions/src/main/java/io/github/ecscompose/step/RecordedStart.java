package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.error.EcsComposeException;
import io.github.ecscompose.error.PreconditionFailedException;
import io.github.ecscompose.error.TransientException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Puts what is asked for on record before its workflow is started. */
final class RecordedStart {

  private final DeploymentRecords records;
  private final Clock clock;

  RecordedStart(DeploymentRecords records, Clock clock) {
    this.records = records;
    this.clock = clock;
  }

  /**
   * Whether the workflow was started, as far as is known.
   *
   * @param precondition what the caller demands of the cluster
   * @throws PreconditionFailedException if that does not hold
   */
  boolean run(DeploymentRecord row, Precondition precondition, Runnable start) {
    records.start(row, precondition);
    try {
      start.run();
      return true;
    } catch (TransientException e) {
      // The answer was lost, perhaps not the start: the row is left to the execution.
      return false;
    } catch (EcsComposeException e) {
      records.finish(
          row.reference(),
          DeploymentStatus.FAILED,
          Map.of(),
          Optional.of(
              "The workflow could not be started; nothing was touched. %s again."
                  .formatted(row.operation().isDestroy() ? "Destroy" : "Deploy")),
          clock.instant().toString());
      throw e;
    }
  }
}
