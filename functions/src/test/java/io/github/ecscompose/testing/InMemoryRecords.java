package io.github.ecscompose.testing;

import io.github.ecscompose.deployment.Cancellation;
import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.step.DeploymentRecords;
import io.github.ecscompose.step.Precondition;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The table in memory. */
public final class InMemoryRecords implements DeploymentRecords {

  private final Clock clock;
  private final Map<DeploymentReference, DeploymentRecord> deployments = new HashMap<>();
  private final Map<DeploymentReference, Map<String, ServiceRecord>> services = new HashMap<>();
  private final Map<String, Map<String, String>> finishedTasks = new HashMap<>();
  private final Map<String, Map<String, String>> removals = new HashMap<>();
  private final Map<String, String> schedules = new HashMap<>();
  private final Map<String, String> newest = new HashMap<>();

  public InMemoryRecords(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void start(DeploymentRecord deployment, Precondition precondition) {
    DeploymentReference reference = deployment.reference();
    precondition.require(reference, newest(reference.cluster()));
    newest.merge(
        reference.cluster(),
        reference.id(),
        (one, other) -> one.compareTo(other) > 0 ? one : other);
    DeploymentRecord known = deployments.get(reference);
    if (known != null && known.status().isFinal()) {
      return;
    }
    deployments.put(
        reference,
        canceled(deployment, Optional.ofNullable(known).flatMap(DeploymentRecord::cancellation)));
  }

  @Override
  public Optional<String> newest(String cluster) {
    return Optional.ofNullable(newest.get(cluster));
  }

  private static DeploymentRecord canceled(
      DeploymentRecord deployment, Optional<Cancellation> cancellation) {
    return new DeploymentRecord(
        deployment.reference(),
        deployment.status(),
        deployment.trigger(),
        deployment.stackfile(),
        deployment.counts(),
        deployment.error(),
        deployment.createdAt(),
        deployment.finishedAt(),
        deployment.executionArn(),
        cancellation,
        deployment.operation());
  }

  @Override
  public Optional<DeploymentRecord> cancel(
      DeploymentReference deployment, Cancellation cancellation) {
    DeploymentRecord now = deployments.get(deployment);
    if (now == null) {
      throw new IllegalStateException("no row for " + deployment);
    }
    if (now.status().isFinal() || now.status() == DeploymentStatus.ROLLING_BACK) {
      return Optional.empty();
    }
    DeploymentRecord noted = canceled(now, Optional.of(now.cancellation().orElse(cancellation)));
    deployments.put(deployment, noted);
    return Optional.of(noted);
  }

  @Override
  public void status(DeploymentReference deployment, DeploymentStatus status) {
    change(deployment, status, Map.of(), Optional.empty(), Optional.empty());
  }

  @Override
  public void finish(
      DeploymentReference deployment,
      DeploymentStatus status,
      Map<String, Integer> counts,
      Optional<String> error,
      String finishedAt) {
    change(deployment, status, counts, error, Optional.of(finishedAt));
  }

  private void change(
      DeploymentReference deployment,
      DeploymentStatus status,
      Map<String, Integer> counts,
      Optional<String> error,
      Optional<String> finishedAt) {
    DeploymentRecord now = deployments.get(deployment);
    if (now == null) {
      throw new IllegalStateException("no row for " + deployment);
    }
    if (now.status().isFinal()) {
      return;
    }
    deployments.put(
        deployment,
        new DeploymentRecord(
            deployment,
            status,
            now.trigger(),
            now.stackfile(),
            counts,
            error,
            now.createdAt(),
            finishedAt,
            now.executionArn(),
            now.cancellation(),
            now.operation()));
  }

  @Override
  public Optional<DeploymentRecord> find(DeploymentReference deployment) {
    return Optional.ofNullable(deployments.get(deployment));
  }

  /** Half a year passes: the deployments' rows are gone. */
  public void forget() {
    deployments.clear();
    services.clear();
  }

  /** Every deployment's row. */
  public List<DeploymentRecord> all() {
    return List.copyOf(deployments.values());
  }

  @Override
  public void planned(DeploymentReference deployment, List<ServiceRecord> rows) {
    rows.forEach(row -> rows(deployment).putIfAbsent(row.service(), row));
  }

  @Override
  public List<ServiceRecord> services(DeploymentReference deployment) {
    return List.copyOf(rows(deployment).values());
  }

  @Override
  public Optional<ServiceRecord> service(DeploymentReference deployment, String service) {
    return Optional.ofNullable(rows(deployment).get(service));
  }

  private Map<String, ServiceRecord> rows(DeploymentReference deployment) {
    return services.computeIfAbsent(deployment, key -> new TreeMap<>());
  }

  @Override
  public boolean begin(DeploymentReference deployment, String service, String step) {
    ServiceRecord before = open(deployment, service);
    put(
        deployment,
        new ServiceRecord(
            service,
            ServiceState.DEPLOYING,
            before.action(),
            before.digest(),
            step,
            before.changes(),
            before.taskDefinition(),
            before.target(),
            before.error(),
            before.rollBack(),
            clock.instant().toString()));
    return before.step().equals(step);
  }

  @Override
  public void stabilizing(
      DeploymentReference deployment, String service, String taskDefinition, String target) {
    ServiceRecord row = open(deployment, service);
    put(
        deployment,
        moved(
            row,
            ServiceState.STABILIZING,
            Optional.of(taskDefinition),
            Optional.of(target),
            row.error(),
            row.rollBack()));
  }

  @Override
  public void progress(DeploymentReference deployment, String service, String text) {
    ServiceRecord row = row(deployment, service);
    if (row.state() == ServiceState.STABILIZING || row.state() == ServiceState.ROLLING_BACK) {
      put(
          deployment,
          new ServiceRecord(
              service,
              row.state(),
              row.action(),
              row.digest(),
              row.step(),
              row.changes(),
              row.taskDefinition(),
              row.target(),
              row.error(),
              row.rollBack(),
              Optional.of(text),
              row.updatedAt()));
    }
  }

  /** The first end that is noted stands; only a failure may be told better. */
  @Override
  public void settle(
      DeploymentReference deployment, String service, ServiceState state, Optional<String> error) {
    ServiceRecord row = row(deployment, service);
    boolean toldBetter = state == ServiceState.FAILED && row.state() == ServiceState.FAILED;
    if (!row.state().isFinal() || toldBetter) {
      put(deployment, moved(row, state, row.taskDefinition(), row.target(), error, row.rollBack()));
    }
  }

  @Override
  public void rollingBack(
      DeploymentReference deployment,
      String service,
      String taskDefinition,
      String target,
      String text) {
    ServiceRecord row = row(deployment, service);
    if (row.state() != ServiceState.ROLLED_BACK) {
      put(
          deployment,
          moved(
              row,
              ServiceState.ROLLING_BACK,
              Optional.of(taskDefinition),
              Optional.of(target),
              row.error(),
              Optional.of(text)));
    }
  }

  @Override
  public void rolledBack(
      DeploymentReference deployment, String service, ServiceState state, Optional<String> text) {
    ServiceRecord row = row(deployment, service);
    if (row.state() != ServiceState.ROLLED_BACK) {
      put(
          deployment,
          moved(
              row, state, row.taskDefinition(), row.target(), row.error(), text.or(row::rollBack)));
    }
  }

  /** What the workflow notes by itself, whatever the row says. */
  void failedInWorkflow(
      DeploymentReference deployment, String service, String failure, boolean ofRollBack) {
    ServiceRecord row = row(deployment, service);
    put(
        deployment,
        moved(
            row,
            ServiceState.FAILED,
            row.taskDefinition(),
            row.target(),
            ofRollBack ? row.error() : row.error().or(() -> Optional.of(failure)),
            ofRollBack ? Optional.of("not back: " + failure) : row.rollBack()));
  }

  @Override
  public void left(
      DeploymentReference deployment, String service, ServiceState state, String text) {
    ServiceRecord row = row(deployment, service);
    put(
        deployment,
        moved(row, state, row.taskDefinition(), row.target(), row.error(), Optional.of(text)));
  }

  private ServiceRecord moved(
      ServiceRecord row,
      ServiceState state,
      Optional<String> taskDefinition,
      Optional<String> target,
      Optional<String> error,
      Optional<String> rollBack) {
    return new ServiceRecord(
        row.service(),
        state,
        row.action(),
        row.digest(),
        row.step(),
        row.changes(),
        taskDefinition,
        target,
        error,
        rollBack,
        clock.instant().toString());
  }

  private ServiceRecord open(DeploymentReference deployment, String service) {
    ServiceRecord row = row(deployment, service);
    if (row.state().isFinal()) {
      throw new RefusedException("The work on " + service + " has ended; nothing more is done");
    }
    return row;
  }

  private void put(DeploymentReference deployment, ServiceRecord row) {
    rows(deployment).put(row.service(), row);
  }

  private ServiceRecord row(DeploymentReference deployment, String service) {
    ServiceRecord row = rows(deployment).get(service);
    if (row == null) {
      throw new IllegalStateException("no row for " + service + " of " + deployment);
    }
    return row;
  }

  @Override
  public Map<String, String> finishedTasks(String cluster) {
    return finishedTasks.getOrDefault(cluster, Map.of());
  }

  @Override
  public void taskFinished(DeploymentReference deployment, String service, String digest) {
    finishedTasks
        .computeIfAbsent(deployment.cluster(), key -> new HashMap<>())
        .put(service, digest);
  }

  @Override
  public void noteRemoval(DeploymentReference deployment, String service) {
    removals
        .computeIfAbsent(deployment.cluster(), key -> new HashMap<>())
        .put(service, deployment.id());
  }

  @Override
  public void forgetRemoval(String cluster, String service) {
    removals.getOrDefault(cluster, new HashMap<>()).remove(service);
  }

  @Override
  public Map<String, String> removals(String cluster) {
    return Map.copyOf(removals.getOrDefault(cluster, Map.of()));
  }

  @Override
  public void forgetTask(String cluster, String service) {
    finishedTasks.getOrDefault(cluster, new HashMap<>()).remove(service);
  }

  @Override
  public boolean hasSchedule(String cluster) {
    return schedules.containsKey(cluster);
  }

  @Override
  public void noteSchedule(DeploymentReference deployment) {
    schedules.put(deployment.cluster(), deployment.id());
  }

  @Override
  public void forgetSchedule(String cluster) {
    schedules.remove(cluster);
  }
}
