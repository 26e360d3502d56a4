package io.github.ecscompose.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.plan.TaskDefinition;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What ECS adds to task definitions and services by itself, and writes in another way than it was
 * given, so that comparing has to see through it.
 */
final class AwsDefaults {

  /** Lists that ECS writes down where nobody gave any. */
  private static final List<String> EMPTY_OF_CONTAINER =
      List.of(
          "environment",
          "environmentFiles",
          "mountPoints",
          "portMappings",
          "systemControls",
          "volumesFrom");

  private AwsDefaults() {}

  static ObjectNode fill(TaskDefinition registered) {
    ObjectNode document = registered.document().deepCopy();
    boolean bridge = document.path("networkMode").asText("bridge").equals("bridge");
    for (JsonNode node : document.path("containerDefinitions")) {
      ObjectNode container = (ObjectNode) node;
      if (!container.has("cpu")) {
        container.put("cpu", 0);
      }
      EMPTY_OF_CONTAINER.forEach(container::withArrayProperty);
      fillParts(container);
      if (container.path("privileged").asText().equals("false")) {
        container.remove("privileged");
      }
      for (JsonNode port : container.path("portMappings")) {
        ((ObjectNode) port)
            .put("hostPort", port.path(bridge ? "hostPort" : "containerPort").asInt());
      }
    }
    document.withArrayProperty("volumes");
    document.withArrayProperty("placementConstraints");
    document.put("enableFaultInjection", false);
    for (JsonNode volume : document.path("volumes")) {
      ((ObjectNode) volume).withObjectProperty("host");
    }
    return document;
  }

  private static void fillParts(ObjectNode container) {
    if (!container.has("essential")) {
      container.put("essential", true);
    }
    container.put("versionConsistency", "enabled");
    for (JsonNode port : container.path("portMappings")) {
      if (!port.has("protocol")) {
        ((ObjectNode) port).put("protocol", "tcp");
      }
    }
    for (JsonNode mount : container.path("mountPoints")) {
      if (!mount.has("readOnly")) {
        ((ObjectNode) mount).put("readOnly", false);
      }
    }
    if (container.path("healthCheck") instanceof ObjectNode check) {
      Map.of("interval", 30, "timeout", 5, "retries", 3)
          .forEach((name, value) -> {
            if (!check.has(name)) {
              check.put(name, value);
            }
          });
    }
    if (container.path("logConfiguration") instanceof ObjectNode logging) {
      logging.withObjectProperty("options");
      logging.withArrayProperty("secretOptions");
    }
    if (container.path("linuxParameters") instanceof ObjectNode linux) {
      linux.withArrayProperty("devices");
      linux.withArrayProperty("tmpfs");
    }
  }

  /**
   * A service as it is described after it was created.
   *
   * @param clusterDefault capacity provider strategy of the cluster, empty if it has none
   */
  static ObjectNode service(ObjectNode created, JsonNode clusterDefault) {
    ObjectNode service = created.deepCopy();
    if (!service.has("launchType") && !service.has("capacityProviderStrategy")) {
      if (clusterDefault.isEmpty()) {
        service.put("launchType", "EC2");
      } else {
        service.set("capacityProviderStrategy", clusterDefault.deepCopy());
      }
    }
    if (EcsRules.runsOnFargate(service)) {
      service.put("platformVersion", "LATEST").put("platformFamily", "Linux");
    }
    for (String list :
        List.of(
            "placementConstraints", "placementStrategy", "loadBalancers", "serviceRegistries")) {
      service.withArrayProperty(list);
    }
    if (!service.has("enableExecuteCommand")) {
      service.put("enableExecuteCommand", false);
    }
    ObjectNode deployment = service.withObjectProperty("deploymentConfiguration");
    if (!deployment.has("deploymentCircuitBreaker")) {
      deployment.putObject("deploymentCircuitBreaker").put("enable", false).put("rollback", false);
    }
    deployment.put("strategy", "ROLLING").put("bakeTimeInMinutes", 0);
    deployment
        .putObject("alarms")
        .put("enable", false)
        .put("rollback", false)
        .putArray("alarmNames");
    deployment.putArray("lifecycleHooks");
    service.put("enableECSManagedTags", false).put("healthCheckGracePeriodSeconds", 0);
    service.putObject("deploymentController").put("type", "ECS");
    service.put(
        "availabilityZoneRebalancing", EcsRules.mayRebalance(service) ? "ENABLED" : "DISABLED");
    return described(service);
  }

  /** In the words in which ECS gives back what it was given. */
  static ObjectNode described(ObjectNode service) {
    for (JsonNode node : service.path("placementStrategy")) {
      String field = node.path("field").asText();
      ObjectNode strategy = (ObjectNode) node;
      switch (node.path("type").asText()) {
        case "binpack" -> strategy.put("field", field.toUpperCase(Locale.ROOT));
        case "spread" -> strategy.put("field", field.equals("host") ? "instanceId" : field);
        default -> strategy.remove("field");
      }
    }
    if (service.at("/networkConfiguration/awsvpcConfiguration") instanceof ObjectNode network
        && !network.has("assignPublicIp")) {
      network.put("assignPublicIp", "DISABLED");
    }
    if (!service.path("propagateTags").asText("NONE").equals("SERVICE")) {
      // ECS leaves it out where it is off.
      service.remove("propagateTags");
    }
    return service;
  }
}
