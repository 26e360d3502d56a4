package io.github.ecscompose.stackfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.stackfile.LoadBalancer.DnsRecord;
import io.github.ecscompose.stackfile.LoadBalancer.HealthCheck;
import io.github.ecscompose.stackfile.LoadBalancer.Placement;
import io.github.ecscompose.stackfile.LoadBalancer.Protocol;
import io.github.ecscompose.stackfile.LoadBalancer.Scheme;
import io.github.ecscompose.stackfile.LoadBalancer.Stickiness;
import io.github.ecscompose.stackfile.LoadBalancer.TargetAttributes;

/** A load balancer as JSON; see {@link StackDocument}. */
final class LoadBalancerDocument {

  private LoadBalancerDocument() {}

  static ObjectNode toJson(LoadBalancer balancer) {
    ObjectNode json =
        Json.object()
            .put("name", balancer.name())
            .put("scheme", balancer.scheme().name())
            .put("protocol", balancer.protocol().name())
            .put("publicPort", balancer.publicPort())
            .put("containerPort", balancer.containerPort());
    json.set("certificates", Json.texts(balancer.certificates()));
    json.put("redirectHttp", balancer.redirectHttp());
    json.set("placement", placement(balancer.placement()));
    json.set("dns", Json.optional(balancer.dns(), LoadBalancerDocument::dns));
    json.set("healthCheck", healthCheck(balancer.healthCheck()));
    json.set("attributes", attributes(balancer.attributes()));
    return json;
  }

  static LoadBalancer fromJson(JsonNode json) {
    return new LoadBalancer(
        Json.text(json, "name"),
        Scheme.valueOf(Json.text(json, "scheme")),
        Protocol.valueOf(Json.text(json, "protocol")),
        Json.integer(json, "publicPort"),
        Json.integer(json, "containerPort"),
        Json.texts(json, "certificates"),
        Json.flag(json, "redirectHttp"),
        placement(Json.member(json, "placement")),
        Json.optional(json, "dns", LoadBalancerDocument::dns),
        healthCheck(Json.member(json, "healthCheck")),
        attributes(Json.member(json, "attributes")));
  }

  private static ObjectNode placement(Placement placement) {
    ObjectNode json = Json.object().put("vpc", placement.vpc());
    json.set("subnets", Json.texts(placement.subnets()));
    json.set("securityGroups", Json.texts(placement.securityGroups()));
    return json;
  }

  private static Placement placement(JsonNode json) {
    return new Placement(
        Json.text(json, "vpc"), Json.texts(json, "subnets"), Json.texts(json, "securityGroups"));
  }

  private static ObjectNode dns(DnsRecord dns) {
    return Json.object().put("hostedZone", dns.hostedZone()).put("name", dns.name());
  }

  private static DnsRecord dns(JsonNode json) {
    return new DnsRecord(Json.text(json, "hostedZone"), Json.text(json, "name"));
  }

  private static ObjectNode healthCheck(HealthCheck healthCheck) {
    ObjectNode json = Json.object().put("protocol", healthCheck.protocol().name());
    json.set("port", Json.optionalInteger(healthCheck.port()));
    return json.put("path", healthCheck.path())
        .put("interval", healthCheck.interval())
        .put("timeout", healthCheck.timeout())
        .put("healthyThreshold", healthCheck.healthyThreshold())
        .put("unhealthyThreshold", healthCheck.unhealthyThreshold())
        .put("matcher", healthCheck.matcher());
  }

  private static HealthCheck healthCheck(JsonNode json) {
    return new HealthCheck(
        Protocol.valueOf(Json.text(json, "protocol")),
        Json.optionalInteger(json, "port"),
        Json.text(json, "path"),
        Json.integer(json, "interval"),
        Json.integer(json, "timeout"),
        Json.integer(json, "healthyThreshold"),
        Json.integer(json, "unhealthyThreshold"),
        Json.text(json, "matcher"));
  }

  private static ObjectNode attributes(TargetAttributes attributes) {
    ObjectNode json = Json.object();
    json.set("deregistrationDelay", Json.optionalInteger(attributes.deregistrationDelay()));
    json.set("slowStart", Json.optionalInteger(attributes.slowStart()));
    json.set(
        "stickiness", Json.optional(attributes.stickiness(), LoadBalancerDocument::stickiness));
    return json;
  }

  private static TargetAttributes attributes(JsonNode json) {
    return new TargetAttributes(
        Json.optionalInteger(json, "deregistrationDelay"),
        Json.optionalInteger(json, "slowStart"),
        Json.optional(json, "stickiness", LoadBalancerDocument::stickiness));
  }

  private static ObjectNode stickiness(Stickiness stickiness) {
    ObjectNode json =
        Json.object().put("enabled", stickiness.enabled()).put("duration", stickiness.duration());
    json.set("cookie", Json.optional(stickiness.cookie()));
    return json;
  }

  private static Stickiness stickiness(JsonNode json) {
    return new Stickiness(
        Json.flag(json, "enabled"),
        Json.integer(json, "duration"),
        Json.optionalText(json, "cookie"));
  }
}
