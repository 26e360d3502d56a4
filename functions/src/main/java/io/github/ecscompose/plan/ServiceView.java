package io.github.ecscompose.plan;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The part of a service that a stackfile decides, in its words, from the members of CreateService
 * or from what DescribeServices gives. Equal views mean that there is nothing to update.
 */
final class ServiceView {

  static final String SCHEDULING_STRATEGY = "scheduling_strategy";
  static final String LAUNCH_TYPE = "launch_type";
  static final String CAPACITY_PROVIDERS = "capacity_providers";
  static final String SUBNETS = "subnets";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final Map<String, List<String>> WORDS =
      Map.ofEntries(
          entry("desiredCount", List.of(DeploymentPlan.COUNT)),
          entry("schedulingStrategy", List.of(SCHEDULING_STRATEGY)),
          entry("deploymentConfiguration", List.of("deployment_configuration", "circuit_breaker")),
          entry("launchType", List.of(LAUNCH_TYPE)),
          entry("capacityProviderStrategy", List.of(CAPACITY_PROVIDERS)),
          entry("placementConstraints", List.of("placement_constraints")),
          entry("placementStrategy", List.of("placement_strategy")),
          entry("networkConfiguration", List.of(SUBNETS, "security_groups", "assign_public_ip")),
          entry("enableExecuteCommand", List.of("enable_execute_command")),
          entry("propagateTags", List.of("propagate_tags")),
          entry("loadBalancers", List.of("elb")),
          entry("serviceRegistries", List.of("dns_discovery")));

  private ServiceView() {}

  /** A live service beside the wanted one. */
  record Comparison(ObjectNode now, ObjectNode then) {

    List<Change> differences() {
      return Differences.between(now, then);
    }

    /** Whether all that a member of CreateService says is so already. */
    boolean isSame(String member) {
      return WORDS.getOrDefault(member, List.of(member)).stream()
          .allMatch(word -> now.path(word).equals(then.path(word)));
    }
  }

  /**
   * Compares what DescribeServices gives with the members of CreateService. Where nothing is said
   * of the machines, the cluster decided, and whatever runs is right; where capacity providers are
   * named, they take the place of a launch type.
   */
  static Comparison compare(JsonNode live, JsonNode desired) {
    ObjectNode now = of(live);
    ObjectNode then = of(desired);
    if (!then.has(CAPACITY_PROVIDERS)) {
      now.remove(CAPACITY_PROVIDERS);
    }
    if (!then.has(LAUNCH_TYPE)) {
      now.remove(LAUNCH_TYPE);
    }
    for (String member : List.of("placementConstraints", "placementStrategy")) {
      // ECS gives both lists always, if only empty; of what is not given nothing is known.
      if (!live.has(member)) {
        WORDS.getOrDefault(member, List.of()).forEach(then::remove);
      }
    }
    return new Comparison(now, then);
  }

  private static ObjectNode of(JsonNode document) {
    ObjectNode view = JSON.objectNode();
    String strategy = document.path("schedulingStrategy").asText("REPLICA");
    view.put(SCHEDULING_STRATEGY, strategy);
    if (strategy.equals("REPLICA")) {
      // ECS itself sets the count of daemons.
      view.put(DeploymentPlan.COUNT, document.path("desiredCount").asInt());
    }
    deployment(view, document.path("deploymentConfiguration"));
    capacity(view, document);
    unordered(view, "placement_constraints", document.path("placementConstraints"));
    placementStrategy(view, document.path("placementStrategy"));
    network(view, document.path("networkConfiguration").path("awsvpcConfiguration"));
    view.put("enable_execute_command", document.path("enableExecuteCommand").asBoolean());
    view.put("propagate_tags", document.path("propagateTags").asText("NONE"));
    unordered(view, "elb", document.path("loadBalancers"));
    unordered(view, "dns_discovery", document.path("serviceRegistries"));
    return view;
  }

  /** A breaker of which nothing is said is off, and one that is off rolls nothing back. */
  private static void deployment(ObjectNode view, JsonNode deployment) {
    view.putObject("deployment_configuration")
        .put("maximum_percent", deployment.path("maximumPercent").asInt())
        .put("minimum_healthy_percent", deployment.path("minimumHealthyPercent").asInt());
    JsonNode breaker = deployment.path("deploymentCircuitBreaker");
    boolean enable = breaker.path("enable").asBoolean();
    view.putObject("circuit_breaker")
        .put("enable", enable)
        .put("rollback", enable && breaker.path("rollback").asBoolean());
  }

  private static void capacity(ObjectNode view, JsonNode document) {
    if (document.hasNonNull("launchType")) {
      view.set(LAUNCH_TYPE, document.path("launchType"));
    }
    for (JsonNode provider : document.path("capacityProviderStrategy")) {
      view.withObjectProperty(CAPACITY_PROVIDERS)
          .putObject(provider.path("capacityProvider").asText())
          .put("weight", provider.path("weight").asInt())
          .put("base", provider.path("base").asInt());
    }
  }

  /** Their order counts. {@code host} is another word for {@code instanceId}. */
  private static void placementStrategy(ObjectNode view, JsonNode strategies) {
    for (JsonNode strategy : strategies) {
      String type = strategy.path("type").asText();
      String field = strategy.path("field").asText();
      String known =
          switch (type) {
            case "spread" -> field.equals("host") ? "instanceId" : field;
            case "binpack" -> field.toLowerCase(Locale.ROOT);
            default -> field;
          };
      view.withArrayProperty("placement_strategy").add(known.isEmpty() ? type : type + " " + known);
    }
  }

  private static void network(ObjectNode view, JsonNode network) {
    if (!network.isMissingNode()) {
      unordered(view, SUBNETS, network.path("subnets"));
      unordered(view, "security_groups", network.path("securityGroups"));
      view.put("assign_public_ip", network.path("assignPublicIp").asText().equals("ENABLED"));
    }
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
