package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeployRequest.Options;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.error.StackfileRejectedException;
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
import io.github.ecscompose.plan.Planner;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.plan.TaskDefinition;
import io.github.ecscompose.plan.Waves;
import io.github.ecscompose.stackfile.Service;
import io.github.ecscompose.stackfile.Service.Kind;
import io.github.ecscompose.stackfile.Stack;
import io.github.ecscompose.stackfile.StackDocument;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Looks at what runs, and decides what a deployment would change. Changes, files and notes nothing.
 */
public final class Decide {

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

  /**
   * A step on those sources.
   *
   * @param documents of earlier deployments
   * @param records of run-once tasks that ended well
   */
  Decide(Documents documents, DeploymentRecords records, Plan.Sources sources) {
    this.documents = documents;
    this.records = records;
    this.clusters = sources.clusters();
    this.loadBalancers = sources.loadBalancers();
    this.observeBeside =
        new ObserveBeside(sources.loadBalancers(), sources.dnsRecords(), sources.discovery());
    this.scalableTargets = sources.scalableTargets();
    this.halfRemoved = new HalfRemoved(documents, records, clusters);
  }

  /**
   * What was decided, and on what grounds.
   *
   * @param waves the services that change, in the order of their dependencies
   * @param removals names of the services that go once all others are stable
   * @param runAgain names of services of ours that were half removed and run again
   */
  public record Decision(
      DeploymentPlan plan,
      Observed observed,
      List<List<Service>> waves,
      List<String> removals,
      Set<String> runAgain) {
    public Decision {
      Objects.requireNonNull(plan, "plan");
      Objects.requireNonNull(observed, "observed");
      waves = List.copyOf(waves);
      removals = List.copyOf(removals);
      runAgain = Set.copyOf(runAgain);
    }

    private static Decision of(Stack stack, DeploymentPlan plan, Look look) {
      List<ServicePlan> changed = plan.changed();
      return new Decision(
          plan,
          look.observed(),
          Waves.of(
              changed.stream()
                  .flatMap(service -> stack.service(service.service()).stream())
                  .toList()),
          changed.stream()
              .filter(service -> service.action() == Action.REMOVE)
              .map(ServicePlan::service)
              .toList(),
          look.runAgain());
    }

    /**
     * Refuses what one execution could not go through.
     *
     * @throws StackfileRejectedException if the deployment has to be made in parts
     */
    void requirePossible() {
      refuseTooMuch(plan.changed(), waves);
    }
  }

  /**
   * What a deployment of the stack would change.
   *
   * @param scheduled whether a schedule asks for it, and nobody in person
   * @throws StackfileRejectedException if the cluster does not exist, or a change is not possible
   * @throws io.github.ecscompose.error.NotOursException if something of a wanted name was made by
   *     somebody else
   */
  public Decision run(String cluster, Stack stack, Options options, boolean scheduled) {
    Look look = observe(cluster, stack, options, prunes(stack, options, scheduled));
    return Decision.of(stack, new Planner(cluster, options).plan(stack, look.observed()), look);
  }

  private record Look(Observed observed, Set<String> runAgain) {}

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

  /**
   * Whether what the stackfile no longer has goes. Not where its successor may be left out, where
   * only some services are deployed, nor where the stackfile is that of an earlier day, which knows
   * nothing of what came after it.
   */
  private static boolean prunes(Stack stack, Options options, boolean scheduled) {
    return (stack.deploy().prune() || options.prune())
        && !options.updateOnly()
        && options.services().isEmpty()
        && !scheduled;
  }

  private Look observe(String cluster, Stack stack, Options options, boolean prunes) {
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
    HalfRemoved.Found half =
        prunes ? halfRemoved.run(cluster, stack, services, surplus) : HalfRemoved.Found.NOTHING;
    Observed observed =
        new Observed(
            services,
            standIns,
            taskDefinitions,
            former(cluster, taskDefinitions.keySet(), services),
            families,
            loadBalancing,
            options.updateOnly()
                ? Map.of()
                : observeBeside.run(cluster, stack, services, loadBalancing),
            scaled(cluster, stack, services),
            surplus,
            half.before(),
            finishedTasks);
    return new Look(observed, half.runAgain());
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
  Map<String, Service> former(
      String cluster, Set<String> names, Map<String, LiveService> services) {
    Map<String, Service> former = new HashMap<>();
    Map<String, Optional<Stack>> stacks = new HashMap<>();
    for (String name : names) {
      Optional.ofNullable(services.get(name))
          .flatMap(live -> Optional.ofNullable(live.tags().get(Tags.DEPLOYMENT)))
          .flatMap(id ->
              stacks.computeIfAbsent(
                  id, key -> documents.filedStack(new DeploymentReference(cluster, key))))
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
