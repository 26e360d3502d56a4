package io.github.ecscompose.step;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeployRequest;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.deployment.RequestDocument;
import io.github.ecscompose.plan.Before;
import io.github.ecscompose.plan.Before.Former;
import io.github.ecscompose.plan.BeforeDocument;
import io.github.ecscompose.plan.ClusterContents;
import io.github.ecscompose.plan.DeploymentPlan;
import io.github.ecscompose.plan.DeploymentPlan.ServicePlan;
import io.github.ecscompose.plan.DestroyDocument;
import io.github.ecscompose.plan.DestroyPlan;
import io.github.ecscompose.plan.DestroyWaves;
import io.github.ecscompose.plan.Left;
import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.plan.Pace;
import io.github.ecscompose.plan.PlanDocument;
import io.github.ecscompose.plan.Planner;
import io.github.ecscompose.plan.Resource;
import io.github.ecscompose.plan.Resource.Kind;
import io.github.ecscompose.plan.Scope;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.stackfile.Service;
import io.github.ecscompose.step.FindRemains.Remains;
import io.github.ecscompose.step.FindRemains.Services;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads what there is of a cluster or of one service and is ours, and decides what goes. */
public final class PlanDestroy {

  /**
   * Services that one destroy removes. Each keeps up to 14 events in a history of at most 25,000
   * (Step Functions quotas), in which the wait for the lock and the calls of RemoveRemains have to
   * find room too.
   */
  public static final int MAXIMUM_SERVICES = 1300;

  private final Documents documents;
  private final DeploymentRecords records;
  private final Clusters clusters;
  private final Teardown teardown;
  private final FindRemains findRemains;
  private final FormerDefinitions formerDefinitions;

  public PlanDestroy(
      DeploymentFiles files,
      DeploymentRecords records,
      DeploymentHistory history,
      Plan.Sources sources,
      Teardown teardown) {
    this.documents = new Documents(files);
    this.records = records;
    this.clusters = sources.clusters();
    this.teardown = teardown;
    this.findRemains = new FindRemains(sources, teardown, records);
    this.formerDefinitions = new FormerDefinitions(documents, history);
  }

  /**
   * What the workflow has to go through.
   *
   * @param schedule whether the cluster's schedule goes
   * @param waves names of the services that go, those first on which none of the others depends
   * @param offsets seconds after its wave's start before which a service is not begun, by service
   * @param remains whether there is anything beside the services that goes
   */
  public record Outline(
      boolean schedule, List<List<String>> waves, Map<String, Integer> offsets, boolean remains) {
    public Outline {
      waves = List.copyOf(waves);
      offsets = Map.copyOf(offsets);
    }
  }

  /**
   * Decides, and files the request, the plan and the rows of the services that go. Touches nothing
   * of the cluster. What belongs to others, or has no tags of ours, stays and is named.
   */
  public Outline run(DeployRequest request) {
    DeploymentReference deployment = request.reference();
    // In this order: whoever cancels a destroy that is not DEPLOYING yet is heard here.
    records.status(deployment, DeploymentStatus.DEPLOYING);
    Cancellations.refuseBegin(records.find(deployment));
    documents.write(deployment, Documents.REQUEST, RequestDocument.of(request));
    Scope scope = new Scope(deployment.cluster(), request.operation().onlyService());
    Optional<ClusterContents> contents = teardown.contents(deployment.cluster());
    Services services = contents.isEmpty() ? none(scope) : services(scope);
    Map<String, LiveService> going = within(services.going());
    Remains remains =
        findRemains.run(scope, services, Account.ofArn(request.execution().arn()).region());
    List<Resource> resources = new ArrayList<>(remains.resources());
    List<Left> left = new ArrayList<>(remains.left());
    left.addAll(left(scope, services, going));
    if (scope.isWhole() && contents.isPresent()) {
      boolean known =
          !going.isEmpty()
              || !resources.isEmpty()
              || formerDefinitions.hasDeployed(scope.cluster());
      if (known) {
        resources.add(
            Resource.of(Kind.CLUSTER, scope.cluster(), scope.cluster(), Optional.empty()));
      }
    }
    List<ServicePlan> removals =
        going.entrySet().stream()
            .map(live -> Planner.removal(live.getKey(), live.getValue()))
            .toList();
    file(
        deployment,
        removals,
        new DestroyPlan(resources, left, warnings(scope, services), services.ran()));
    List<List<String>> waves = waves(going.keySet(), services.definitions());
    return new Outline(
        resources.stream().anyMatch(resource -> resource.kind() == Kind.SCHEDULE),
        waves,
        Pace.offsets(removals, waves),
        !resources.isEmpty());
  }

  private void file(DeploymentReference deployment, List<ServicePlan> removals, DestroyPlan plan) {
    ObjectNode document = PlanDocument.of(new DeploymentPlan(false, false, removals));
    DestroyDocument.add(document, plan);
    documents.write(deployment, Documents.PLAN, document);
    documents.write(
        deployment,
        Documents.BEFORE,
        BeforeDocument.of(removals.stream().map(PlanDestroy::before).toList()));
    records.planned(
        deployment,
        removals.stream().map(removal -> PlannedRow.of(removal, "PlanDestroy")).toList());
  }

