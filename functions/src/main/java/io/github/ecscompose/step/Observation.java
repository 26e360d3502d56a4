package io.github.ecscompose.step;

import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.plan.Stability;
import io.github.ecscompose.plan.Symptoms;
import io.github.ecscompose.step.CloserLook.Candidate;
import io.github.ecscompose.step.CloserLook.Urgency;
import io.github.ecscompose.step.Clusters.LiveTask;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at all services and run-once tasks that are waited for, and at some more closely. */
final class Observation {

  /** How long ECS may show a service as it was before the update that it answered. */
  private static final Duration PROPAGATION = Duration.ofMinutes(1);

  static final Stability UNKNOWN = new Stability.Missing("ECS does not know the service");

  /** How long a rollout may take until its tasks and targets are asked why. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Clusters clusters;
  private final CloserLook closerLook;
  private final Clock clock;

  Observation(Clusters clusters, Rollouts rollouts, Clock clock) {
    this.clusters = clusters;
    this.closerLook = new CloserLook(rollouts);
    this.clock = clock;
  }

  /**
   * Ten services or a hundred tasks a call, and those of {@link CloserLook}.
   *
   * @param over whether the time to become stable is over
   */
  List<Seen> of(String cluster, List<ServiceRecord> waiting, boolean over) {
    List<Seen> all =
        confirm(look(cluster, waiting), over).stream()
            .map(seen -> seen.with(urgency(seen, over)))
            .toList();
    Map<String, Symptoms> symptoms =
        closerLook.at(cluster, candidates(all), clock.instant().getEpochSecond());
    return all.stream()
        .map(seen -> seen.closely(Optional.ofNullable(symptoms.get(seen.row().service()))))
        .toList();
  }

  private List<Seen> look(String cluster, List<ServiceRecord> waiting) {
    Map<String, LiveService> services =
        clusters.services(
            cluster,
            waiting.stream().filter(row -> !isTask(row)).map(ServiceRecord::service).toList());
    Map<String, LiveTask> tasks = new HashMap<>();
    List<String> arns =
        waiting.stream().filter(Observation::isTask).flatMap(row -> row.target().stream()).toList();
    clusters.tasks(cluster, arns).forEach(task -> tasks.put(task.arn(), task));
    return waiting.stream()
        .map(row -> isTask(row) ? ofTask(row, tasks) : ofService(row, services))
        .map(seen -> seen.with(lost(seen)))
        .toList();
  }

  static boolean isTask(ServiceRecord row) {
    return row.action().equals("RUN");
  }

  private static Seen ofService(ServiceRecord row, Map<String, LiveService> services) {
    LiveService live = services.get(row.service());
    if (live == null) {
      return new Seen(row, Optional.empty(), row.target().orElse(""), UNKNOWN);
    }
    String rollout = followed(row, live);
    return new Seen(row, Optional.of(live), rollout, Stability.of(live, rollout));
  }

  /** Which ECS deployment of a service has to become stable, by the service's row. */
  static String followed(ServiceRecord row, LiveService live) {
    String target = row.target().orElse("");
    return row.state() == ServiceState.ROLLING_BACK
        ? Stability.restoring(live, target, row.taskDefinition().orElse(""))
        : target;
  }

  private static Seen ofTask(ServiceRecord row, Map<String, LiveTask> tasks) {
    LiveTask task = tasks.get(row.target().orElse(""));
    Stability stability =
        task == null
            ? new Stability.Missing("ECS does not know the task any more, nor how it ended")
            : Stability.ofTask(row.service(), task.status(), task.reason(), task.exitCodes());
    return new Seen(row, Optional.empty(), "", stability);
  }

  /** What does not show in time is gone. */
  private Stability lost(Seen seen) {
    return seen.stability() instanceof Stability.Missing(String reason) && isLost(seen.row(), clock)
        ? new Stability.Failed(reason)
        : seen.stability();
  }

  /** Whether what does not show is gone, and not only slow to show. */
  static boolean isLost(ServiceRecord row, Clock clock) {
    return isOver(PROPAGATION, row, clock);
  }

  /**
   * Asks the load balancers about services that seem stable, since ECS's counts leave them out.
   * Those beyond the limit wait for the next look; when time is over, ECS's word has to do.
   */
  private List<Seen> confirm(List<Seen> all, boolean over) {
    List<Seen> confirmed = new ArrayList<>();
    int asked = 0;
    for (Seen seen : all) {
      if (!seen.isStable() || !isBalanced(seen)) {
        confirmed.add(seen);
      } else if (asked < CloserLook.CONFIRMATIONS) {
        asked++;
        confirmed.add(
            seen.live()
                .flatMap(closerLook::objection)
                .map(why -> seen.with(new Stability.Waiting("all tasks run, but " + why)))
                .orElse(seen));
      } else {
        confirmed.add(
            over ? seen : seen.with(new Stability.Waiting("all tasks run; targets come next")));
      }
    }
    return confirmed;
  }

  private static boolean isBalanced(Seen seen) {
    return seen.live().stream().anyMatch(live -> !Symptoms.targetGroups(live).isEmpty());
  }

  private Optional<Urgency> urgency(Seen seen, boolean over) {
    return seen.live()
        .map(live -> Symptoms.of(live, seen.rollout()))
        .flatMap(plain ->
            switch (seen.stability()) {
              case Stability.Stable() ->
                  plain.replacesTasks() ? Optional.of(Urgency.DOUBTFUL) : Optional.empty();
              case Stability.Missing(String reason) -> Optional.empty();
              case Stability.Failed(String reason) -> Optional.of(Urgency.SETTLED);
              case Stability.Waiting(String reason) -> ofWaiting(seen.row(), plain, over);
            });
  }

  private Optional<Urgency> ofWaiting(ServiceRecord row, Symptoms plain, boolean over) {
    if (over) {
      return Optional.of(Urgency.SETTLED);
    }
    if (plain.isSuspicious()) {
      return Optional.of(Urgency.SUSPICIOUS);
    }
    return isOver(PATIENCE, row, clock) ? Optional.of(Urgency.LONG) : Optional.empty();
  }

  private static List<Candidate> candidates(List<Seen> all) {
    List<Candidate> candidates = new ArrayList<>();
    for (Seen seen : all) {
      seen.live()
          .flatMap(
              live -> seen.urgency().map(urgency -> new Candidate(live, seen.rollout(), urgency)))
          .ifPresent(candidates::add);
    }
    return candidates;
  }

  /**
   * Whether a service waits longer than that; its row was last written, but for its progress, when
   * it was updated.
   */
  private static boolean isOver(Duration limit, ServiceRecord row, Clock clock) {
    Instant updated = Instant.parse(row.updatedAt());
    return Duration.between(updated, clock.instant()).compareTo(limit) > 0;
  }
}
