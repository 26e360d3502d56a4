package io.github.ecscompose.step;

import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.plan.Change;
import io.github.ecscompose.plan.DeploymentPlan.ServicePlan;
import java.util.Optional;

/** The row of a service that is planned and not begun. */
final class PlannedRow {

  private PlannedRow() {}

  /**
   * The row.
   *
   * @param step that planned it
   */
  static ServiceRecord of(ServicePlan plan, String step) {
    return new ServiceRecord(
        plan.service(),
        ServiceState.PENDING,
        plan.action().name(),
        plan.digest(),
        step,
        plan.changes().stream().map(Change::toString).toList(),
        plan.liveTaskDefinition(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "");
  }
}