  private Services none(Scope scope) {
    return new Services(
        Map.of(),
        List.of(),
        formerDefinitions.of(scope.cluster(), List.of()),
        formerDefinitions.revisions(scope.cluster(), List.of()));
  }

  /**
   * Listed are those that are active; one that an earlier destroy left half gone drains still, and
   * is found by the name that it had.
   */
  private Services services(Scope scope) {
    String cluster = scope.cluster();
    Set<String> listed = clusters.serviceNames(cluster);
    Map<String, LiveService> live = new TreeMap<>(clusters.services(cluster, listed));
    Set<String> deployments =
        live.values().stream()
            .flatMap(found -> Optional.ofNullable(found.tags().get(Tags.DEPLOYMENT)).stream())
            .collect(Collectors.toSet());
    List<Service> definitions = formerDefinitions.of(cluster, deployments);
    Set<String> others =
        definitions.stream()
            .filter(definition -> definition.kind() == Service.Kind.SERVICE)
            .map(Service::name)
            .collect(Collectors.toCollection(TreeSet::new));
    // ECS may not show yet what was made a moment ago (eventual consistency, DescribeServices).
    others.addAll(listed);
    scope.service().ifPresent(others::add);
    others.removeAll(live.keySet());
    live.putAll(clusters.services(cluster, others));
    Map<String, LiveService> going = new TreeMap<>();
    List<LiveService> staying = new ArrayList<>();
    for (LiveService found : live.values()) {
      String name = found.tags().getOrDefault(Tags.STANDS_IN_FOR, found.name());
      if (!scope.coversService(name, found.tags())) {
        staying.add(found);
      } else if (found.name().equals(name)) {
        going.put(name, found);
      } else {
        going.putIfAbsent(name, found);
      }
    }
    Set<String> ran = new TreeSet<>(formerDefinitions.revisions(cluster, deployments));
    going.values().forEach(found -> ran.add(Tags.revision(found.taskDefinition())));
    staying.forEach(found -> ran.remove(Tags.revision(found.taskDefinition())));
    return new Services(going, staying, definitions, ran);
  }

  /** As many as one execution's history and payload have room for. */
  private static Map<String, LiveService> within(Map<String, LiveService> going) {
    Map<String, LiveService> some = new TreeMap<>();
    int characters = 0;
    for (Map.Entry<String, LiveService> live : new TreeMap<>(going).entrySet()) {
      characters += live.getKey().length();
      if (some.size() < MAXIMUM_SERVICES && characters <= Decide.MAXIMUM_NAMES) {
        some.put(live.getKey(), live.getValue());
      }
    }
    return some;
  }

  private static List<Left> left(Scope scope, Services services, Map<String, LiveService> going) {
    List<Left> left = new ArrayList<>();
    for (LiveService stays : services.staying()) {
      if (scope.includes(stays.name())) {
        left.add(
            new Left(
                "service " + stays.name(), "it does not carry the tags of ecs-compose", false));
      }
    }
    services.going().keySet().stream()
        .filter(name -> !going.containsKey(name))
        .sorted()
        .map(name ->
            new Left(
                "service " + name,
                "one destroy removes %d services at most; destroy again"
                    .formatted(MAXIMUM_SERVICES),
                true))
        .forEach(left::add);
    return left;
  }

  /** Others of the stack, as its newest definitions have them, may need what goes. */
  private static List<String> warnings(Scope scope, Services services) {
    return scope
        .service()
        .map(name ->
            DestroyWaves.dependents(name, newest(services.definitions()).values()).stream()
                .map(dependent ->
                    "services.%s depends on %s, which is destroyed".formatted(dependent, name))
                .toList())
        .orElse(List.of());
  }

  private static Map<String, Service> newest(List<Service> definitions) {
    Map<String, Service> newest = new TreeMap<>();
    definitions.forEach(definition -> newest.putIfAbsent(definition.name(), definition));
    return newest;
  }

  /**
   * What was made beside a service goes once all services are gone, so that nothing is told here by
   * which it could be found before.
   */
  private static Before before(ServicePlan removal) {
    Former former = new Former(JsonNodeFactory.instance.objectNode(), false, Map.of());
    return new Before(removal.service(), Optional.of(former), false, false, false);
  }

  /** At most as many as a deployment has, the rest together: each adds to the same history. */
  private static List<List<String>> waves(Set<String> going, List<Service> definitions) {
    List<List<String>> waves = new ArrayList<>(DestroyWaves.of(going, newest(definitions)));
    while (waves.size() > Decide.MAXIMUM_WAVES) {
      List<String> last = new ArrayList<>(waves.removeLast());
      last.addAll(0, waves.removeLast());
      waves.add(last);
    }
    return waves;
  }
}
