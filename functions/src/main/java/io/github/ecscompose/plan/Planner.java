package io.github.ecscompose.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeployRequest.Options;
import io.github.ecscompose.error.NotOursException;
import io.github.ecscompose.error.StackfileRejectedException;
import io.github.ecscompose.plan.DeploymentPlan.Action;
import io.github.ecscompose.plan.DeploymentPlan.ServicePlan;
import io.github.ecscompose.plan.ServiceDocuments.Ties;
import io.github.ecscompose.stackfile.Service;
import io.github.ecscompose.stackfile.Stack;
import io.github.ecscompose.stackfile.StackDocument;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Decides, from what should be and what is, what a deployment will do. Pure. */
public final class Planner {

  /** What {@code update_only} leaves as it is, since it would have to be created. */
  private static final Pattern CREATED_BESIDE = Pattern.compile("^(elb|dns_discovery)\\b");

  private final String cluster;
  private final Options options;

  public Planner(String cluster, Options options) {
    this.cluster = cluster;
    this.options = options;
  }

  /**
   * Whether a service's tags alone show that its task definition is right: it was brought to this
   * very definition, and nobody gave it another revision since.
   */
  public static boolean isSettled(Service service, LiveService live) {
    return isDigestRight(service, live)
        && Tags.revision(live.taskDefinition()).equals(live.tags().get(Tags.TASK_DEFINITION));
  }

  /**
   * The plan of a whole stack.
   *
   * @throws NotOursException if a service of a wanted name was made by somebody else
   * @throws StackfileRejectedException if AWS does not allow a wanted change
   */
  public DeploymentPlan plan(Stack stack, Observed observed) {
    List<ServicePlan> services = new ArrayList<>();
    for (Service service : stack.services()) {
      services.add(
          !options.includes(service.name())
              ? servicePlan(service, observed, Action.NONE, List.of())
              : switch (service.kind()) {
                case TASK -> task(service, observed);
                case SERVICE -> service(service, observed);
              });
    }
    new TreeMap<>(observed.surplus()).forEach((name, live) -> services.add(removal(name, live)));
    new TreeSet<>(observed.halfRemoved().keySet())
        .forEach(name -> services.add(restOfRemoval(name)));
    return new DeploymentPlan(options.redeploy(), options.updateOnly(), services);
  }

  /** The removal of a service, of which a stand-in may be all that is left. */
  public static ServicePlan removal(String name, LiveService live) {
    return new ServicePlan(
        name,
        Action.REMOVE,
        live.tags().getOrDefault(Tags.DIGEST, ""),
        List.of(Change.removed("services." + name, Tags.revision(live.taskDefinition()))),
        List.of(),
        Optional.of(live.taskDefinition()),
        false,
        Set.of(Limit.SERVICE_CHANGES));
  }

  /** The service is gone, and what was made for it may be there. */
  private static ServicePlan restOfRemoval(String name) {
    return new ServicePlan(
        name,
        Action.REMOVE,
        "",
        List.of(Change.removed("services." + name, "half removed")),
        List.of(),
        Optional.empty(),
        false,
        Set.of());
  }

  private ServicePlan task(Service service, Observed observed) {
    String digest = StackDocument.digest(service);
    boolean ran = digest.equals(observed.finishedTasks().get(service.name()));
    Action action = ran && !options.redeploy() ? Action.NONE : Action.RUN;
    List<Change> changes = ran ? List.of() : List.of(Change.created(path(service)));
    return servicePlan(service, observed, action, changes);
  }

  private ServicePlan service(Service service, Observed observed) {
    Optional<LiveService> live =
        Optional.ofNullable(observed.services().get(service.name())).filter(LiveService::isActive);
    if (live.isEmpty() && observed.standIns().containsKey(service.name())) {
      // It goes on from where an earlier deployment stopped, and so creates nothing of its own.
      return servicePlan(
          service,
          observed,
          Action.REPLACE,
          List.of(
              Change.created(path(service)),
              Replacement.leftOver(service.name()).under(path(service))));
    }
    if (live.isEmpty()) {
      return options.updateOnly()
          ? servicePlan(service, observed, Action.SKIP, List.of())
          : servicePlan(service, observed, Action.CREATE, List.of(Change.created(path(service))));
    }
    boolean tagged = Tags.areOurs(live.get().tags(), cluster);
    if (!tagged) {
      requireAdoptable(service, live.get());
    }
    List<Change> changes = changes(service, live.get(), observed);
    return servicePlan(service, observed, action(service, tagged, changes), changes);
  }

