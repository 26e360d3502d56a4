package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeployRequest.Options;
import io.github.ecscompose.deployment.DeployRequest.StackfileReference;
import io.github.ecscompose.deployment.DeployRequest.Trigger;
import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.error.EcsComposeException;
import io.github.ecscompose.error.PreconditionFailedException;
import io.github.ecscompose.error.TransientException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Puts a deployment on record and starts its workflow. */
final class StartExecution {

  private final DeploymentRecords records;
  private final Executions executions;
  private final Clock clock;

  StartExecution(DeploymentRecords records, Executions executions, Clock clock) {
    this.records = records;
    this.executions = executions;
    this.clock = clock;
  }

  /**
   * Whether the workflow was started, as far as is known.
   *
   * @throws PreconditionFailedException if what the caller demands of the cluster does not hold
   */
  boolean run(
      DeploymentReference deployment,
      StackfileReference stackfile,
      Caller caller,
      Options options) {
    Trigger trigger = caller.trigger();
    records.start(
        DeploymentRecord.begun(
            deployment,
            DeploymentStatus.QUEUED,
            trigger,
            stackfile,
            trigger.at(),
            Optional.empty()),
        caller.precondition());
    try {
      executions.start(deployment, stackfile, trigger, options);
      return true;
    } catch (TransientException e) {
      // The answer was lost, perhaps not the start: the row is left to the execution.
      return false;
    } catch (EcsComposeException e) {
      records.finish(
          deployment,
          DeploymentStatus.FAILED,
          Map.of(),
          Optional.of("The workflow could not be started; nothing was touched. Deploy again."),
          clock.instant().toString());
      throw e;
    }
  }
}
