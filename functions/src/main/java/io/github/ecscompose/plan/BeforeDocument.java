package io.github.ecscompose.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.plan.Before.Former;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code before.json}: what a deployment found of each service that it changes, by name. */
public final class BeforeDocument {

  private BeforeDocument() {}

  public static ObjectNode of(Collection<Before> services) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    services.forEach(service -> document.set(service.service(), of(service)));
    return document;
  }

  private static ObjectNode of(Before before) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("standInServed", before.standInServed())
            .put("balancerExisted", before.balancerExisted())
            .put("targetGroupExisted", before.targetGroupExisted());
    before.former().ifPresent(former -> node.set("former", of(former)));
    return node;
  }

  private static ObjectNode of(Former former) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("completed", former.completed());
    new TreeMap<>(former.tags()).forEach(node.putObject("tags")::put);
    node.set("document", former.document());
    return node;
  }

  public static Map<String, Before> read(JsonNode document) {
    Map<String, Before> services = new HashMap<>();
    document
        .properties()
        .forEach(entry -> {
          JsonNode node = entry.getValue();
          services.put(
              entry.getKey(),
              new Before(
                  entry.getKey(),
                  Optional.of(node.path("former"))
                      .filter(JsonNode::isObject)
                      .map(BeforeDocument::former),
                  node.path("standInServed").asBoolean(),
                  node.path("balancerExisted").asBoolean(),
                  node.path("targetGroupExisted").asBoolean()));
        });
    return Map.copyOf(services);
  }

  private static Former former(JsonNode node) {
    Map<String, String> tags = new HashMap<>();
    node.path("tags").properties().forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
    ObjectNode settings = JsonNodeFactory.instance.objectNode();
    settings.setAll((ObjectNode) node.path("document").deepCopy());
    return new Former(settings, node.path("completed").asBoolean(), tags);
  }
}
