package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeployRequest;
import io.github.ecscompose.deployment.DeployRequest.Options;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.error.CanceledException;
import io.github.ecscompose.error.StackfileRejectedException;
import io.github.ecscompose.plan.Before;
import io.github.ecscompose.plan.BeforeDocument;
import io.github.ecscompose.plan.Change;
import io.github.ecscompose.plan.DeploymentPlan;
import io.github.ecscompose.plan.DeploymentPlan.Action;
import io.github.ecscompose.plan.DeploymentPlan.ServicePlan;
import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.plan.LoadBalancing;
import io.github.ecscompose.plan.LoadBalancing.LiveBalancer;
import io.github.ecscompose.plan.LoadBalancing.LiveTargetGroup;
import io.github.ecscompose.plan.LoadBalancingDesign;
import io.github.ecscompose.plan.Names;
import io.github.ecscompose.plan.Observed;
import io.github.ecscompose.plan.Pace;
import io.github.ecscompose.plan.PlanDocument;
import io.github.ecscompose.plan.Planner;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.plan.TaskDefinition;
import io.github.ecscompose.plan.Waves;
import io.github.ecscompose.stackfile.Deploy.OnFailure;
import io.github.ecscompose.stackfile.Service;
import io.github.ecscompose.stackfile.Service.Kind;
import io.github.ecscompose.stackfile.Stack;
import io.github.ecscompose.stackfile.StackDocument;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what runs and decides what changes. Touches nothing. */
public final class Plan {

  /**
   * Services that one deployment may change. The parent execution keeps up to 14 events of each in
   * a history of at most 25,000 (Step Functions quotas).
   */
  static final int MAXIMUM_CHANGED = 1500;

  /** Characters of the changed services' names: a state's payload ends at 256 KiB (same source). */
  static final int MAXIMUM_NAMES = 100_000;

  /** Waves of one deployment: each adds its looks to the same history (same source). */
  static final int MAXIMUM_WAVES = 100;

  private final Documents documents;
  private final DeploymentRecords records;
  private final Clusters clusters;
  private final LoadBalancers loadBalancers;
  private final ObserveBeside observeBeside;
  private final ScalableTargets scalableTargets;
  private final HalfRemoved halfRemoved;
  private final Clock clock;

  public Plan(DeploymentFiles files, DeploymentRecords records, Sources sources, Clock clock) {
    this.documents = new Documents(files);
    this.records = records;
    this.clusters = sources.clusters();
    this.loadBalancers = sources.loadBalancers();
    this.observeBeside =
        new ObserveBeside(sources.loadBalancers(), sources.dnsRecords(), sources.discovery());
    this.scalableTargets = sources.scalableTargets();
    this.halfRemoved = new HalfRemoved(documents, records, clusters);
    this.clock = clock;
  }

  /** All that is read of what runs. */
  public record Sources(
      Clusters clusters,
      LoadBalancers loadBalancers,
      DnsRecords dnsRecords,
      ServiceDiscovery discovery,
      ScalableTargets scalableTargets) {}

  /**
   * What the workflow has to go through.
   *
   * @param needsSchedule whether the cluster's schedule has to be seen to
   * @param waves the services that change, in the order of their dependencies
   * @param standIns names of those services that a stand-in is needed for, or is left over of
   * @param removals names of the services that go once all others are stable
   * @param offsets seconds after its wave's start before which a service is not begun, by service
   * @param deadline when what is not stable has failed
   * @param rollBack whether all is undone when something fails
   */
  public record Outline(
      boolean updateOnly,
      boolean needsSchedule,
      List<List<Service>> waves,
      Set<String> standIns,
      List<String> removals,
      Map<String, Integer> offsets,
      Instant deadline,
      boolean rollBack) {
    public Outline {
      waves = List.copyOf(waves);
      standIns = Set.copyOf(standIns);
      removals = List.copyOf(removals);
      offsets = Map.copyOf(offsets);
      Objects.requireNonNull(deadline, "deadline");
    }

    /** Whether there is anything to do. */
    public boolean changes() {
      return !waves.isEmpty() || !removals.isEmpty();
    }

    /** Whether the namespace of service discovery has to be there. */
    public boolean needsNamespace() {
      return waves.stream().flatMap(List::stream).anyMatch(this::needsDiscovery);
    }

    public boolean needsDiscovery(Service service) {
      return !updateOnly && service.kind() == Kind.SERVICE && service.discovery().isPresent();
    }

    public boolean concernsStandIn(Service service) {
      return standIns.contains(service.name());
    }

    public boolean needsLoadBalancer(Service service) {
      return !updateOnly && service.kind() == Kind.SERVICE && service.loadBalancer().isPresent();
    }
  }

