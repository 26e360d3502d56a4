package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeployRequest.Options;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.error.StackfileRejectedException;
import io.github.ecscompose.plan.Change;
import io.github.ecscompose.plan.DeploymentPlan;
import io.github.ecscompose.plan.DeploymentPlan.ServicePlan;
import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.plan.LoadBalancing;
import io.github.ecscompose.plan.LoadBalancing.LiveBalancer;
import io.github.ecscompose.plan.LoadBalancing.LiveTargetGroup;
import io.github.ecscompose.plan.LoadBalancingDesign;
import io.github.ecscompose.plan.Observed;
import io.github.ecscompose.plan.PlanDocument;
import io.github.ecscompose.plan.Planner;
import io.github.ecscompose.plan.TaskDefinition;
import io.github.ecscompose.stackfile.Service;
import io.github.ecscompose.stackfile.Service.Kind;
import io.github.ecscompose.stackfile.Stack;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads what runs and decides what changes. Touches nothing. */
public final class Plan {

  /**
   * Services that one deployment may change. The parent execution keeps about ten events of each in
   * a history of at most 25,000 (Step Functions quotas).
   */
  static final int MAXIMUM_CHANGED = 2000;

  private final Documents documents;
  private final DeploymentRecords records;
  private final Clusters clusters;
  private final LoadBalancers loadBalancers;

  public Plan(
      DeploymentFiles files,
      DeploymentRecords records,
      Clusters clusters,
      LoadBalancers loadBalancers) {
    this.documents = new Documents(files);
    this.records = records;
    this.clusters = clusters;
    this.loadBalancers = loadBalancers;
  }

  /** What the workflow has to go through. */
  public record Outline(boolean updateOnly, List<Service> changed) {
    public Outline {
      changed = List.copyOf(changed);
    }

    /** Whether the namespace of service discovery has to be there. */
    public boolean needsNamespace() {
      return changed.stream().anyMatch(this::needsDiscovery);
    }

    public boolean needsDiscovery(Service service) {
      return !updateOnly && service.kind() == Kind.SERVICE && service.discovery().isPresent();
    }

    public boolean needsLoadBalancer(Service service) {
      return !updateOnly && service.kind() == Kind.SERVICE && service.loadBalancer().isPresent();
    }
  }

  /**
   * Decides, and files the plan and the rows of the services that change.
   *
   * @throws StackfileRejectedException if the cluster does not exist, or a change is not possible
   */
  public Outline run(DeploymentReference deployment) {
    records.status(deployment, DeploymentStatus.DEPLOYING);
    Stack stack = documents.stack(deployment);
    Options options = documents.request(deployment).options();
    DeploymentPlan plan =
        new Planner(deployment.cluster(), options).plan(stack, observe(deployment, stack));
    documents.write(deployment, Documents.PLAN, PlanDocument.of(plan));
    List<ServicePlan> changed = plan.changed();
    if (changed.size() > MAXIMUM_CHANGED) {
      throw new StackfileRejectedException(
          "The stackfile changes %d services, and one deployment may change %d. Deploy it in parts."
              .formatted(changed.size(), MAXIMUM_CHANGED));
    }
    records.planned(deployment, changed.stream().map(Plan::row).toList());
    return new Outline(
        options.updateOnly(),
        changed.stream().flatMap(service -> stack.service(service.service()).stream()).toList());
  }

  private static ServiceRecord row(ServicePlan plan) {
    return new ServiceRecord(
        plan.service(),
        ServiceState.PENDING,
        plan.action().name(),
        plan.digest(),
        "Plan",
        plan.changes().stream().map(Change::toString).toList(),
        plan.liveTaskDefinition(),
        Optional.empty(),
        Optional.empty());
  }

  private Observed observe(DeploymentReference deployment, Stack stack) {
    String cluster = deployment.cluster();
    if (!clusters.exists(cluster)) {
      throw new StackfileRejectedException(
          "There is no active ECS cluster %s in this account and region. Create it (aws ecs create-cluster --cluster-name %s), then deploy again."
              .formatted(cluster, cluster));
    }
    List<String> names =
        stack.services().stream()
            .filter(service -> service.kind() == Kind.SERVICE)
            .map(Service::name)
            .toList();
    Map<String, LiveService> services = clusters.services(cluster, names);
    return new Observed(
        services,
        taskDefinitions(stack, services),
        families(cluster, stack, services),
        loadBalancing(cluster, stack),
        names.size() == stack.services().size() ? Map.of() : records.finishedTasks(cluster));
  }

  /** One call each, and only for services whose tags do not settle the matter. */
  private Map<String, TaskDefinition.Live> taskDefinitions(
      Stack stack, Map<String, LiveService> services) {
    Map<String, TaskDefinition.Live> definitions = new HashMap<>();
    for (Service service : stack.services()) {
      Optional.ofNullable(services.get(service.name()))
          .filter(live -> !Planner.isSettled(service, live))
          .flatMap(live -> clusters.taskDefinition(live.taskDefinition()))
          .ifPresent(definition -> definitions.put(service.name(), definition));
    }
    return definitions;
  }

  /** A call for a hundred families saves one for every service that is new. */
  private Set<String> families(String cluster, Stack stack, Map<String, LiveService> services) {
    boolean settled =
        stack.services().stream()
            .allMatch(service ->
                Optional.ofNullable(services.get(service.name())).stream()
                    .anyMatch(live -> Planner.isSettled(service, live)));
    return settled ? Set.of() : clusters.families(cluster + "-");
  }

  private Map<String, LoadBalancing.Live> loadBalancing(String cluster, Stack stack) {
    Map<String, String> names = new TreeMap<>();
    for (Service service : stack.services()) {
      LoadBalancingDesign.of(cluster, service)
          .ifPresent(design -> names.put(service.name(), design.balancer().name()));
    }
    Map<String, LiveBalancer> balancers = loadBalancers.balancers(names.values());
    Map<String, LiveTargetGroup> targetGroups = loadBalancers.targetGroups(names.values());
    Map<String, LoadBalancing.Live> live = new HashMap<>();
    names.forEach((service, name) -> {
      Optional<LiveBalancer> balancer = Optional.ofNullable(balancers.get(name));
      live.put(
          service,
          new LoadBalancing.Live(
              balancer,
              Optional.ofNullable(targetGroups.get(name)),
              balancer.map(found -> loadBalancers.listeners(found.arn())).orElse(List.of())));
    });
    return live;
  }
}
