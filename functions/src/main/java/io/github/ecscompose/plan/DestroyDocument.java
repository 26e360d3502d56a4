package io.github.ecscompose.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.json.JsonText;
import io.github.ecscompose.plan.LoadBalancing.Alias;
import io.github.ecscompose.plan.Resource.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code plan.json} holds of a destroy beside its services, and {@code left.json}. */
public final class DestroyDocument {

  private DestroyDocument() {}

  /** Adds it to the document of the services' plan. */
  public static void add(ObjectNode document, DestroyPlan plan) {
    document.put("operation", "destroy");
    ArrayNode resources = document.putArray("resources");
    for (Resource resource : plan.resources()) {
      ObjectNode node =
          resources
              .addObject()
              .put("kind", resource.kind().name())
              .put("name", resource.name())
              .put("id", resource.id());
      resource.service().ifPresent(service -> node.put("service", service));
      resource
          .alias()
          .ifPresent(alias ->
              node.putObject("alias")
                  .put("hostedZone", alias.hostedZone())
                  .put("name", alias.name())
                  .put("targetDnsName", alias.targetDnsName())
                  .put("targetHostedZone", alias.targetHostedZone()));
    }
    document.set("left", left(plan.left()));
    plan.warnings().forEach(document.putArray("warnings")::add);
  }

  public static DestroyPlan read(JsonNode document) {
    List<Resource> resources = new ArrayList<>();
    for (JsonNode node : document.path("resources")) {
      resources.add(
          new Resource(
              Kind.valueOf(node.path("kind").asText()),
              node.path("name").asText(),
              node.path("id").asText(),
              JsonText.member(node, "service"),
              Optional.of(node.path("alias"))
                  .filter(JsonNode::isObject)
                  .map(DestroyDocument::alias)));
    }
    List<String> warnings = new ArrayList<>();
    document.path("warnings").forEach(warning -> warnings.add(warning.asText()));
    return new DestroyPlan(resources, readLeft(document), warnings);
  }

  private static Alias alias(JsonNode node) {
    return new Alias(
        node.path("hostedZone").asText(),
        node.path("name").asText(),
        node.path("targetDnsName").asText(),
        node.path("targetHostedZone").asText());
  }

  /** {@code left.json}. */
  public static ObjectNode of(List<Left> left) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.set("left", left(left));
    return document;
  }

  public static List<Left> readLeft(JsonNode document) {
    List<Left> left = new ArrayList<>();
    for (JsonNode node : document.path("left")) {
      left.add(
          new Left(
              node.path("what").asText(),
              node.path("why").asText(),
              node.path("ours").asBoolean()));
    }
    return left;
  }

  private static ArrayNode left(List<Left> left) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (Left each : left) {
      list.addObject().put("what", each.what()).put("why", each.why()).put("ours", each.ours());
    }
    return list;
  }
}
