package io.github.ecscompose.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.stackfile.Container;
import io.github.ecscompose.stackfile.Container.HealthCheck;
import io.github.ecscompose.stackfile.Container.Logging;
import io.github.ecscompose.stackfile.Container.Port;
import io.github.ecscompose.stackfile.Container.Volume;
import io.github.ecscompose.stackfile.Execution;
import io.github.ecscompose.stackfile.Resources;
import io.github.ecscompose.stackfile.Resources.Ulimit;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes a container down as ECS defines it within a task. */
final class ContainerDefinitions {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ContainerDefinitions() {}

  /** A container on a machine, which limits it by itself. */
  static ObjectNode of(String name, Container container, boolean essential) {
    ObjectNode node = withinTask(name, container, essential);
    container.resources().memory().ifPresent(amount -> node.put("memory", amount));
    if (container.resources().cpu() > 0) {
      node.put("cpu", container.resources().cpu());
    }
    return node;
  }

  /** One that takes what its task has: without a limit of its own for memory and CPU. */
  static ObjectNode withinTask(String name, Container container, boolean essential) {
    ObjectNode node = JSON.objectNode();
    node.put("name", name);
    node.put("image", container.image());
    node.put("essential", essential);
    execute(container.execution(), node);
    limit(container.resources(), node);
    node.set("environment", environment(container.environment()));
    if (!container.secrets().isEmpty()) {
      node.set("secrets", secrets(container.secrets()));
    }
    if (!container.labels().isEmpty()) {
      container.labels().forEach(node.putObject("dockerLabels")::put);
    }
    node.set("portMappings", portMappings(container.ports()));
    node.set("mountPoints", mountPoints(container.volumes()));
    container.healthCheck().ifPresent(check -> node.set("healthCheck", healthCheck(check)));
    container.logging().ifPresent(logging -> node.set("logConfiguration", logging(logging)));
    return node;
  }

  /** What is not given stays away: the image or the machine says it. */
  private static void execute(Execution execution, ObjectNode node) {
    if (execution.privileged()) {
      node.put("privileged", true);
    }
    if (!execution.command().isEmpty()) {
      node.set("command", texts(execution.command()));
    }
    if (!execution.entrypoint().isEmpty()) {
      node.set("entryPoint", texts(execution.entrypoint()));
    }
    execution.workingDir().ifPresent(path -> node.put("workingDirectory", path));
    execution.user().ifPresent(user -> node.put("user", user));
    execution.stopGracePeriod().ifPresent(seconds -> node.put("stopTimeout", seconds));
    if (execution.init()) {
      node.putObject("linuxParameters").put("initProcessEnabled", true);
    }
  }

  private static void limit(Resources resources, ObjectNode node) {
    resources.memoryReservation().ifPresent(amount -> node.put("memoryReservation", amount));
    if (resources.gpus() > 0) {
      node.putArray("resourceRequirements")
          .addObject()
          .put("type", "GPU")
          .put("value", Integer.toString(resources.gpus()));
    }
    if (!resources.ulimits().isEmpty()) {
      node.set("ulimits", ulimits(resources.ulimits()));
    }
  }

  private static ArrayNode ulimits(Map<String, Ulimit> ulimits) {
    ArrayNode list = JSON.arrayNode();
    ulimits.forEach((name, ulimit) ->
        list.addObject()
            .put("name", name)
            .put("softLimit", ulimit.soft())
            .put("hardLimit", ulimit.hard()));
    return list;
  }

  private static ArrayNode secrets(Map<String, String> secrets) {
    ArrayNode list = JSON.arrayNode();
    secrets.forEach(
        (name, reference) -> list.addObject().put("name", name).put("valueFrom", reference));
    return list;
  }

  private static ArrayNode texts(List<String> texts) {
    ArrayNode list = JSON.arrayNode();
    texts.forEach(list::add);
    return list;
  }

  private static ArrayNode environment(Map<String, String> environment) {
    ArrayNode list = JSON.arrayNode();
    environment.forEach((name, value) -> list.addObject().put("name", name).put("value", value));
    return list;
  }

  private static ArrayNode portMappings(List<Port> ports) {
    ArrayNode list = JSON.arrayNode();
    for (Port port : ports) {
      list.addObject()
          .put("containerPort", port.container())
          .put("hostPort", port.host())
          .put("protocol", port.protocol().name().toLowerCase(Locale.ROOT));
    }
    return list;
  }

  private static ArrayNode mountPoints(List<Volume> volumes) {
    ArrayNode list = JSON.arrayNode();
    for (Volume volume : volumes) {
      list.addObject()
          .put("sourceVolume", volume.name())
          .put("containerPath", volume.container())
          .put("readOnly", volume.readOnly());
    }
    return list;
  }

  private static ObjectNode healthCheck(HealthCheck check) {
    ObjectNode node = JSON.objectNode();
    node.set("command", texts(check.command()));
    return node.put("interval", check.interval())
        .put("timeout", check.timeout())
        .put("retries", check.retries())
        .put("startPeriod", check.startPeriod());
  }

  private static ObjectNode logging(Logging logging) {
    ObjectNode node = JSON.objectNode().put("logDriver", logging.driver());
    ObjectNode options = node.putObject("options");
    logging.options().forEach(options::put);
    return node;
  }
}
