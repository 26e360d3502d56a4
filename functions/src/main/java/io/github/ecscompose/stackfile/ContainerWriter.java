package io.github.ecscompose.stackfile;

import static io.github.ecscompose.stackfile.StackfileWriter.escape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.ecscompose.stackfile.Container.HealthCheck;
import io.github.ecscompose.stackfile.Container.Logging;
import io.github.ecscompose.stackfile.Container.Port;
import io.github.ecscompose.stackfile.Container.Protocol;
import io.github.ecscompose.stackfile.Container.Volume;
import io.github.ecscompose.stackfile.StackfileWriter.Told;
import java.util.List;

/** Writes the containers of one service down; see {@link StackfileWriter}. */
final class ContainerWriter {

  private final Told told;
  private final Service service;

  ContainerWriter(Told told, Service service) {
    this.told = told;
    this.service = service;
  }

  void write(String name, Container container, ObjectNode node) {
    node.put("image", escape(container.image()));
    execution(container.execution(), node);
    list(node, "ports", container.ports().stream().map(this::port).toList());
    list(node, "volumes", container.volumes().stream().map(ContainerWriter::volume).toList());
    container
        .environment()
        .forEach((key, value) ->
            node.withObjectProperty("environment")
                .put(key, told.write(service.name(), name, "environment." + key, value)));
    container
        .secrets()
        .forEach(
            (key, reference) -> node.withObjectProperty("secrets").put(key, escape(reference)));
    container
        .labels()
        .forEach((key, value) -> node.withObjectProperty("labels").put(key, escape(value)));
    resources(container.resources(), node);
    container.healthCheck().ifPresent(check -> node.set("healthcheck", healthCheck(check)));
    container.logging().ifPresent(logging -> node.set("logging", logging(name, logging)));
  }

  private static void execution(Execution execution, ObjectNode node) {
    list(node, "entrypoint", execution.entrypoint());
    list(node, "command", execution.command());
    execution.workingDir().ifPresent(path -> node.put("working_dir", escape(path)));
    execution.user().ifPresent(user -> node.put("user", escape(user)));
    if (execution.init()) {
      node.put("init", true);
    }
    if (execution.privileged()) {
      node.put("privileged", true);
    }
    execution.stopGracePeriod().ifPresent(seconds -> node.put("stop_grace_period", seconds));
  }

  private static void resources(Resources resources, ObjectNode node) {
    resources.memory().ifPresent(amount -> node.put("memory", amount));
    resources.memoryReservation().ifPresent(amount -> node.put("memory_reservation", amount));
    if (resources.cpu() > 0) {
      node.put("cpu", resources.cpu());
    }
    if (resources.gpus() > 0) {
      node.put("gpus", resources.gpus());
    }
    resources
        .ulimits()
        .forEach((name, limit) ->
            node.withObjectProperty("ulimits")
                .putObject(name)
                .put("soft", limit.soft())
                .put("hard", limit.hard()));
  }

  /** Unsaid, the port of the host is ECS's to choose under the bridge network, else the same. */
  private String port(Port port) {
    int unsaid = service.network().mode() == Network.Mode.BRIDGE ? 0 : port.container();
    String host = port.host() == unsaid ? "" : port.host() + ":";
    return host + port.container() + (port.protocol() == Protocol.UDP ? "/udp" : "");
  }

  private static String volume(Volume volume) {
    return volume.name()
        + volume.host().map(path -> ":" + path).orElse("")
        + ":"
        + volume.container()
        + (volume.readOnly() ? ":ro" : "");
  }

  private static ObjectNode healthCheck(HealthCheck check) {
    ObjectNode node = Json.object();
    list(node, "command", check.command());
    return node.put("interval", check.interval())
        .put("timeout", check.timeout())
        .put("retries", check.retries())
        .put("start_period", check.startPeriod());
  }

  private ObjectNode logging(String container, Logging logging) {
    ObjectNode node = Json.object().put("log_driver", escape(logging.driver()));
    logging
        .options()
        .forEach((key, value) ->
            node.withObjectProperty("options")
                .put(key, told.write(service.name(), container, "logging.options." + key, value)));
    return node;
  }

  private static void list(ObjectNode node, String key, List<String> texts) {
    if (!texts.isEmpty()) {
      ArrayNode list = node.putArray(key);
      texts.stream().<JsonNode>map(text -> TextNode.valueOf(escape(text))).forEach(list::add);
    }
  }
}
