package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeployRequest.Trigger;
import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.Operation;
import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.plan.Names;
import io.github.ecscompose.plan.Scope;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Queues the destroy of a cluster or of one service, where there is something of ours. */
public final class StartDestroy {

  private final DeploymentHistory history;
  private final Clusters clusters;
  private final DestroyExecutions executions;
  private final RecordedStart recorded;

  public StartDestroy(
      DeploymentRecords records,
      DeploymentHistory history,
      Clusters clusters,
      DestroyExecutions executions,
      Clock clock) {
    this.history = history;
    this.clusters = clusters;
    this.executions = executions;
    this.recorded = new RecordedStart(records, clock);
  }

  /** What came of asking. */
  public sealed interface Answer {

    /** It was queued. */
    record Started(DeploymentReference deployment) implements Answer {}

    /** It was put on record, and whether its workflow was started is not known. */
    record Unconfirmed(DeploymentReference deployment) implements Answer {}

    /** Nothing of ours is there; a sentence says what was looked for. */
    record Absent(String reason) implements Answer {}
  }

  /**
   * Looks and queues.
   *
   * @param service the only one that is to go, if only one is
   */
  public Answer start(String cluster, Optional<String> service, Caller caller) {
    boolean active = clusters.exists(cluster);
    Optional<String> absence =
        service
            .map(name -> absence(cluster, name, active))
            .orElseGet(() -> absence(cluster, active));
    if (absence.isPresent()) {
      return new Answer.Absent(absence.get());
    }
    DeploymentReference deployment = caller.deployment(cluster);
    Operation operation = new Operation.Destroy(service);
    Trigger trigger = caller.trigger();
    boolean started =
        recorded.run(
            DeploymentRecord.toDestroy(
                deployment, operation, trigger, trigger.at(), Optional.empty()),
            caller.precondition(),
            () -> executions.start(deployment, operation, trigger));
    return started ? new Answer.Started(deployment) : new Answer.Unconfirmed(deployment);
  }

  /**
   * What was deployed since a destroy that left nothing is on record, and so is what a destroy left
   * half done. History is forgotten, what runs is not.
   */
  private Optional<String> absence(String cluster, boolean active) {
    Optional<DeploymentRecord> last =
        history.deployments(cluster, 1, Optional.empty()).entries().stream().findFirst();
    boolean destroyed =
        last.filter(deployment ->
                deployment.operation().destroysAll() && deployment.status().hasSucceeded())
            .isPresent();
    if (destroyed && !active) {
      return Optional.of(
          "The cluster %s was destroyed by %s, and nothing was deployed to it since."
              .formatted(cluster, last.get().reference().id()));
    }
    if (last.isPresent() || (active && runsOurs(cluster))) {
      return Optional.empty();
    }
    return Optional.of(
        "Nothing was ever deployed to the cluster %s by ecs-compose, as far as its table and the cluster's services tell."
            .formatted(cluster));
  }

  private boolean runsOurs(String cluster) {
    Scope scope = new Scope(cluster, Optional.empty());
    return clusters.services(cluster, clusters.serviceNames(cluster)).values().stream()
        .anyMatch(live -> scope.covers(live.tags()));
  }

  /** The task definitions go last, so that they tell of a service which is half gone. */
  private Optional<String> absence(String cluster, String service, boolean active) {
    Scope scope = new Scope(cluster, Optional.of(service));
    Map<String, LiveService> live =
        active ? clusters.services(cluster, List.of(service, Names.standIn(service))) : Map.of();
    if (live.values().stream().anyMatch(found -> scope.covers(found.tags()))) {
      return Optional.empty();
    }
    if (live.containsKey(service)) {
      return Optional.of(
          "The service %s of the cluster %s does not carry the tags of ecs-compose, so it is not ecs-compose's to destroy."
              .formatted(service, cluster));
    }
    String family = Names.family(cluster, service);
    return clusters.families(family).contains(family)
        ? Optional.empty()
        : Optional.of(
            "The cluster %s has no service %s of ecs-compose, and no task definition of it."
                .formatted(cluster, service));
  }
}
