package io.github.ecscompose.testing;

import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.step.DeploymentRecords;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The table in memory. */
public final class InMemoryRecords implements DeploymentRecords {

  private final Clock clock;
  private final Map<DeploymentReference, DeploymentRecord> deployments = new HashMap<>();
  private final Map<DeploymentReference, Map<String, ServiceRecord>> services = new HashMap<>();
  private final Map<String, Map<String, String>> finishedTasks = new HashMap<>();
  private final Map<String, String> schedules = new HashMap<>();

  public InMemoryRecords(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void start(DeploymentRecord deployment) {
    deployments.put(deployment.reference(), deployment);
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
            now.executionArn()));
  }

  @Override
  public Optional<DeploymentRecord> find(DeploymentReference deployment) {
    return Optional.ofNullable(deployments.get(deployment));
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

  private Map<String, ServiceRecord> rows(DeploymentReference deployment) {
    return services.computeIfAbsent(deployment, key -> new TreeMap<>());
  }

  @Override
  public boolean begin(DeploymentReference deployment, String service, String step) {
    ServiceRecord before = row(deployment, service);
    update(
        deployment,
        service,
        row ->
            new ServiceRecord(
                service,
                ServiceState.DEPLOYING,
                row.action(),
                row.digest(),
                step,
                row.changes(),
                row.taskDefinition(),
                row.target(),
                row.error(),
                clock.instant().toString()));
    return before.step().equals(step);
  }

  @Override
  public void stabilizing(
      DeploymentReference deployment, String service, String taskDefinition, String target) {
    update(
        deployment,
        service,
        row ->
            new ServiceRecord(
                service,
                ServiceState.STABILIZING,
                row.action(),
                row.digest(),
                row.step(),
                row.changes(),
                Optional.of(taskDefinition),
                Optional.of(target),
                row.error(),
                clock.instant().toString()));
  }

  @Override
  public void settle(
      DeploymentReference deployment, String service, ServiceState state, Optional<String> error) {
    update(
        deployment,
        service,
        row ->
            new ServiceRecord(
                service,
                state,
                row.action(),
                row.digest(),
                row.step(),
                row.changes(),
                row.taskDefinition(),
                row.target(),
                error,
                clock.instant().toString()));
  }

  private ServiceRecord row(DeploymentReference deployment, String service) {
    ServiceRecord row = rows(deployment).get(service);
    if (row == null) {
      throw new IllegalStateException("no row for " + service + " of " + deployment);
    }
    return row;
  }

  private void update(
      DeploymentReference deployment, String service, UnaryOperator<ServiceRecord> change) {
    rows(deployment).put(service, change.apply(row(deployment, service)));
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