  /**
   * Decides, and files the plan and the rows of the services that change.
   *
   * @throws StackfileRejectedException if the cluster does not exist, or a change is not possible
   * @throws CanceledException if somebody canceled the deployment
   */
  public Outline run(DeploymentReference deployment) {
    // In this order: whoever cancels a deployment that is not DEPLOYING yet is heard here.
    records.status(deployment, DeploymentStatus.DEPLOYING);
    Cancellations.refuseBegin(records.find(deployment));
    Stack stack = documents.stack(deployment);
    DeployRequest request = documents.request(deployment);
    Options options = request.options();
    Observed observed = observe(deployment, stack, options, prunes(request, stack));
    DeploymentPlan plan = new Planner(deployment.cluster(), options).plan(stack, observed);
    documents.write(deployment, Documents.PLAN, PlanDocument.of(plan));
    List<ServicePlan> changed = plan.changed();
    List<List<Service>> waves =
        Waves.of(
            changed.stream()
                .flatMap(service -> stack.service(service.service()).stream())
                .toList());
    refuseTooMuch(changed, waves);
    if (!changed.isEmpty()) {
      List<Before> before =
          changed.stream().map(service -> observed.before(service.service())).toList();
      documents.write(deployment, Documents.BEFORE, BeforeDocument.of(before));
    }
    records.planned(deployment, changed.stream().map(Plan::row).toList());
    List<String> removals =
        changed.stream()
            .filter(service -> service.action() == Action.REMOVE)
            .map(ServicePlan::service)
            .toList();
    Map<String, Integer> offsets = offsets(plan, waves, removals);
    return new Outline(
        options.updateOnly(),
        EnsureSchedule.isNeeded(request, stack, records),
        waves.stream().map(wave -> byTime(wave, offsets)).toList(),
        changed.stream()
            .filter(ServicePlan::concernsStandIn)
            .map(ServicePlan::service)
            .collect(Collectors.toSet()),
        removals,
        offsets,
        clock.instant().plusSeconds(stack.deploy().timeout()),
        stack.deploy().onFailure() == OnFailure.ROLLBACK);
  }

  /** Removals are the last wave. */
  private static Map<String, Integer> offsets(
      DeploymentPlan plan, List<List<Service>> waves, List<String> removals) {
    Map<String, ServicePlan> plans =
        plan.changed().stream()
            .collect(Collectors.toMap(ServicePlan::service, Function.identity()));
    Map<String, Integer> offsets = new HashMap<>();
    Stream.concat(
            waves.stream().map(wave -> wave.stream().map(Service::name).toList()),
            Stream.of(removals))
        .forEach(wave -> offsets.putAll(Pace.offsets(wave.stream().map(plans::get).toList())));
    return offsets;
  }

  /** So that none that has to wait long takes the place of one that could begin. */
  private static List<Service> byTime(List<Service> wave, Map<String, Integer> offsets) {
    return wave.stream()
        .sorted(Comparator.comparing(service -> offsets.getOrDefault(service.name(), 0)))
        .toList();
  }