  private Action action(Service service, boolean tagged, List<Change> changes) {
    if (!tagged) {
      return Action.ADOPT;
    }
    if (changes.contains(Replacement.announced(service.name()).under(path(service)))) {
      return Action.REPLACE;
    }
    if (!changes.isEmpty()) {
      return Action.UPDATE;
    }
    return options.redeploy() ? Action.REDEPLOY : Action.NONE;
  }

  private ServicePlan servicePlan(
      Service service, Observed observed, Action action, List<Change> changes) {
    return new ServicePlan(
        service.name(),
        action,
        StackDocument.digest(service),
        changes,
        notes(service, observed),
        Optional.ofNullable(observed.services().get(service.name()))
            .map(LiveService::taskDefinition),
        observed.families().contains(Names.family(cluster, service.name())),
        limits(service, observed, action, changes));
  }

  /** The limits of AWS's that an action counts against. */
  private Set<Limit> limits(
      Service service, Observed observed, Action action, List<Change> changes) {
    if (!action.changes()) {
      return Set.of();
    }
    Set<Limit> limits = EnumSet.noneOf(Limit.class);
    if (needsRevision(service, observed, action, changes)) {
      limits.add(Limit.TASK_DEFINITION_CHANGES);
    }
    if (service.kind() == Service.Kind.SERVICE) {
      limits.add(Limit.SERVICE_CHANGES);
      if (!options.updateOnly() && lacksLoadBalancer(service, observed)) {
        limits.add(Limit.LOAD_BALANCER_CREATIONS);
      }
    }
    return limits;
  }

  /**
   * Whether a new revision of the task definition is expected. That a former one is right again
   * shows only when it is looked at.
   */
  private boolean needsRevision(
      Service service, Observed observed, Action action, List<Change> changes) {
    return switch (action) {
      case CREATE -> true;
      case RUN -> !changes.isEmpty();
      case UPDATE, ADOPT, REPLACE ->
          Optional.ofNullable(observed.taskDefinitions().get(service.name())).stream()
              .anyMatch(live ->
                  !live.isActive()
                      || !TaskDefinitions.of(cluster, service)
                          .meansTheSame(live.definition(), service.name()));
      case REDEPLOY, REMOVE, NONE, SKIP -> false;
    };
  }

  private static boolean lacksLoadBalancer(Service service, Observed observed) {
    return service.loadBalancer().isPresent()
        && Optional.ofNullable(observed.loadBalancing().get(service.name())).stream()
            .allMatch(live -> live.balancer().isEmpty());
  }

  /** The older tool left no tag on services, but named the task definition family. */
  private void requireAdoptable(Service service, LiveService live) {
    String revision = Tags.revision(live.taskDefinition());
    if (!revision.startsWith(Names.family(cluster, service.name()) + ":")) {
      throw new NotOursException(
          "The cluster %s has a service %s with the task definition %s, which ecs-compose did not make. Rename the service in the stackfile, or delete the one that runs."
              .formatted(cluster, service.name(), revision));
    }
    if (live.arn().endsWith(":service/" + service.name())) {
      throw new StackfileRejectedException(
          "%s: the service that runs has an ARN of the short form of before 2019, to which ECS gives no tags, so ecs-compose cannot take it over. Delete the service, and deploy again."
              .formatted(path(service)));
    }
  }

  private List<Change> changes(Service service, LiveService live, Observed observed) {
    List<Change> changes = new ArrayList<>();
    Optional<Service> former = Optional.ofNullable(observed.former().get(service.name()));
    Optional.ofNullable(observed.taskDefinitions().get(service.name()))
        .ifPresent(now ->
            changes.addAll(
                TaskDefinitionChanges.between(
                    now.definition(), TaskDefinitions.of(cluster, service), service, former)));
    changes.addAll(serviceChanges(service, live));
    changes.removeIf(
        change -> change.path().equals(DeploymentPlan.COUNT) && isScaled(service, observed));
    changes.addAll(Tags.changes(live.tags(), former, service));
    changes.addAll(loadBalancingChanges(service, observed));
    changes.addAll(besideChanges(service, live, observed));
    if (options.updateOnly()) {
      changes.removeIf(change -> CREATED_BESIDE.matcher(change.path()).find());
    }
    if (changes.isEmpty() && !options.updateOnly() && !isDigestRight(service, live)) {
      changes.add(
          new Change(
              "definition",
              Optional.ofNullable(live.tags().get(Tags.DIGEST)),
              Optional.of(StackDocument.digest(service))));
    }
    unfinished(live).ifPresent(changes::add);
    return changes.stream().map(change -> change.under(path(service))).toList();
  }

  private static boolean isScaled(Service service, Observed observed) {
    return observed.scaled().contains(service.name());
  }

