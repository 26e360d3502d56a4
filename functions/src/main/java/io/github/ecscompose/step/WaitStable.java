package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.error.CanceledException;
import io.github.ecscompose.plan.DeploymentPlan.Action;
import io.github.ecscompose.plan.Symptoms;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Looks once whether all that the deployment changed, or changed back, has become stable. */
public final class WaitStable {

  private static final int SHORTEST_WAIT_SECONDS = 3;
  private static final int LONGEST_WAIT_SECONDS = 15;

  /**
   * Looks at the longest pace. A look adds 9 events to an execution's history, which ends at 25,000
   * (Step Functions quotas) and keeps most of them for the services.
   */
  private static final int LOOKS = 250;

  /** Rows whose progress is written in one look, so that thousands do not make it long. */
  private static final int NOTES = 100;

  private final DeploymentRecords records;
  private final Observation observation;
  private final Clock clock;

  public WaitStable(DeploymentRecords records, Clusters clusters, Rollouts rollouts, Clock clock) {
    this.records = records;
    this.observation = new Observation(clusters, rollouts, clock);
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
   * Looks, and notes what was settled and what the rest waits for. Ten services or a hundred tasks
   * a call; beside that the targets of a load balanced service that seems stable are asked for, of
   * {@value CloserLook#CONFIRMATIONS} at most, and {@value CloserLook#SERVICES} that are in trouble
   * or take long are looked at closely (see {@link CloserLook}).
   *
   * @param deadline when what is not stable has failed
   * @throws CanceledException if somebody canceled the deployment, unless it goes back anyway
   */
  public Outcome run(DeploymentReference deployment, Instant deadline, Phase phase) {
    records.status(deployment, phase.status);
    Optional<DeploymentRecord> row =
        phase == Phase.DEPLOY ? records.find(deployment) : Optional.empty();
    Cancellations.refuseMore(row);
    List<ServiceRecord> services = records.services(deployment);
    List<ServiceRecord> waiting =
        services.stream().filter(service -> service.state() == phase.waiting).toList();
    boolean over = !clock.instant().isBefore(deadline);
    boolean done = true;
    boolean failed = services.stream().anyMatch(WaitStable::hasFailed);
    int notes = 0;
    for (Seen seen : observation.of(deployment.cluster(), waiting, over)) {
      switch (Verdict.of(seen, over)) {
        case Verdict.Stable() -> succeed(deployment, seen.row());
        case Verdict.Failed(String reason) -> {
          fail(deployment, seen.row(), reason);
          failed = true;
        }
        case Verdict.Waiting(Optional<String> reason) -> {
          done = false;
          if (notes < NOTES && noteProgress(deployment, seen.row(), reason)) {
            notes++;
          }
        }
      }
    }
    return new Outcome(done, failed, waitSeconds(since(row, waiting), deadline));
  }

  /** What could not be removed is no reason to undo what is stable. */
  private static boolean hasFailed(ServiceRecord service) {
    return service.state() == ServiceState.FAILED && !service.action().equals(Action.REMOVE.name());
  }

  /**
   * Since when it is waited. All waves share one time, so that there are not more looks of them;
   * what goes back counts from there.
   */
  private Instant since(Optional<DeploymentRecord> row, List<ServiceRecord> waiting) {
    return row.map(DeploymentRecord::createdAt)
        .map(Instant::parse)
        .or(() ->
            waiting.stream()
                .map(service -> Instant.parse(service.updatedAt()))
                .min(Comparator.naturalOrder()))
        .orElseGet(clock::instant);
  }

  private int waitSeconds(Instant since, Instant deadline) {
    long grown = Duration.between(since, clock.instant()).toSeconds() / 10;
    long longest =
        Math.max(LONGEST_WAIT_SECONDS, Duration.between(since, deadline).toSeconds() / LOOKS);
    return (int) Math.clamp(grown, SHORTEST_WAIT_SECONDS, longest);
  }

  /** Writes it where it is news. */
  private boolean noteProgress(
      DeploymentReference deployment, ServiceRecord service, Optional<String> reason) {
    Optional<String> news =
        reason.map(Symptoms::clip).filter(text -> !service.progress().equals(Optional.of(text)));
    news.ifPresent(text -> records.progress(deployment, service.service(), text));
    return news.isPresent();
  }

  private void fail(DeploymentReference deployment, ServiceRecord service, String reason) {
    if (service.state() == ServiceState.ROLLING_BACK) {
      records.rolledBack(
          deployment,
          service.service(),
          ServiceState.FAILED,
          Optional.of(Symptoms.clip("not back: " + reason)));
    } else {
      records.settle(
          deployment, service.service(), ServiceState.FAILED, Optional.of(Symptoms.clip(reason)));
    }
  }

  private void succeed(DeploymentReference deployment, ServiceRecord service) {
    String name = service.service();
    if (service.state() == ServiceState.ROLLING_BACK) {
      records.rolledBack(deployment, name, ServiceState.ROLLED_BACK, Optional.empty());
      return;
    }
    if (Observation.isTask(service)) {
      records.taskFinished(deployment, name, service.digest());
    }
    records.settle(deployment, name, ServiceState.SUCCEEDED, Optional.empty());
  }
}
