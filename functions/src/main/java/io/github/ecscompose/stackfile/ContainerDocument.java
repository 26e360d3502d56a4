package io.github.ecscompose.stackfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.stackfile.Container.HealthCheck;
import io.github.ecscompose.stackfile.Container.Logging;
import io.github.ecscompose.stackfile.Container.Port;
import io.github.ecscompose.stackfile.Container.Protocol;
import io.github.ecscompose.stackfile.Container.Volume;
import io.github.ecscompose.stackfile.Resources.Ulimit;
import java.util.Set;

/** A container as JSON; see {@link StackDocument}. */
final class ContainerDocument {

  static final String SECRET_ENVIRONMENT = "secretEnvironment";

  private ContainerDocument() {}

  static ObjectNode toJson(Container container) {
    ObjectNode json = Json.object().put("image", container.image());
    json.set("execution", execution(container.execution()));
    json.set("resources", resources(container.resources()));
    json.set("environment", Json.texts(container.environment()));
    json.set(SECRET_ENVIRONMENT, Json.texts(container.secretEnvironment()));
    json.set("secrets", Json.texts(container.secrets()));
    json.set("labels", Json.texts(container.labels()));
    json.set("ports", Json.array(container.ports(), ContainerDocument::port));
    json.set("volumes", Json.array(container.volumes(), ContainerDocument::volume));
    json.set("healthCheck", Json.optional(container.healthCheck(), ContainerDocument::healthCheck));
    json.set("logging", Json.optional(container.logging(), ContainerDocument::logging));
    return json;
  }

  static Container fromJson(JsonNode json) {
    return new Container(
        Json.text(json, "image"),
        execution(Json.member(json, "execution")),
        resources(Json.member(json, "resources")),
        Json.textsByName(json, "environment"),
        Set.copyOf(Json.texts(json, SECRET_ENVIRONMENT)),
        Json.textsByName(json, "secrets"),
        Json.textsByName(json, "labels"),
        Json.list(json, "ports", ContainerDocument::port),
        Json.list(json, "volumes", ContainerDocument::volume),
        Json.optional(json, "healthCheck", ContainerDocument::healthCheck),
        Json.optional(json, "logging", ContainerDocument::logging));
  }

  private static ObjectNode execution(Execution execution) {
    ObjectNode json = Json.object();
    json.set("command", Json.texts(execution.command()));
    json.set("entrypoint", Json.texts(execution.entrypoint()));
    json.set("workingDir", Json.optional(execution.workingDir()));
    json.set("user", Json.optional(execution.user()));
    json.put("init", execution.init()).put("privileged", execution.privileged());
    json.set("stopGracePeriod", Json.optionalInteger(execution.stopGracePeriod()));
    return json;
  }

  private static Execution execution(JsonNode json) {
    return new Execution(
        Json.texts(json, "command"),
        Json.texts(json, "entrypoint"),
        Json.optionalText(json, "workingDir"),
        Json.optionalText(json, "user"),
        Json.flag(json, "init"),
        Json.flag(json, "privileged"),
        Json.optionalInteger(json, "stopGracePeriod"));
  }

  private static ObjectNode resources(Resources resources) {
    ObjectNode json = Json.object();
    json.set("memory", Json.optionalInteger(resources.memory()));
    json.set("memoryReservation", Json.optionalInteger(resources.memoryReservation()));
    json.put("cpu", resources.cpu()).put("gpus", resources.gpus());
    json.set("ulimits", Json.byName(resources.ulimits(), ContainerDocument::ulimit));
    return json;
  }

  private static Resources resources(JsonNode json) {
    return new Resources(
        Json.optionalInteger(json, "memory"),
        Json.optionalInteger(json, "memoryReservation"),
        Json.integer(json, "cpu"),
        Json.integer(json, "gpus"),
        Json.byName(json, "ulimits", ContainerDocument::ulimit));
  }

  private static ObjectNode ulimit(Ulimit ulimit) {
    return Json.object().put("soft", ulimit.soft()).put("hard", ulimit.hard());
  }

  private static Ulimit ulimit(JsonNode json) {
    return new Ulimit(Json.integer(json, "soft"), Json.integer(json, "hard"));
  }

  private static ObjectNode port(Port port) {
    return Json.object()
        .put("host", port.host())
        .put("container", port.container())
        .put("protocol", port.protocol().name());
  }

  private static Port port(JsonNode json) {
    return new Port(
        Json.integer(json, "host"),
        Json.integer(json, "container"),
        Protocol.valueOf(Json.text(json, "protocol")));
  }

  private static ObjectNode volume(Volume volume) {
    ObjectNode json = Json.object().put("name", volume.name());
    json.set("host", Json.optional(volume.host()));
    return json.put("container", volume.container()).put("readOnly", volume.readOnly());
  }

  private static Volume volume(JsonNode json) {
    return new Volume(
        Json.text(json, "name"),
        Json.optionalText(json, "host"),
        Json.text(json, "container"),
        Json.flag(json, "readOnly"));
  }

  private static ObjectNode healthCheck(HealthCheck healthCheck) {
    ObjectNode json = Json.object();
    json.set("command", Json.texts(healthCheck.command()));
    return json.put("interval", healthCheck.interval())
        .put("timeout", healthCheck.timeout())
        .put("retries", healthCheck.retries())
        .put("startPeriod", healthCheck.startPeriod());
  }

  private static HealthCheck healthCheck(JsonNode json) {
    return new HealthCheck(
        Json.texts(json, "command"),
        Json.integer(json, "interval"),
        Json.integer(json, "timeout"),
        Json.integer(json, "retries"),
        Json.integer(json, "startPeriod"));
  }

  private static ObjectNode logging(Logging logging) {
    ObjectNode json = Json.object().put("driver", logging.driver());
    json.set("options", Json.texts(logging.options()));
    return json;
  }

  private static Logging logging(JsonNode json) {
    return new Logging(Json.text(json, "driver"), Json.textsByName(json, "options"));
  }
}