  private static List<String> notes(Service service, Observed observed) {
    return Optional.ofNullable(observed.services().get(service.name()))
        .filter(live -> isScaled(service, observed))
        .flatMap(LiveService::count)
        .map(count ->
            "%s.%s: %d → left at %d, which autoscaling decides"
                .formatted(
                    path(service), DeploymentPlan.COUNT, service.rollout().desiredCount(), count))
        .stream()
        .toList();
  }

  private List<Change> besideChanges(Service service, LiveService live, Observed observed) {
    return Optional.ofNullable(observed.beside().get(service.name()))
        .map(beside ->
            BesideDifferences.between(
                cluster,
                service,
                live,
                Optional.ofNullable(observed.loadBalancing().get(service.name()))
                    .flatMap(LoadBalancing.Live::balancer),
                beside))
        .orElse(List.of());
  }

  private static boolean isDigestRight(Service service, LiveService live) {
    return StackDocument.digest(service).equals(live.tags().get(Tags.DIGEST));
  }

  /**
   * A rollout that nobody saw the end of is followed to it: right settings alone are no success.
   */
  private static Optional<Change> unfinished(LiveService live) {
    return live.primary()
        .filter(rollout -> !rollout.isComplete())
        .map(rollout ->
            new Change("rollout", Optional.of(rollout.progress()), Optional.of("stable")));
  }

  /** How the settings of the service itself differ. */
  static List<Change> settings(Service service, LiveService live) {
    return ServiceView.compare(
            withoutArns(live.document()),
            withoutArns(
                ServiceDocuments.create(
                    service,
                    new Ties(
                        "",
                        service.loadBalancer().map(balancer -> ""),
                        service.discovery().map(discovery -> "")))))
        .differences();
  }

  private List<Change> serviceChanges(Service service, LiveService live) {
    List<Change> changes = new ArrayList<>(settings(service, live));
    Optional<Change> replacing = changes.stream().filter(Replacement::isBeyondUpdating).findFirst();
    if (replacing.isPresent()) {
      refuseObstacles(service, live, replacing.get());
      changes.addFirst(Replacement.announced(service.name()));
    } else if (live.tags().containsKey(Tags.STAND_IN)) {
      changes.add(Replacement.leftOver(service.name()));
    }
    return changes;
  }

  private void refuseObstacles(Service service, LiveService live, Change change) {
    Optional<String> obstacle =
        Tags.areOf(live.tags(), cluster, service.name())
            ? Replacement.obstacle(live, service)
            : Optional.of(
                "The older tool made it, and only what ecs-compose has taken over is replaced: deploy it as it is first.");
    obstacle.ifPresent(why -> {
      throw new StackfileRejectedException(
          "%s.%s, and here no other one can take its place without downtime. %s%s Otherwise delete the service first, so that nothing serves until it is new, or give it another name."
              .formatted(path(service), refused(change), why, remedy(change)));
    });
  }

  private static String refused(Change change) {
    return change.path().equals(ServiceView.SUBNETS)
        ? "network: AWS leaves the tasks of a service that exists the network interfaces of their own"
        : change + ": AWS does not change this of a service that exists";
  }

  /** A launch type may give way to capacity providers in place. */
  private static String remedy(Change change) {
    return change.path().equals(ServiceView.LAUNCH_TYPE)
        ? " To name capacity_providers in place of the launch type is a change that AWS makes (FARGATE and FARGATE_SPOT are Fargate's)."
        : "";
  }

  /** What a service is tied to is known only later; that it is tied shows now. */
  private static JsonNode withoutArns(ObjectNode document) {
    ObjectNode copy = document.deepCopy();
    copy.path("loadBalancers").forEach(node -> ((ObjectNode) node).remove("targetGroupArn"));
    copy.path("serviceRegistries")
        .forEach(node -> ((ObjectNode) node).removeAll().put("registered", true));
    return copy;
  }

  private List<Change> loadBalancingChanges(Service service, Observed observed) {
    LoadBalancing.Live live = observed.loadBalancing().get(service.name());
    if (live == null) {
      return List.of();
    }
    return LoadBalancingDesign.of(cluster, service)
        .map(design -> {
          design
              .obstacle(live)
              .ifPresent(why -> {
                throw new StackfileRejectedException(
                    "%s.elb: %s, which AWS never changes, and ecs-compose moves no traffic from one target group to another. Give the load balancer another elb.name: a new one is made and used, and the old one is yours to delete."
                        .formatted(path(service), why));
              });
          return design.differences(live);
        })
        .orElse(List.of());
  }

  private static String path(Service service) {
    return "services." + service.name();
  }
}
