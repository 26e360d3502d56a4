package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.plan.Stability;
import io.github.ecscompose.step.Clusters.LiveTask;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Looks once whether all that the deployment changed has become stable. */
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

  /**
   * Looks, and notes what was settled.
   *
   * @param deadline when what is not stable has failed
   */
  public Outcome run(DeploymentReference deployment, Instant deadline) {
    records.status(deployment, DeploymentStatus.STABILIZING);
    List<ServiceRecord> services = records.services(deployment);
    List<ServiceRecord> waiting =
        services.stream().filter(service -> service.state() == ServiceState.STABILIZING).toList();
    Function<ServiceRecord, Stability> judge = judge(deployment.cluster(), waiting);
    boolean done = true;
    boolean failed = services.stream().anyMatch(service -> service.state() == ServiceState.FAILED);
    for (ServiceRecord service : waiting) {
      ServiceState state = settle(deployment, service, judge.apply(service), deadline);
      done &= state.isFinal();
      failed |= state == ServiceState.FAILED;
    }
    return new Outcome(done, failed, waitSeconds(deployment, deadline));
  }

  private int waitSeconds(DeploymentReference deployment, Instant deadline) {
    Instant now = clock.instant();
    Instant created =
        records.find(deployment).map(DeploymentRecord::createdAt).map(Instant::parse).orElse(now);
    long grown = Duration.between(created, now).toSeconds() / 10;
    long longest =
        Math.max(LONGEST_WAIT_SECONDS, Duration.between(created, deadline).toSeconds() / LOOKS);
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
    return live == null
        ? new Stability.Missing("ECS does not know the service")
        : Stability.of(live, service.target().orElse(""));
  }

  private static Stability ofTask(ServiceRecord service, Map<String, LiveTask> tasks) {
    LiveTask task = tasks.get(service.target().orElse(""));
    return task == null
        ? new Stability.Missing("ECS does not know the task any more, nor how it ended")
        : Stability.ofTask(task.status(), task.reason(), task.exitCodes());
  }

  /** Where the service stands now. */
  private ServiceState settle(
      DeploymentReference deployment,
      ServiceRecord service,
      Stability stability,
      Instant deadline) {
    return switch (stability) {
      case Stability.Stable() -> {
        if (isTask(service)) {
          records.taskFinished(deployment, service.service(), service.digest());
        }
        records.settle(deployment, service.service(), ServiceState.SUCCEEDED, Optional.empty());
        yield ServiceState.SUCCEEDED;
      }
      case Stability.Failed(String reason) -> fail(deployment, service, reason);
      case Stability.Missing(String reason) ->
          isOver(PROPAGATION, service)
              ? fail(deployment, service, reason)
              : ServiceState.STABILIZING;
      case Stability.Waiting(String reason) ->
          clock.instant().isBefore(deadline)
              ? ServiceState.STABILIZING
              : fail(deployment, service, "not stable within deploy.timeout: " + reason);
    };
  }

  /** Whether a service waits longer than that; the row was last written when it was updated. */
  private boolean isOver(Duration limit, ServiceRecord service) {
    Instant updated = Instant.parse(service.updatedAt());
    return Duration.between(updated, clock.instant()).compareTo(limit) > 0;
  }

  private ServiceState fail(DeploymentReference deployment, ServiceRecord service, String reason) {
    records.settle(deployment, service.service(), ServiceState.FAILED, Optional.of(reason));
    return ServiceState.FAILED;
  }
}
