package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeployRequest.Options;
import io.github.ecscompose.deployment.DeployRequest.StackfileReference;
import io.github.ecscompose.deployment.DeployRequest.Trigger;
import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.error.PreconditionFailedException;
import java.time.Clock;
import java.util.Optional;

/** Puts a deployment on record and starts its workflow. */
final class StartExecution {

  private final Executions executions;
  private final RecordedStart start;

  StartExecution(DeploymentRecords records, Executions executions, Clock clock) {
    this.executions = executions;
    this.start = new RecordedStart(records, clock);
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
    return start.run(
        DeploymentRecord.begun(
            deployment,
            DeploymentStatus.QUEUED,
            trigger,
            stackfile,
            trigger.at(),
            Optional.empty()),
        caller.precondition(),
        () -> executions.start(deployment, stackfile, trigger, options));
  }
}
