package io.github.ecscompose.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.stackfile.Compute;
import io.github.ecscompose.stackfile.Compute.PlacementStrategy;
import io.github.ecscompose.stackfile.LoadBalancer;
import io.github.ecscompose.stackfile.Network;
import io.github.ecscompose.stackfile.PlacementConstraint;
import io.github.ecscompose.stackfile.Rollout;
import io.github.ecscompose.stackfile.Rollout.CircuitBreaker;
import io.github.ecscompose.stackfile.Rollout.Strategy;
import io.github.ecscompose.stackfile.Service;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Writes a service down as the ECS service, or the run of a task, that it becomes. */
public final class ServiceDocuments {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** What UpdateService does not take (API reference of Amazon ECS, UpdateService). */
  private static final Set<String> CREATE_ONLY =
      Set.of("serviceName", "schedulingStrategy", "launchType");

  /**
   * The members of CreateService that DescribeServices gives of a service in the same form.
   * Settings of Service Connect and of volumes are not among them: it tells those of deployments
   * only, and no stackfile has words for them.
   */
  private static final Set<String> DESCRIBED =
      Set.of(
          "serviceName",
          "taskDefinition",
          "loadBalancers",
          "serviceRegistries",
          "desiredCount",
          "launchType",
          "capacityProviderStrategy",
          "platformVersion",
          "deploymentConfiguration",
          "placementConstraints",
          "placementStrategy",
          "networkConfiguration",
          "healthCheckGracePeriodSeconds",
          "schedulingStrategy",
          "deploymentController",
          "availabilityZoneRebalancing",
          "enableECSManagedTags",
          "propagateTags",
          "enableExecuteCommand");

  /**
   * What ECS takes over only with new tasks. It asks for them with another capacity provider
   * strategy, and refuses the update otherwise; ECS Exec comes and goes with the start of a task.
   */
  private static final List<String> WITH_NEW_TASKS =
      List.of("capacityProviderStrategy", "enableExecuteCommand");

  private static final String ZONE = "attribute:ecs.availability-zone";

  private ServiceDocuments() {}

  /**
   * What a service is tied to and that is known only once the steps before have run.
   *
   * @param taskDefinition ARN
   * @param targetGroup ARN, where the service has a load balancer
   * @param registry ARN of the Cloud Map service, where the service is discovered by DNS
   */
  public record Ties(
      String taskDefinition, Optional<String> targetGroup, Optional<String> registry) {}

  /** The members of CreateService. */
  public static ObjectNode create(Service service, Ties ties) {
    ObjectNode document = JSON.objectNode();
    Rollout rollout = service.rollout();
    document.put("serviceName", service.name());
    document.put("taskDefinition", ties.taskDefinition());
    document.put("schedulingStrategy", rollout.strategy().name());
    if (rollout.strategy() == Strategy.REPLICA) {
      document.put("desiredCount", rollout.desiredCount());
    }
    document.set("deploymentConfiguration", deploymentConfiguration(rollout));
    place(service, document);
    document.put("propagateTags", service.tags().isEmpty() ? "NONE" : "SERVICE");
    ArrayNode loadBalancers = document.putArray("loadBalancers");
    service
        .loadBalancer()
        .flatMap(balancer -> ties.targetGroup().map(arn -> target(service, balancer, arn)))
        .ifPresent(loadBalancers::add);
    ArrayNode registries = document.putArray("serviceRegistries");
    ties.registry().ifPresent(arn -> registries.addObject().put("registryArn", arn));
    return document;
  }

  /** The members of CreateService that make a service again, from what DescribeServices gave. */
  static ObjectNode creation(ObjectNode described) {
    ObjectNode document = described.deepCopy();
    document.retain(DESCRIBED);
    // ECS refuses some members of which it says that there are none.
    document.removeIf(member -> member.isArray() && member.isEmpty());
    if (!document.has("loadBalancers")) {
      document.remove("healthCheckGracePeriodSeconds");
    }
    if (document.path("schedulingStrategy").asText().equals(Strategy.DAEMON.name())) {
      document.remove("desiredCount");
    }
    if (document.path("deploymentConfiguration") instanceof ObjectNode deployment
        && deployment.path("strategy").asText().equals("ROLLING")) {
      // Of blue and green deployments; ECS tells it of every service.
      deployment.remove("bakeTimeInMinutes");
    }
    return document;
  }

