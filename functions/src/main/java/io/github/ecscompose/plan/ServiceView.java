package io.github.ecscompose.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The part of a service that a stackfile decides, in its words, from the members of CreateService
 * or from what DescribeServices gives. Equal views mean that there is nothing to update.
 */
final class ServiceView {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final Map<String, String> WORDS =
      Map.of(
          "desiredCount", "desired_count",
          "schedulingStrategy", "scheduling_strategy",
          "deploymentConfiguration", "deployment_configuration",
          "placementConstraints", "placement_constraints",
          "networkConfiguration", "network",
          "loadBalancers", "elb",
          "serviceRegistries", "dns_discovery");

  private ServiceView() {}

  /** The stackfile's word for a member of CreateService. */
  static String word(String member) {
    return WORDS.getOrDefault(member, member);
  }

  static ObjectNode of(JsonNode document) {
    ObjectNode view = JSON.objectNode();
    String strategy = document.path("schedulingStrategy").asText("REPLICA");
    view.put("scheduling_strategy", strategy);
    if (strategy.equals("REPLICA")) {
      // ECS itself sets the count of daemons.
      view.put("desired_count", document.path("desiredCount").asInt());
    }
    JsonNode deployment = document.path("deploymentConfiguration");
    view.putObject("deployment_configuration")
        .put("maximum_percent", deployment.path("maximumPercent").asInt())
        .put("minimum_healthy_percent", deployment.path("minimumHealthyPercent").asInt());
    unordered(view, "placement_constraints", document.path("placementConstraints"));
    JsonNode network = document.path("networkConfiguration").path("awsvpcConfiguration");
    if (!network.isMissingNode()) {
      ObjectNode own = view.putObject("network");
      unordered(own, "subnets", network.path("subnets"));
      unordered(own, "security_groups", network.path("securityGroups"));
    }
    unordered(view, "elb", document.path("loadBalancers"));
    unordered(view, "dns_discovery", document.path("serviceRegistries"));
    return view;
  }

  private static void unordered(ObjectNode view, String name, JsonNode list) {
    TreeSet<String> elements = new TreeSet<>();
    list.forEach(element -> elements.add(canonical(element)));
    if (!elements.isEmpty()) {
      elements.forEach(view.putArray(name)::add);
    }
  }

  private static String canonical(JsonNode element) {
    if (!element.isObject()) {
      return element.asText();
    }
    TreeMap<String, String> members = new TreeMap<>();
    element
        .properties()
        .forEach(member -> members.put(member.getKey(), member.getValue().asText()));
    members.values().removeIf(String::isEmpty);
    return members.toString();
  }
}
