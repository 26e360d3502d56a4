package io.github.ecscompose.stackfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.stackfile.Network.Mode;
import io.github.ecscompose.stackfile.Rollout.CircuitBreaker;
import io.github.ecscompose.stackfile.Rollout.Strategy;
import io.github.ecscompose.stackfile.Service.Kind;

/** A service as JSON; see {@link StackDocument}. */
final class ServiceDocument {

  static final String DEPENDS_ON = "dependsOn";
  static final String SIDECARS = "sidecars";

  private ServiceDocument() {}

  static ObjectNode toJson(Service service) {
    ObjectNode json = Json.object().put("name", service.name()).put("kind", service.kind().name());
    json.set(DEPENDS_ON, Json.texts(service.dependsOn()));
    json.set("container", ContainerDocument.toJson(service.container()));
    json.set(SIDECARS, Json.array(service.sidecars(), ServiceDocument::sidecar));
    json.set("compute", ComputeDocument.toJson(service.compute()));
    json.set("network", network(service.network()));
    json.set("access", access(service.access()));
    json.set("rollout", rollout(service.rollout()));
    json.set("loadBalancer", Json.optional(service.loadBalancer(), LoadBalancerDocument::toJson));
    json.set("discovery", Json.optional(service.discovery(), ServiceDocument::discovery));
    json.set("tags", Json.texts(service.tags()));
    return json;
  }

  static Service fromJson(JsonNode json) {
    return new Service(
        Json.text(json, "name"),
        Kind.valueOf(Json.text(json, "kind")),
        Json.texts(json, DEPENDS_ON),
        ContainerDocument.fromJson(Json.member(json, "container")),
        Json.list(json, SIDECARS, ServiceDocument::sidecar),
        ComputeDocument.fromJson(Json.member(json, "compute")),
        network(Json.member(json, "network")),
        access(Json.member(json, "access")),
        rollout(Json.member(json, "rollout")),
        Json.optional(json, "loadBalancer", LoadBalancerDocument::fromJson),
        Json.optional(json, "discovery", ServiceDocument::discovery),
        Json.textsByName(json, "tags"));
  }

  private static ObjectNode sidecar(Sidecar sidecar) {
    ObjectNode json =
        Json.object().put("name", sidecar.name()).put("essential", sidecar.essential());
    json.set("container", ContainerDocument.toJson(sidecar.container()));
    return json;
  }

  private static Sidecar sidecar(JsonNode json) {
    return new Sidecar(
        Json.text(json, "name"),
        ContainerDocument.fromJson(Json.member(json, "container")),
        Json.flag(json, "essential"));
  }

  private static ObjectNode network(Network network) {
    ObjectNode json = Json.object().put("mode", network.mode().name());
    json.set("subnets", Json.texts(network.subnets()));
    json.set("securityGroups", Json.texts(network.securityGroups()));
    return json.put("publicIp", network.publicIp());
  }

  private static Network network(JsonNode json) {
    return new Network(
        Mode.valueOf(Json.text(json, "mode")),
        Json.texts(json, "subnets"),
        Json.texts(json, "securityGroups"),
        Json.flag(json, "publicIp"));
  }

  private static ObjectNode access(Access access) {
    ObjectNode json = Json.object();
    json.set("taskRole", Json.optional(access.taskRole()));
    json.set("executionRole", Json.optional(access.executionRole()));
    return json.put("executeCommand", access.executeCommand());
  }

  private static Access access(JsonNode json) {
    return new Access(
        Json.optionalText(json, "taskRole"),
        Json.optionalText(json, "executionRole"),
        Json.flag(json, "executeCommand"));
  }

  private static ObjectNode rollout(Rollout rollout) {
    ObjectNode json =
        Json.object()
            .put("strategy", rollout.strategy().name())
            .put("desiredCount", rollout.desiredCount())
            .put("maximumPercent", rollout.maximumPercent())
            .put("minimumHealthyPercent", rollout.minimumHealthyPercent());
    CircuitBreaker breaker = rollout.circuitBreaker();
    json.putObject("circuitBreaker")
        .put("enable", breaker.enable())
        .put("rollback", breaker.rollback());
    return json;
  }

  private static Rollout rollout(JsonNode json) {
    JsonNode breaker = Json.member(json, "circuitBreaker");
    return new Rollout(
        Strategy.valueOf(Json.text(json, "strategy")),
        Json.integer(json, "desiredCount"),
        Json.integer(json, "maximumPercent"),
        Json.integer(json, "minimumHealthyPercent"),
        new CircuitBreaker(Json.flag(breaker, "enable"), Json.flag(breaker, "rollback")));
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