  /**
   * The members of UpdateService that are needed to bring a live service to that document: what is
   * right already is left out, and an empty list is sent only to remove something. Without a
   * difference only {@code service} remains.
   */
  public static ObjectNode update(LiveService live, ObjectNode desired) {
    ObjectNode update = JSON.objectNode().put("service", live.name());
    ServiceView.Comparison comparison = ServiceView.compare(live.document(), desired);
    for (var member : desired.properties()) {
      String name = member.getKey();
      boolean same =
          name.equals("taskDefinition")
              ? live.taskDefinition().equals(member.getValue().asText())
              : comparison.isSame(name);
      if (!same && !CREATE_ONLY.contains(name)) {
        update.set(name, member.getValue());
      }
    }
    if (WITH_NEW_TASKS.stream().anyMatch(update::has)) {
      update.put("forceNewDeployment", true);
    }
    if (refusesRebalancing(update)
        && live.document().path("availabilityZoneRebalancing").asText().equals("ENABLED")) {
      // AWS enables it where nobody asked.
      update.put("availabilityZoneRebalancing", "DISABLED");
    }
    return update;
  }

  /**
   * Whether ECS could not rebalance the tasks over the availability zones: it needs room for more
   * than all of them, and another first strategy than to spread them works against it (developer
   * guide of Amazon ECS, service-rebalancing).
   */
  private static boolean refusesRebalancing(ObjectNode update) {
    JsonNode first = update.path("placementStrategy").path(0);
    return update.path("deploymentConfiguration").path("maximumPercent").asInt(200) <= 100
        || (!first.isMissingNode() && !first.path("field").asText().equals(ZONE));
  }

  /** The members of RunTask for a run-once task. */
  public static ObjectNode run(Service service, String taskDefinition, String startedBy) {
    ObjectNode document = JSON.objectNode();
    document.put("taskDefinition", taskDefinition);
    document.put("count", 1);
    document.put("startedBy", startedBy);
    place(service, document);
    return document;
  }

  /** On what machines and in what network tasks run, and whether one may look into them. */
  private static void place(Service service, ObjectNode document) {
    Compute compute = service.compute();
    compute.launchType().ifPresent(type -> document.put("launchType", type.name()));
    if (!compute.capacityProviders().isEmpty()) {
      ArrayNode providers = document.putArray("capacityProviderStrategy");
      compute
          .capacityProviders()
          .forEach(provider ->
              providers
                  .addObject()
                  .put("capacityProvider", provider.name())
                  .put("weight", provider.weight())
                  .put("base", provider.base()));
    }
    document.set("placementConstraints", placementConstraints(compute.constraints()));
    if (service.rollout().strategy() == Strategy.REPLICA) {
      document.set("placementStrategy", placementStrategy(compute.strategies()));
    }
    networkConfiguration(service)
        .ifPresent(network -> document.set("networkConfiguration", network));
    document.put("enableExecuteCommand", service.access().executeCommand());
  }

  private static ObjectNode deploymentConfiguration(Rollout rollout) {
    CircuitBreaker breaker = rollout.circuitBreaker();
    ObjectNode document =
        JSON.objectNode()
            .put("maximumPercent", rollout.maximumPercent())
            .put("minimumHealthyPercent", rollout.minimumHealthyPercent());
    document
        .putObject("deploymentCircuitBreaker")
        .put("enable", breaker.enable())
        .put("rollback", breaker.enable() && breaker.rollback());
    return document;
  }

  private static ArrayNode placementStrategy(List<PlacementStrategy> strategies) {
    ArrayNode list = JSON.arrayNode();
    for (PlacementStrategy strategy : strategies) {
      ObjectNode node =
          list.addObject().put("type", strategy.type().name().toLowerCase(Locale.ROOT));
      strategy.field().ifPresent(field -> node.put("field", field));
    }
    return list;
  }

  private static ArrayNode placementConstraints(List<PlacementConstraint> constraints) {
    ArrayNode list = JSON.arrayNode();
    for (PlacementConstraint constraint : constraints) {
      if (constraint.type() == PlacementConstraint.Type.DISTINCT_INSTANCE) {
        list.addObject().put("type", "distinctInstance");
      }
    }
    return list;
  }

  /** ECS gives public addresses on Fargate alone, and elsewhere refuses to hear of them. */
  private static Optional<JsonNode> networkConfiguration(Service service) {
    Network network = service.network();
    if (network.mode() != Network.Mode.AWSVPC) {
      return Optional.empty();
    }
    ObjectNode document = JSON.objectNode();
    ObjectNode own = document.putObject("awsvpcConfiguration");
    network.subnets().forEach(own.putArray("subnets")::add);
    network.securityGroups().forEach(own.putArray("securityGroups")::add);
    if (network.publicIp() || service.compute().isFargate()) {
      own.put("assignPublicIp", network.publicIp() ? "ENABLED" : "DISABLED");
    }
    return Optional.of(document);
  }

  private static ObjectNode target(Service service, LoadBalancer balancer, String targetGroupArn) {
    int port = balancer.containerPort();
    return JSON.objectNode()
        .put("targetGroupArn", targetGroupArn)
        .put("containerName", service.containerOf(port).orElse(service.name()))
        .put("containerPort", port);
  }
}
