package io.github.ecscompose.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.plan.TaskDefinition;
import java.util.List;
import java.util.Locale;

/**
 * What ECS adds to task definitions and services by itself, and writes in another way than it was
 * given, so that comparing has to see through it.
 */
final class AwsDefaults {

  private AwsDefaults() {}

  static ObjectNode fill(TaskDefinition registered) {
    ObjectNode document = registered.document().deepCopy();
    boolean bridge = document.path("networkMode").asText("bridge").equals("bridge");
    for (JsonNode node : document.path("containerDefinitions")) {
      ObjectNode container = (ObjectNode) node;
      if (!container.has("cpu")) {
        container.put("cpu", 0);
      }
      container.putArray("volumesFrom");
      container.putArray("systemControls");
      if (container.path("privileged").asText().equals("false")) {
        container.remove("privileged");
      }
      for (JsonNode port : container.path("portMappings")) {
        ((ObjectNode) port)
            .put("hostPort", port.path(bridge ? "hostPort" : "containerPort").asInt());
      }
    }
    if (document.path("volumes").isEmpty()) {
      document.remove("volumes");
    }
    for (JsonNode volume : document.path("volumes")) {
      ((ObjectNode) volume).withObjectProperty("host");
    }
    return document;
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
    for (String list : List.of("placementConstraints", "placementStrategy", "loadBalancers")) {
      service.withArrayProperty(list);
    }
    ObjectNode deployment = service.withObjectProperty("deploymentConfiguration");
    if (!deployment.has("deploymentCircuitBreaker")) {
      deployment.putObject("deploymentCircuitBreaker").put("enable", false).put("rollback", false);
    }
    deployment.put("strategy", "ROLLING").put("bakeTimeInMinutes", 0);
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
