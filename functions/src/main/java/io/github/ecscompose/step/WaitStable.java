package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.plan.DeploymentPlan.Action;
import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.plan.Stability;
import io.github.ecscompose.step.Clusters.LiveTask;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Looks once whether all that the deployment changed, or changed back, has become stable. */
public final class WaitStable {

  /** How long ECS may show a service as it was before the update that it answered. */
  static final Duration PROPAGATION = Duration.ofMinutes(1);

  private static final int SHORTEST_WAIT_SECONDS = 3;
  private static final int LONGEST_WAIT_SECONDS = 15;

  /**
   * Looks at the longest pace. A look adds 9 events to an execution's history, which ends at 25,000
   * (Step Functions quotas) and keeps most of them for the services.
   */
  private static final int LOOKS = 250;

  private final DeploymentRecords records;
  private final Clusters clusters;
  private final Clock clock;

  public WaitStable(DeploymentRecords records, Clusters clusters, Clock clock) {
    this.records = records;
    this.clusters = clusters;
    this.clock = clock;
  }

  /**
   * Whether everything is settled, well or not.
   *
   * @param failed whether a service of this wave or an earlier one failed
   * @param waitSeconds how long to wait before looking again; 3 to 15 s, growing with time, and
   *     longer where the timeout is more than an hour
   */
  public record Outcome(boolean done, boolean failed, int waitSeconds) {}

  /** What is waited for. */
  public enum Phase {
    /** That what was changed becomes stable. */
    DEPLOY(DeploymentStatus.STABILIZING, ServiceState.STABILIZING),
    /** That what was changed back becomes stable. */
    ROLL_BACK(DeploymentStatus.ROLLING_BACK, ServiceState.ROLLING_BACK);

    private final DeploymentStatus status;
    private final ServiceState waiting;

    Phase(DeploymentStatus status, ServiceState waiting) {
      this.status = status;
      this.waiting = waiting;
    }
  }

  /**
   * Looks, and notes what was settled.
   *
   * @param deadline when what is not stable has failed
   */
  public Outcome run(DeploymentReference deployment, Instant deadline, Phase phase) {
    records.status(deployment, phase.status);
    List<ServiceRecord> services = records.services(deployment);
    List<ServiceRecord> waiting =
        services.stream().filter(service -> service.state() == phase.waiting).toList();
    Function<ServiceRecord, Stability> judge = judge(deployment.cluster(), waiting);
    boolean done = true;
    boolean failed = services.stream().anyMatch(WaitStable::hasFailed);
    for (ServiceRecord service : waiting) {
      Verdict verdict = verdict(service, judge.apply(service), deadline);
      note(deployment, service, verdict);
      done &= verdict.settled();
      failed |= verdict.reason().isPresent();
    }
    return new Outcome(done, failed, waitSeconds(since(deployment, phase, waiting), deadline));
  }

  /** What could not be removed is no reason to undo what is stable. */
  private static boolean hasFailed(ServiceRecord service) {
    return service.state() == ServiceState.FAILED && !service.action().equals(Action.REMOVE.name());
  }

  /**
   * Since when it is waited. All waves share one time, so that there are not more looks of them.
   */
  private Instant since(DeploymentReference deployment, Phase phase, List<ServiceRecord> waiting) {
    Optional<Instant> begun =
        switch (phase) {
          case DEPLOY ->
              records.find(deployment).map(DeploymentRecord::createdAt).map(Instant::parse);
          case ROLL_BACK ->
              waiting.stream()
                  .map(service -> Instant.parse(service.updatedAt()))
                  .min(Comparator.naturalOrder());
        };
    return begun.orElseGet(clock::instant);
  }

  private int waitSeconds(Instant since, Instant deadline) {
    long grown = Duration.between(since, clock.instant()).toSeconds() / 10;
    long longest =
        Math.max(LONGEST_WAIT_SECONDS, Duration.between(since, deadline).toSeconds() / LOOKS);
    return (int) Math.clamp(grown, SHORTEST_WAIT_SECONDS, longest);
  }

  /** Reads ten services or a hundred tasks a call. */
  private Function<ServiceRecord, Stability> judge(String cluster, List<ServiceRecord> waiting) {
    Map<String, LiveService> services =
        clusters.services(
            cluster,
            waiting.stream()
                .filter(service -> !isTask(service))
                .map(ServiceRecord::service)
                .toList());
    Map<String, LiveTask> tasks = new HashMap<>();
    List<String> arns =
        waiting.stream()
            .filter(WaitStable::isTask)
            .flatMap(service -> service.target().stream())
            .toList();
    clusters.tasks(cluster, arns).forEach(task -> tasks.put(task.arn(), task));
    return service -> isTask(service) ? ofTask(service, tasks) : ofService(service, services);
  }

  private static boolean isTask(ServiceRecord service) {
    return service.action().equals("RUN");
  }

  private static Stability ofService(ServiceRecord service, Map<String, LiveService> services) {
    LiveService live = services.get(service.service());
    if (live == null) {
      return new Stability.Missing("ECS does not know the service");
    }
    String target = service.target().orElse("");
    return service.state() == ServiceState.ROLLING_BACK
        ? Stability.ofRestored(live, target, service.taskDefinition().orElse(""))
        : Stability.of(live, target);
  }

  private static Stability ofTask(ServiceRecord service, Map<String, LiveTask> tasks) {
    LiveTask task = tasks.get(service.target().orElse(""));
    return task == null
        ? new Stability.Missing("ECS does not know the task any more, nor how it ended")
        : Stability.ofTask(task.status(), task.reason(), task.exitCodes());
  }

  /**
   * How a service is settled, if it is.
   *
   * @param reason why it failed
   */
  private record Verdict(boolean settled, Optional<String> reason) {
    static final Verdict WAITING = new Verdict(false, Optional.empty());
    static final Verdict STABLE = new Verdict(true, Optional.empty());

    static Verdict failed(String reason) {
      return new Verdict(true, Optional.of(reason));
    }
  }

  private Verdict verdict(ServiceRecord service, Stability stability, Instant deadline) {
    return switch (stability) {
      case Stability.Stable() -> Verdict.STABLE;
      case Stability.Failed(String reason) -> Verdict.failed(reason);
      case Stability.Missing(String reason) ->
          isOver(PROPAGATION, service) ? Verdict.failed(reason) : Verdict.WAITING;
      case Stability.Waiting(String reason) ->
          clock.instant().isBefore(deadline)
              ? Verdict.WAITING
              : Verdict.failed("not stable within deploy.timeout: " + reason);
    };
  }

  private void note(DeploymentReference deployment, ServiceRecord service, Verdict verdict) {
    if (!verdict.settled()) {
      return;
    }
    String name = service.service();
    if (service.state() == ServiceState.ROLLING_BACK) {
      records.rolledBack(
          deployment,
          name,
          verdict.reason().isPresent() ? ServiceState.FAILED : ServiceState.ROLLED_BACK,
          verdict.reason().map(reason -> "not back: " + reason));
    } else if (verdict.reason().isPresent()) {
      records.settle(deployment, name, ServiceState.FAILED, verdict.reason());
    } else {
      if (isTask(service)) {
        records.taskFinished(deployment, name, service.digest());
      }
      records.settle(deployment, name, ServiceState.SUCCEEDED, Optional.empty());
    }
  }

  /** Whether a service waits longer than that; the row was last written when it was updated. */
  private boolean isOver(Duration limit, ServiceRecord service) {
    Instant updated = Instant.parse(service.updatedAt());
    return Duration.between(updated, clock.instant()).compareTo(limit) > 0;
  }
}
