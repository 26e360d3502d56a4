package io.github.ecscompose.testing;

import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.plan.LiveService.Deployment;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How far rollouts and drains of services are, on a clock. */
final class RolloutTimes {

  private final Clock clock;
  private final Duration duration;
  private final Map<String, Instant> begun = new HashMap<>();

  RolloutTimes(Clock clock, Duration duration) {
    this.clock = clock;
    this.duration = duration;
  }

  /** Notes that a rollout, or the drain of a service, begins. */
  void begin(String id) {
    begun.put(id, clock.instant());
  }

  private boolean isOver(String id) {
    Instant start = begun.get(id);
    return start != null && !clock.instant().isBefore(start.plus(duration));
  }

  /** Whether a deleted service has drained. */
  boolean isGone(LiveService service) {
    return service.status().equals("DRAINING") && isOver(service.arn());
  }

  /** The service with the rollouts that are over by now; what they replaced is gone. */
  LiveService settled(LiveService service) {
    Deployment primary = service.deployments().getFirst();
    if (primary.isGivenUp() || primary.isComplete() || !isOver(primary.id())) {
      return service;
    }
    Deployment complete =
        new Deployment(
            primary.id(),
            primary.status(),
            "COMPLETED",
            "",
            primary.taskDefinition(),
            primary.desired(),
            primary.desired(),
            0,
            primary.failed());
    return new LiveService(
        service.name(),
        service.arn(),
        service.status(),
        service.taskDefinition(),
        service.document(),
        service.tags(),
        List.of(complete));
  }
}