  private static void refuseTooMuch(List<ServicePlan> changed, List<List<Service>> waves) {
    int names = changed.stream().mapToInt(service -> service.service().length()).sum();
    if (changed.size() > MAXIMUM_CHANGED || names > MAXIMUM_NAMES) {
      throw new StackfileRejectedException(
          "The stackfile changes %d services with names of %d characters, and one deployment may change %d with %d. Deploy it in parts."
              .formatted(changed.size(), names, MAXIMUM_CHANGED, MAXIMUM_NAMES));
    }
    if (waves.size() > MAXIMUM_WAVES) {
      throw new StackfileRejectedException(
          "By depends_on, %d services would be deployed one after the other, and one deployment may go through %d. Take out what need not wait, or deploy it in parts."
              .formatted(waves.size(), MAXIMUM_WAVES));
    }
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
        Optional.empty(),
        Optional.empty(),
        "");
  }

  /**
   * Whether what the stackfile no longer has goes. Not where its successor may be left out, where
   * only some services are deployed, nor where the stackfile is that of an earlier day, which knows
   * nothing of what came after it.
   */
  private static boolean prunes(DeployRequest request, Stack stack) {
    return (stack.deploy().prune() || request.options().prune())
        && !request.options().updateOnly()
        && request.options().services().isEmpty()
        && !request.trigger().isScheduled();
  }

  private Observed observe(
      DeploymentReference deployment, Stack stack, Options options, boolean prunes) {
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
    Map<String, LiveService> services = new HashMap<>(clusters.services(cluster, names));
    Map<String, String> finishedTasks =
        names.size() == stack.services().size() ? Map.of() : records.finishedTasks(cluster);
    List<Service> unsettled =
        stack.services().stream()
            .filter(service -> !isSettled(service, services, finishedTasks))
            .toList();
    // A call for a hundred families saves one for every service that is new.
    Set<String> families = unsettled.isEmpty() ? Set.of() : clusters.families(cluster + "-");
    Map<String, LiveService> standIns = lookAgain(cluster, names, services, families);
    Map<String, TaskDefinition.Live> taskDefinitions = taskDefinitions(unsettled, services);
    Map<String, LoadBalancing.Live> loadBalancing = loadBalancing(cluster, stack);
    Map<String, LiveService> surplus = prunes ? surplus(cluster, stack) : Map.of();
    return new Observed(
        services,
        standIns,
        taskDefinitions,
        former(deployment, taskDefinitions.keySet(), services),
        families,
        loadBalancing,
        options.updateOnly()
            ? Map.of()
            : observeBeside.run(cluster, stack, services, loadBalancing),
        scaled(cluster, stack, services),
        surplus,
        prunes ? halfRemoved.run(cluster, stack, services, surplus) : Map.of(),
        finishedTasks);
  }

  /** Nothing is asked where every service has the count that the stackfile gives it. */
  private Set<String> scaled(String cluster, Stack stack, Map<String, LiveService> services) {
    List<String> other =
        stack.services().stream()
            .filter(service ->
                Optional.ofNullable(services.get(service.name()))
                    .filter(LiveService::isActive)
                    .flatMap(LiveService::count)
                    .filter(count -> count != service.rollout().desiredCount())
                    .isPresent())
            .map(Service::name)
            .toList();
    return other.isEmpty() ? Set.of() : scalableTargets.among(cluster, other);
  }

  /**
   * ECS may not show yet what was made a moment ago (eventual consistency, DescribeServices). Where
   * a service is missing and its task definition is there, it is looked for once more: what is
   * taken for new would be undone as new. A stand-in may serve in its place, by service.
   */
  private Map<String, LiveService> lookAgain(
      String cluster, List<String> names, Map<String, LiveService> services, Set<String> families) {
    List<String> missing =
        names.stream()
            .filter(name -> families.contains(Names.family(cluster, name)))
            .filter(name ->
                Optional.ofNullable(services.get(name)).stream().noneMatch(LiveService::isActive))
            .toList();
    if (missing.isEmpty()) {
      return Map.of();
    }
    Map<String, LiveService> found =
        clusters.services(
            cluster,
            missing.stream().flatMap(name -> Stream.of(name, Names.standIn(name))).toList());
    Map<String, LiveService> standIns = new HashMap<>();
    for (String name : missing) {
      Optional.ofNullable(found.get(name)).ifPresent(live -> services.put(name, live));
      Optional.ofNullable(found.get(Names.standIn(name)))
          .filter(live -> live.isActive() && Tags.areOfStandIn(live.tags(), cluster, name))
          .ifPresent(live -> standIns.put(name, live));
    }
    return standIns;
  }

  /** What ecs-compose made in the cluster and the stackfile has no service for any more. */
  private Map<String, LiveService> surplus(String cluster, Stack stack) {
    Set<String> names = new TreeSet<>(clusters.serviceNames(cluster));
    stack.services().stream()
        .filter(service -> service.kind() == Kind.SERVICE)
        .forEach(service -> names.remove(service.name()));
    Map<String, LiveService> others = clusters.services(cluster, names);
    Map<String, LiveService> surplus = new HashMap<>(others);
    surplus.values().removeIf(live -> !Tags.areOf(live.tags(), cluster, live.name()));
    orphans(cluster, stack, others.values())
        .forEach((name, standIn) -> surplus.putIfAbsent(name, standIn));
    refuseTasksOfTheSameName(stack, surplus.keySet());
    return surplus;
  }

  /**
   * Stand-ins of services that the stackfile does not have, by service: they go with those, and in
   * their place where a replacement had come to where they were gone.
   */
  private static Map<String, LiveService> orphans(
      String cluster, Stack stack, Collection<LiveService> others) {
    Map<String, LiveService> orphans = new HashMap<>();
    for (LiveService live : others) {
      Optional.ofNullable(live.tags().get(Tags.STANDS_IN_FOR))
          .filter(name -> Tags.areOfStandIn(live.tags(), cluster, name))
          .filter(name ->
              stack.service(name).stream().noneMatch(service -> service.kind() == Kind.SERVICE))
          .ifPresent(name -> orphans.put(name, live));
    }
    return orphans;
  }

  /** One name cannot be removed and run: both share a row and a task definition family. */
  private static void refuseTasksOfTheSameName(Stack stack, Set<String> surplus) {
    surplus.stream()
        .sorted()
        .filter(name -> stack.service(name).isPresent())
        .findFirst()
        .ifPresent(name -> {
          throw new StackfileRejectedException(
              "services.%s: a service of that name runs, which deploy.prune would remove, and the stackfile has a task in its place. Delete the service, or rename the task."
                  .formatted(name));
        });
  }

  private static boolean isSettled(
      Service service, Map<String, LiveService> services, Map<String, String> finishedTasks) {
    return switch (service.kind()) {
      case TASK -> StackDocument.digest(service).equals(finishedTasks.get(service.name()));
      case SERVICE ->
          Optional.ofNullable(services.get(service.name())).stream()
              .anyMatch(live -> Planner.isSettled(service, live));
    };
  }

  /** One call each, and only for services whose tags do not settle the matter. */
  private Map<String, TaskDefinition.Live> taskDefinitions(
      List<Service> unsettled, Map<String, LiveService> services) {
    Map<String, TaskDefinition.Live> definitions = new HashMap<>();
    for (Service service : unsettled) {
      Optional.ofNullable(services.get(service.name()))
          .flatMap(live -> clusters.taskDefinition(live.taskDefinition()))
          .ifPresent(definition -> definitions.put(service.name(), definition));
    }
    return definitions;
  }

  /**
   * The definitions that brought the services about: they tell which present values are secret, and
   * which tags came of a stackfile. A service whose stack is no longer filed is left out.
   */
  private Map<String, Service> former(
      DeploymentReference deployment, Set<String> names, Map<String, LiveService> services) {
    Map<String, Service> former = new HashMap<>();
    Map<String, Optional<Stack>> stacks = new HashMap<>();
    for (String name : names) {
      Optional.ofNullable(services.get(name))
          .flatMap(live -> Optional.ofNullable(live.tags().get(Tags.DEPLOYMENT)))
          .flatMap(id ->
              stacks.computeIfAbsent(
                  id,
                  key -> documents.filedStack(new DeploymentReference(deployment.cluster(), key))))
          .flatMap(stack -> stack.service(name))
          .ifPresent(service -> former.put(name, service));
    }
    return former;
  }

  private Map<String, LoadBalancing.Live> loadBalancing(String cluster, Stack stack) {
    Map<String, String> names = new TreeMap<>();
    for (Service service : stack.services()) {
      LoadBalancingDesign.of(cluster, service)
          .ifPresent(design -> names.put(service.name(), design.balancer().name()));
    }
    refuseSharedNames(names);
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

  /** {@code a} with the elb.name {@code b} and {@code a-b} without one have the same name. */
  private static void refuseSharedNames(Map<String, String> names) {
    Map<String, String> owners = new HashMap<>();
    names.forEach((service, name) -> {
      String other = owners.put(name, service);
      if (other != null) {
        throw new StackfileRejectedException(
            "services.%s.elb: its load balancer would be named %s, as that of the service %s. Give one of them another elb.name."
                .formatted(service, name, other));
      }
    });
  }
}
