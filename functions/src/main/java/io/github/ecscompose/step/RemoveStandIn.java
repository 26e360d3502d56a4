package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.error.DrainingException;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.StandInPendingException;
import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.plan.Names;
import io.github.ecscompose.plan.Stability;
import io.github.ecscompose.plan.Tags;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Removes a service's stand-in, once the service itself is stable and so serves by itself. */
final class RemoveStandIn {

  private final Clusters clusters;
  private final Removal removal;
  private final Clock clock;

  RemoveStandIn(Clusters clusters, Clock clock) {
    this.clusters = clusters;
    this.removal = new Removal(clusters);
    this.clock = clock;
  }

  /**
   * Goes on with it, from wherever an earlier call came to.
   *
   * @param row what has to be stable before
   * @param deadline when a service that is not stable has failed
   * @throws StandInPendingException while the service is not stable
   * @throws DrainingException while tasks of the stand-in have yet to stop
   * @throws RefusedException if the service does not become stable, so that its stand-in stays
   */
  void run(DeploymentReference deployment, ServiceRecord row, Instant deadline) {
    String serviceName = row.service();
    String name = Names.standIn(serviceName);
    Map<String, LiveService> live = find(deployment.cluster(), serviceName, name);
    Optional<LiveService> standIn = Optional.ofNullable(live.get(name));
    if (standIn.isPresent()) {
      ReplaceService.requireStandIn(deployment.cluster(), serviceName, standIn.get());
      if (standIn.get().isActive() && standIn.get().isToHaveTasks()) {
        requireStable(row, Optional.ofNullable(live.get(serviceName)), deadline);
      }
      removal.run(deployment.cluster(), standIn.get());
    }
    Optional.ofNullable(live.get(serviceName))
        .filter(service -> service.tags().containsKey(Tags.STAND_IN))
        .ifPresent(service -> clusters.untag(service.arn(), Set.of(Tags.STAND_IN)));
  }

  /** ECS may not show yet what was made a moment ago, and what is overlooked would stay. */
  private Map<String, LiveService> find(String cluster, String service, String standIn) {
    Map<String, LiveService> live = clusters.services(cluster, List.of(service, standIn));
    return live.containsKey(standIn) ? live : clusters.services(cluster, List.of(service, standIn));
  }

  private void requireStable(ServiceRecord row, Optional<LiveService> service, Instant deadline) {
    switch (judge(row, service)) {
      case Stability.Stable() -> {}
      case Stability.Failed(String reason) -> throw failed(row, reason);
      case Stability.Missing(String reason) -> {
        if (Observation.isLost(row, clock)) {
          throw failed(row, reason);
        }
        throw pending(row, reason);
      }
      case Stability.Waiting(String reason) -> {
        if (!clock.instant().isBefore(deadline)) {
          throw failed(row, "not stable within deploy.timeout: " + reason);
        }
        throw pending(row, reason);
      }
    }
  }

  private static Stability judge(ServiceRecord row, Optional<LiveService> service) {
    if (row.state() == ServiceState.ROLLED_BACK) {
      // It was not stable before the deployment either, and is not waited for.
      return new Stability.Stable();
    }
    return service
        .map(live -> Stability.of(live, Observation.followed(row, live)))
        .orElse(Observation.UNKNOWN);
  }

  private static StandInPendingException pending(ServiceRecord row, String reason) {
    return new StandInPendingException(
        "The stand-in of %s serves until that is stable: %s".formatted(row.service(), reason));
  }

  private static RefusedException failed(ServiceRecord row, String reason) {
    return new RefusedException(
        "The service %s was made anew and does not become stable: %s. Its stand-in %s serves on, and a later deployment goes on from here."
            .formatted(row.service(), reason, Names.standIn(row.service())));
  }
}
