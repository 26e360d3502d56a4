package io.github.ecscompose.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.json.JsonText;
import io.github.ecscompose.stackfile.Access;
import io.github.ecscompose.stackfile.Compute;
import io.github.ecscompose.stackfile.Compute.Architecture;
import io.github.ecscompose.stackfile.Compute.CapacityProvider;
import io.github.ecscompose.stackfile.Compute.LaunchType;
import io.github.ecscompose.stackfile.Container;
import io.github.ecscompose.stackfile.Discovery;
import io.github.ecscompose.stackfile.Network;
import io.github.ecscompose.stackfile.Network.Mode;
import io.github.ecscompose.stackfile.PlacementConstraint;
import io.github.ecscompose.stackfile.Resources;
import io.github.ecscompose.stackfile.Rollout;
import io.github.ecscompose.stackfile.Rollout.CircuitBreaker;
import io.github.ecscompose.stackfile.Rollout.Strategy;
import io.github.ecscompose.stackfile.Service;
import io.github.ecscompose.stackfile.Service.Kind;
import io.github.ecscompose.stackfile.Sidecar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads a service that runs as a stackfile would say it: the way back from {@link TaskDefinitions},
 * {@link ServiceDocuments} and {@link LoadBalancingDesign}. What a stackfile cannot say is left
 * out, and is told by {@link #losses}. Pure.
 *
 * @param definition the task definition that runs
 * @param balancer what there is in front of it, where that is an application load balancer
 * @param discovery its name in Cloud Map, where that is known
 * @param former the definition that it was last brought to, if it is known; it tells which values
 *     are secret, which tags came of a stackfile, and what the service waited for
 */
public record DescribedService(
    String cluster,
    LiveService live,
    TaskDefinition definition,
    Optional<DescribedBalancer> balancer,
    Optional<Discovery> discovery,
    Optional<Service> former) {

  /** GiB of a disk of its own that a stackfile can ask for: less is Fargate's own choice. */
  private static final int SMALLEST_STORAGE = 21;

  private static final int MEMORY = 1024;
  private static final int SIDECAR_MEMORY = 256;
  private static final String FARGATE = LaunchType.FARGATE.name();

  /** The service as far as a stackfile can say it. */
  public Service read() {
    Service service = withoutBalancer();
    JsonNode target = live.document().path("loadBalancers").path(0);
    return balancer
        .flatMap(found ->
            found.read(
                target.path("containerPort").asInt(),
                service.network().mode() == Mode.BRIDGE,
                candidate ->
                    Names.loadBalancer(cluster, service, candidate)
                        .equals(found.balancer().balancer().name())))
        .map(elb ->
            new Service(
                service.name(),
                service.kind(),
                service.dependsOn(),
                service.container(),
                service.sidecars(),
                service.compute(),
                service.network(),
                service.access(),
                service.rollout(),
                Optional.of(elb),
                service.discovery(),
                service.tags()))
        .orElse(service);
  }

  private Service withoutBalancer() {
    Mode mode = mode();
    boolean fargate = isFargate();
    DescribedContainer containers = new DescribedContainer(document(), mode);
    JsonNode main = main();
    List<Sidecar> sidecars = new ArrayList<>();
    for (JsonNode other : document().path("containerDefinitions")) {
      if (!other.equals(main)) {
        String name = other.path("name").asText();
        sidecars.add(
            new Sidecar(
                name,
                limited(containers.read(other, false, secrets(other)), fargate, SIDECAR_MEMORY),
                other.path("essential").asBoolean(true)));
      }
    }
    return new Service(
        live.name(),
        Kind.SERVICE,
        former.map(Service::dependsOn).orElse(List.of()),
        limited(containers.read(main, fargate, secrets(main)), fargate, MEMORY),
        sidecars,
        compute(fargate),
        network(mode),
        access(),
        rollout(),
        Optional.empty(),
        discovery,
        tags());
  }

  private ObjectNode document() {
    return definition.document();
  }

  /** The one named as the service; of others' tasks the first. */
  private JsonNode main() {
    JsonNode containers = document().path("containerDefinitions");
    return containers
        .valueStream()
        .filter(container -> container.path("name").asText().equals(live.name()))
        .findFirst()
        .orElse(containers.path(0));
  }

  /**
   * The variables whose values are secret: those that were; all of them where ecs-compose gave them
   * values and it is not known any more which came from a secret. What others wrote down openly in
   * a task definition is none.
   */
  private Set<String> secrets(JsonNode container) {
    if (former.isPresent()) {
      return Optional.ofNullable(former.get().containers().get(container.path("name").asText()))
          .map(Container::secretEnvironment)
          .orElse(Set.of());
    }
    return isForgotten()
        ? Set.copyOf(container.path("environment").findValuesAsText("name"))
        : Set.of();
  }

  /** Whether ecs-compose deployed it, and what it deployed is not known any more. */
  boolean isForgotten() {
    return former.isEmpty() && Tags.areOf(live.tags(), cluster, live.name());
  }

  /** A stackfile limits the memory of every container on a machine. */
  private static Container limited(Container container, boolean fargate, int unsaid) {
    if (fargate || container.resources().memory().isPresent()) {
      return container;
    }
    Resources resources = container.resources();
    return new Container(
        container.image(),
        container.execution(),
        new Resources(
            Optional.of(Math.max(unsaid, resources.memoryReservation().orElse(unsaid))),
            resources.memoryReservation(),
            resources.cpu(),
            resources.gpus(),
            resources.ulimits()),
        container.environment(),
        container.secretEnvironment(),
        container.secrets(),
        container.labels(),
        container.ports(),
        container.volumes(),
        container.healthCheck(),
        container.logging());
  }

  private Mode mode() {
    return switch (document().path("networkMode").asText()) {
      case "awsvpc" -> Mode.AWSVPC;
      case "host" -> Mode.HOST;
      default -> Mode.BRIDGE;
    };
  }

  private boolean isFargate() {
    return live.document().path("launchType").asText().equals(FARGATE)
        || providers().stream().anyMatch(CapacityProvider::isFargate);
  }

  private List<CapacityProvider> providers() {
    return live.document()
        .path("capacityProviderStrategy")
        .valueStream()
        .map(provider ->
            new CapacityProvider(
                provider.path("capacityProvider").asText(),
                provider.path("weight").asInt(),
                provider.path("base").asInt()))
        .sorted(Comparator.comparing(CapacityProvider::name))
        .toList();
  }

  /** That it runs on EC2 follows from nothing else being said. */
  private Compute compute(boolean fargate) {
    JsonNode platform = document().path("runtimePlatform");
    return new Compute(
        JsonText.member(live.document(), "launchType")
            .flatMap(DescribedService::launchType)
            .filter(type ->
                type != LaunchType.EC2
                    || former.flatMap(known -> known.compute().launchType()).isPresent()),
        providers(),
        JsonText.member(platform, "cpuArchitecture")
            .filter(name -> name.equals("ARM64") || name.equals("X86_64"))
            .map(Architecture::valueOf),
        DescribedContainer.number(document().path("ephemeralStorage"), "sizeInGiB")
            .filter(size -> fargate && size >= SMALLEST_STORAGE),
        constraints(),
        strategies());
  }

  /** One that the language has. */
  private static Optional<LaunchType> launchType(String name) {
    return Stream.of(LaunchType.values()).filter(type -> type.name().equals(name)).findFirst();
  }

  private List<PlacementConstraint> constraints() {
    List<PlacementConstraint> constraints = new ArrayList<>();
    for (JsonNode constraint : live.document().path("placementConstraints")) {
      if (constraint.path("type").asText().equals("distinctInstance")) {
        constraints.add(
            new PlacementConstraint(PlacementConstraint.Type.DISTINCT_INSTANCE, Optional.empty()));
      }
    }
    for (JsonNode constraint : document().path("placementConstraints")) {
      JsonText.member(constraint, "expression")
          .ifPresent(expression ->
              constraints.add(
                  new PlacementConstraint(
                      PlacementConstraint.Type.MEMBER_OF, Optional.of(expression))));
    }
    return constraints.stream()
        .distinct()
        .sorted(
            Comparator.comparing(PlacementConstraint::type)
                .thenComparing(constraint -> constraint.expression().orElse("")))
        .toList();
  }

  private List<Compute.PlacementStrategy> strategies() {
    return live.document()
        .path("placementStrategy")
        .valueStream()
        .map(DescribedService::strategy)
        .toList();
  }

  private static Compute.PlacementStrategy strategy(JsonNode strategy) {
    Compute.PlacementStrategy.Type type =
        Compute.PlacementStrategy.Type.valueOf(
            strategy.path("type").asText().toUpperCase(Locale.ROOT));
    Optional<String> field = JsonText.member(strategy, "field").filter(text -> !text.isEmpty());
    return new Compute.PlacementStrategy(
        type,
        switch (type) {
          case RANDOM -> Optional.empty();
          case BINPACK -> field.map(text -> text.toLowerCase(Locale.ROOT));
          case SPREAD -> field.map(text -> text.equals("host") ? "instanceId" : text);
        });
  }

  private Network network(Mode mode) {
    JsonNode own = live.document().path("networkConfiguration").path("awsvpcConfiguration");
    return mode == Mode.AWSVPC
        ? new Network(
            mode,
            sorted(own.path("subnets")),
            sorted(own.path("securityGroups")),
            own.path("assignPublicIp").asText().equals("ENABLED"))
        : new Network(mode, List.of(), List.of(), false);
  }

  private static List<String> sorted(JsonNode list) {
    return list.valueStream().map(JsonNode::asText).distinct().sorted().toList();
  }

  /** A stackfile lets nobody in without a task's role. */
  private Access access() {
    Optional<String> role = JsonText.member(document(), "taskRoleArn");
    return new Access(
        role,
        JsonText.member(document(), "executionRoleArn"),
        role.isPresent() && live.document().path("enableExecuteCommand").asBoolean());
  }

  private Rollout rollout() {
    JsonNode deployment = live.document().path("deploymentConfiguration");
    JsonNode breaker = deployment.path("deploymentCircuitBreaker");
    boolean enable = breaker.path("enable").asBoolean();
    boolean daemon = live.isDaemon();
    return new Rollout(
        daemon ? Strategy.DAEMON : Strategy.REPLICA,
        live.count().orElse(0),
        deployment.path("maximumPercent").asInt(daemon ? 100 : 200),
        deployment.path("minimumHealthyPercent").asInt(daemon ? 0 : 50),
        new CircuitBreaker(enable, enable && breaker.path("rollback").asBoolean()));
  }

  /** Of tags that no known stackfile gave nobody can tell whether they are to be everywhere. */
  private Map<String, String> tags() {
    Map<String, String> tags = new TreeMap<>(live.tags());
    tags.keySet()
        .removeIf(name -> {
          String lower = name.toLowerCase(Locale.ROOT);
          return lower.startsWith("aws:")
              || lower.startsWith("ecs-compose:")
              || name.equals(Tags.OLDER_TOOL_CLUSTER);
        });
    former.ifPresent(known -> tags.keySet().retainAll(known.tags().keySet()));
    return tags;
  }

  /**
   * What a deployment of that service would change: what the stackfile could not say. Values that
   * may be secret are hidden.
   */
  public List<Change> losses(Service service) {
    List<Change> losses =
        new ArrayList<>(
            TaskDefinitionChanges.between(
                definition, TaskDefinitions.of(cluster, service), service, former));
    losses.addAll(Planner.settings(service, live));
    losses.addAll(Tags.changes(live.tags(), former, service));
    LoadBalancingDesign.of(cluster, service)
        .ifPresent(design ->
            balancer.ifPresent(found ->
                losses.addAll(
                    design.differences(
                        new LoadBalancing.Live(
                            Optional.of(found.balancer()),
                            Optional.of(found.targetGroup()),
                            found.listeners())))));
    return List.copyOf(losses);
  }

  /** Whether ecs-compose or the older tool made it, so that a deployment may change it. */
  public boolean isOurs() {
    return Tags.areOurs(live.tags(), cluster)
        || Tags.revision(live.taskDefinition())
            .startsWith(Names.family(cluster, live.name()) + ":");
  }
}
