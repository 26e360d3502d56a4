package io.github.ecscompose.step;

import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.plan.Stability;
import io.github.ecscompose.plan.Symptoms;
import io.github.ecscompose.step.CloserLook.Urgency;
import java.util.Optional;

/**
 * What was seen of a service or run-once task that is waited for.
 *
 * @param live the service; empty for a task, and where ECS knows no such service
 * @param rollout id of the ECS deployment that is to become stable
 * @param urgency how much a closer look is worth its calls; empty where it is not
 * @param symptoms what a closer look showed, where one was taken
 */
record Seen(
    ServiceRecord row,
    Optional<LiveService> live,
    String rollout,
    Stability stability,
    Optional<Urgency> urgency,
    Optional<Symptoms> symptoms) {

  Seen(ServiceRecord row, Optional<LiveService> live, String rollout, Stability stability) {
    this(row, live, rollout, stability, Optional.empty(), Optional.empty());
  }

  Seen with(Stability other) {
    return new Seen(row, live, rollout, other, urgency, symptoms);
  }

  Seen with(Optional<Urgency> other) {
    return new Seen(row, live, rollout, stability, other, symptoms);
  }

  Seen closely(Optional<Symptoms> found) {
    return new Seen(row, live, rollout, stability, urgency, found);
  }

  boolean isStable() {
    return stability instanceof Stability.Stable;
  }
}
