package io.github.ecscompose.stackfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.hash.Sha256;
import io.github.ecscompose.stackfile.Network.Mode;
import io.github.ecscompose.stackfile.Rollout.Strategy;
import io.github.ecscompose.stackfile.Service.Kind;

/**
 * A stack as JSON, every default written out and the keys in one order, so that equal stacks give
 * equal bytes. It holds the values of secrets too. Written by hand: databind's reflection would
 * slow a cold start down.
 */
public final class StackDocument {

  private static final int DIGEST_LENGTH = 32;

  private StackDocument() {}

  /** The stack, its services in their order. */
  public static ObjectNode toJson(Stack stack) {
    ObjectNode json = Json.object();
    json.set("services", Json.array(stack.services(), StackDocument::toJson));
    return json;
  }

  /** One service. */
  public static ObjectNode toJson(Service service) {
    ObjectNode json = Json.object().put("name", service.name()).put("kind", service.kind().name());
    json.set("container", ContainerDocument.toJson(service.container()));
    json.set("network", network(service.network()));
    json.set("taskRole", Json.optional(service.taskRole()));
    json.set("executionRole", Json.optional(service.executionRole()));
    json.set(
        "placementConstraints",
        Json.array(service.placementConstraints(), StackDocument::constraint));
    json.set("rollout", rollout(service.rollout()));
    json.set("loadBalancer", Json.optional(service.loadBalancer(), LoadBalancerDocument::toJson));
    json.set("discovery", Json.optional(service.discovery(), StackDocument::discovery));
    return json;
  }

  /**
   * The stack that {@link #toJson(Stack)} wrote.
   *
   * @throws IllegalArgumentException for any other document
   */
  public static Stack fromJson(JsonNode json) {
    return new Stack(Json.list(json, "services", StackDocument::serviceFromJson));
  }

  /**
   * The service that {@link #toJson(Service)} wrote.
   *
   * @throws IllegalArgumentException for any other document
   */
  public static Service serviceFromJson(JsonNode json) {
    return new Service(
        Json.text(json, "name"),
        Kind.valueOf(Json.text(json, "kind")),
        ContainerDocument.fromJson(Json.member(json, "container")),
        network(Json.member(json, "network")),
        Json.optionalText(json, "taskRole"),
        Json.optionalText(json, "executionRole"),
        Json.list(json, "placementConstraints", StackDocument::constraint),
        rollout(Json.member(json, "rollout")),
        Json.optional(json, "loadBalancer", LoadBalancerDocument::fromJson),
        Json.optional(json, "discovery", StackDocument::discovery));
  }

  /**
   * What tells definitions of a service apart: the first 32 hexadecimal digits of the SHA-256 of
   * its JSON. Which of its values are secret does not count.
   */
  public static String digest(Service service) {
    ObjectNode json = toJson(service);
    json.withObject("/container").remove(ContainerDocument.SECRET_ENVIRONMENT);
    return Sha256.hex(json.toString(), DIGEST_LENGTH);
  }

  private static ObjectNode network(Network network) {
    ObjectNode json = Json.object().put("mode", network.mode().name());
    json.set("subnets", Json.texts(network.subnets()));
    json.set("securityGroups", Json.texts(network.securityGroups()));
    return json;
  }

  private static Network network(JsonNode json) {
    return new Network(
        Mode.valueOf(Json.text(json, "mode")),
        Json.texts(json, "subnets"),
        Json.texts(json, "securityGroups"));
  }

  private static ObjectNode constraint(PlacementConstraint constraint) {
    ObjectNode json = Json.object().put("type", constraint.type().name());
    json.set("expression", Json.optional(constraint.expression()));
    return json;
  }

  private static PlacementConstraint constraint(JsonNode json) {
    return new PlacementConstraint(
        PlacementConstraint.Type.valueOf(Json.text(json, "type")),
        Json.optionalText(json, "expression"));
  }

  private static ObjectNode rollout(Rollout rollout) {
    return Json.object()
        .put("strategy", rollout.strategy().name())
        .put("desiredCount", rollout.desiredCount())
        .put("maximumPercent", rollout.maximumPercent())
        .put("minimumHealthyPercent", rollout.minimumHealthyPercent());
  }

  private static Rollout rollout(JsonNode json) {
    return new Rollout(
        Strategy.valueOf(Json.text(json, "strategy")),
        Json.integer(json, "desiredCount"),
        Json.integer(json, "maximumPercent"),
        Json.integer(json, "minimumHealthyPercent"));
  }

  private static ObjectNode discovery(Discovery discovery) {
    return Json.object()
        .put("name", discovery.name())
        .put("namespace", discovery.namespace())
        .put("vpc", discovery.vpc());
  }

  private static Discovery discovery(JsonNode json) {
    return new Discovery(
        Json.text(json, "name"), Json.text(json, "namespace"), Json.text(json, "vpc"));
  }
}
