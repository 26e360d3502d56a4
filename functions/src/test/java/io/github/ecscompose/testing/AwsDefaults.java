package io.github.ecscompose.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.plan.TaskDefinition;

/** What ECS adds to a task definition by itself, so that comparing has to see through it. */
final class AwsDefaults {

  private AwsDefaults() {}

  static ObjectNode fill(TaskDefinition registered) {
    ObjectNode document = registered.document().deepCopy();
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
        ((ObjectNode) port).put("hostPort", port.path("containerPort").asInt());
      }
    }
    if (document.path("volumes").isEmpty()) {
      document.remove("volumes");
    }
    return document;
  }
}
