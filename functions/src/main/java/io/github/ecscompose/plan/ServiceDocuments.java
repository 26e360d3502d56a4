package io.github.ecscompose.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.stackfile.LoadBalancer;
import io.github.ecscompose.stackfile.Network;
import io.github.ecscompose.stackfile.PlacementConstraint;
import io.github.ecscompose.stackfile.Rollout;
import io.github.ecscompose.stackfile.Rollout.Strategy;
import io.github.ecscompose.stackfile.Service;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes a service down as the ECS service, or the run of a task, that it becomes. */
public final class ServiceDocuments {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** What UpdateService does not take (API reference of Amazon ECS, UpdateService). */
  private static final Set<String> CREATE_ONLY = Set.of("serviceName", "schedulingStrategy");

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
    document
        .putObject("deploymentConfiguration")
        .put("maximumPercent", rollout.maximumPercent())
        .put("minimumHealthyPercent", rollout.minimumHealthyPercent());
    document.set("placementConstraints", placementConstraints(service.compute().constraints()));
    networkConfiguration(service.network())
        .ifPresent(network -> document.set("networkConfiguration", network));
    ArrayNode loadBalancers = document.putArray("loadBalancers");
    service
        .loadBalancer()
        .flatMap(balancer -> ties.targetGroup().map(arn -> target(service, balancer, arn)))
        .ifPresent(loadBalancers::add);
    ArrayNode registries = document.putArray("serviceRegistries");
    ties.registry().ifPresent(arn -> registries.addObject().put("registryArn", arn));
    return document;
  }

  /**
   * The members of UpdateService that are needed to bring a live service to that document: what is
   * right already is left out, and an empty list is sent only to remove something. Without a
   * difference only {@code service} remains.
   */
  public static ObjectNode update(LiveService live, ObjectNode desired) {
    ObjectNode update = JSON.objectNode().put("service", live.name());
    ObjectNode now = ServiceView.of(live.document());
    ObjectNode then = ServiceView.of(desired);
    for (var member : desired.properties()) {
      String name = member.getKey();
      boolean same =
          name.equals("taskDefinition")
              ? live.taskDefinition().equals(member.getValue().asText())
              : now.path(ServiceView.word(name)).equals(then.path(ServiceView.word(name)));
      if (!same && !CREATE_ONLY.contains(name)) {
        update.set(name, member.getValue());
      }
    }
    if (update.path("deploymentConfiguration").path("maximumPercent").asInt(200) <= 100
        && live.document().path("availabilityZoneRebalancing").asText().equals("ENABLED")) {
      // AWS enables it where nobody asked, and it needs room for more than all tasks.
      update.put("availabilityZoneRebalancing", "DISABLED");
    }
    return update;
  }

  /** The members of RunTask for a run-once task. */
  public static ObjectNode run(Service service, String taskDefinition, String startedBy) {
    ObjectNode document = JSON.objectNode();
    document.put("taskDefinition", taskDefinition);
    document.put("count", 1);
    document.put("startedBy", startedBy);
    document.set("placementConstraints", placementConstraints(service.compute().constraints()));
    networkConfiguration(service.network())
        .ifPresent(network -> document.set("networkConfiguration", network));
    return document;
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

  private static Optional<JsonNode> networkConfiguration(Network network) {
    if (network.mode() != Network.Mode.AWSVPC) {
      return Optional.empty();
    }
    ObjectNode document = JSON.objectNode();
    ObjectNode own = document.putObject("awsvpcConfiguration");
    network.subnets().forEach(own.putArray("subnets")::add);
    network.securityGroups().forEach(own.putArray("securityGroups")::add);
    return Optional.of(document);
  }

  private static ObjectNode target(Service service, LoadBalancer balancer, String targetGroupArn) {
    return JSON.objectNode()
        .put("targetGroupArn", targetGroupArn)
        .put("containerName", service.name())
        .put("containerPort", balancer.containerPort());
  }
}
