package io.github.ecscompose.cli.compose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One service of docker compose's file. Each key is either used or told of. */
final class ComposeService {

  private static final int CPU_UNITS = 1024;

  /** The same name and the same meaning, in compose's forms. */
  private static final List<String> SAME =
      List.of(
          "image",
          "command",
          "entrypoint",
          "working_dir",
          "user",
          "init",
          "stop_grace_period",
          "healthcheck",
          "labels",
          "privileged",
          "ulimits");

  /** What is not needed on ECS, or follows by itself. */
  private static final Set<String> MEANINGLESS =
      Set.of(
          "container_name",
          "restart",
          "hostname",
          "domainname",
          "links",
          "external_links",
          "expose",
          "stdin_open",
          "tty",
          "attach",
          "pull_policy",
          "develop",
          "networks");

  private static final Map<String, String> KNOWN =
      Map.of(
          "env_file", "give its variables under environment",
          "secrets", "refer to Secrets Manager or SSM: secrets: {NAME: reference}",
          "configs", "put them into the image, or into environment",
          "profiles", "leave the service out of the stackfiles that shall not have it",
          "extends", "use a YAML anchor, or lay one file over another with -f",
          "cap_add", "privileged is all that there is",
          "tmpfs", "an empty volume is the nearest: volumes: [/path]",
          "devices", "gpus is all that there is");

  private final String name;
  private final Map<String, Object> left = new LinkedHashMap<>();
  private final List<String> notes;
  private final ObjectNode service = JsonNodeFactory.instance.objectNode();

  ComposeService(String name, Map<?, ?> members, List<String> notes) {
    this.name = name;
    this.notes = notes;
    members.forEach((key, value) -> left.put(String.valueOf(key), value == null ? "" : value));
  }

  ObjectNode convert() {
    build();
    for (String key : SAME) {
      take(key).ifPresent(value -> service.set(key, json(value)));
    }
    take("environment").ifPresent(this::environment);
    resources();
    ports();
    take("volumes").ifPresent(this::volumes);
    take("depends_on").ifPresent(this::dependsOn);
    take("logging").ifPresent(this::logging);
    take("platform").ifPresent(value -> service.put("platform", String.valueOf(value)));
    deploy();
    rest();
    return service;
  }

  private Optional<Object> take(String key) {
    return Optional.ofNullable(left.remove(key));
  }

  private void note(String key, String text) {
    notes.add("services.%s.%s: %s".formatted(name, key, text));
  }

  private void build() {
    Optional<Object> build = take("build");
    if (build.isPresent() && !left.containsKey("image")) {
      note("build", "build the image, push it to a registry and name it under image");
      service.put("image", "IMAGE-OF-" + name);
    } else if (build.isPresent()) {
      note("build", "the image is not built here: push it before you deploy");
    }
  }

  /** A name without a value takes that of the shell in compose; so it does by a variable. */
  private void environment(Object value) {
    ObjectNode environment = service.putObject("environment");
    Map<String, Object> entries = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, text) -> entries.put(String.valueOf(key), text == null ? "" : text));
      map.forEach((key, text) -> {
        if (text == null) {
          entries.put(String.valueOf(key), "${" + key + "}");
        }
      });
    } else if (value instanceof List<?> list) {
      list.forEach(item -> {
        String[] parts = String.valueOf(item).split("=", 2);
        entries.put(parts[0], parts.length == 2 ? parts[1] : "${" + parts[0] + "}");
      });
    }
    entries.forEach((key, text) -> environment.put(key, String.valueOf(text)));
  }

  private void resources() {
    take("mem_limit").ifPresent(value -> service.set("memory", json(bytes(value))));
    take("mem_reservation")
        .ifPresent(value -> service.set("memory_reservation", json(bytes(value))));
    take("cpus").ifPresent(this::cpu);
    take("gpus")
        .ifPresent(value -> {
          if (value instanceof Integer count) {
            service.put("gpus", count);
          } else {
            note("gpus", "give their number");
          }
        });
    take("scale").ifPresent(value -> service.set("desired_count", json(value)));
  }

  /** Compose counts bytes where no unit is given, a stackfile MiB. */
  private static Object bytes(Object value) {
    String text = String.valueOf(value).strip();
    return text.matches("\\d{1,15}") ? Long.parseLong(text) / (1024 * 1024) : text;
  }

  private void cpu(Object value) {
    try {
      service.put(
          "cpu",
          new BigDecimal(String.valueOf(value))
              .multiply(BigDecimal.valueOf(CPU_UNITS))
              .setScale(0, RoundingMode.HALF_UP)
              .intValueExact());
    } catch (ArithmeticException | NumberFormatException e) {
      note("cpus", "%s is no number of cpus".formatted(value));
    }
  }

  private void ports() {
    Optional<Object> mode = take("network_mode");
    Optional<Object> ports = take("ports");
    boolean mapped = ports.filter(List.class::isInstance).isPresent();
    ports.ifPresent(value -> service.set("ports", ports(value)));
    switch (mode.map(String::valueOf).orElse("")) {
      case "host" -> service.put("network", "host");
      case "bridge" -> service.put("network", "bridge");
      case "" -> {
        // Compose maps any port of the machine to any of the container, which is ECS's bridge.
        if (mapped) {
          service.put("network", "bridge");
        }
      }
      default -> note("network_mode", "%s has no counterpart".formatted(mode.orElse("")));
    }
  }

  private JsonNode ports(Object value) {
    ArrayNode ports = JsonNodeFactory.instance.arrayNode();
    for (Object port : value instanceof List<?> list ? list : List.of(value)) {
      if (port instanceof Map<?, ?>) {
        ports.add(json(port));
        continue;
      }
      String text = String.valueOf(port);
      String[] parts = text.split(":", -1);
      if (parts.length == 3) {
        note(
            "ports",
            "%s: an address of the machine is not taken, the port is open on all".formatted(text));
        text = parts[1] + ":" + parts[2];
      }
      if (text.contains("-")) {
        note("ports", "%s: a range is not taken, list each port".formatted(text));
      } else {
        ports.add(text);
      }
    }
    return ports;
  }

  private void volumes(Object value) {
    ArrayNode volumes = JsonNodeFactory.instance.arrayNode();
    for (Object volume : value instanceof List<?> list ? list : List.of(value)) {
      volume(volume).ifPresent(volumes::add);
    }
    if (!volumes.isEmpty()) {
      service.set("volumes", volumes);
    }
  }

  private Optional<JsonNode> volume(Object volume) {
    if (volume instanceof Map<?, ?> map) {
      String type = String.valueOf(map.get("type"));
      String source = map.get("source") == null ? "" : String.valueOf(map.get("source"));
      if (type.equals("bind") && !source.startsWith("/")) {
        return relative(source);
      }
      return Optional.of(json(volume));
    }
    String text = String.valueOf(volume);
    String[] parts = text.split(":", -1);
    if (parts.length > 1 && (parts[0].startsWith(".") || parts[0].startsWith("~"))) {
      return relative(parts[0]);
    }
    if (parts.length > 1 && !parts[0].startsWith("/") && !parts[0].startsWith("$")) {
      note(
          "volumes",
          "%s: a named volume is empty in each new task; for what shall last write %s:/folder:%s"
              .formatted(text, parts[0], parts[1]));
    }
    return Optional.of(JsonNodeFactory.instance.textNode(text));
  }

  private Optional<JsonNode> relative(String source) {
    note(
        "volumes",
        "%s: a folder beside the file is not on the machines of the cluster: put what is in it into the image"
            .formatted(source));
    return Optional.empty();
  }

  private void dependsOn(Object value) {
    Set<String> names = new TreeSet<>();
    if (value instanceof Map<?, ?> map) {
      map.keySet().forEach(key -> names.add(String.valueOf(key)));
    } else if (value instanceof List<?> list) {
      list.forEach(item -> names.add(String.valueOf(item)));
    }
    names.forEach(service.putArray("depends_on")::add);
  }

  private void logging(Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return;
    }
    ObjectNode logging = service.putObject("logging");
    Optional.ofNullable(map.get("driver"))
        .ifPresent(driver -> logging.put("log_driver", String.valueOf(driver)));
    if (map.get("options") instanceof Map<?, ?> options) {
      logging.set("options", json(options));
    }
  }

  private void deploy() {
    Optional<Object> found = take("deploy");
    if (!(found.orElse(null) instanceof Map<?, ?> members)) {
      return;
    }
    Map<String, Object> deploy = new LinkedHashMap<>();
    members.forEach((key, value) -> deploy.put(String.valueOf(key), value == null ? "" : value));
    Optional.ofNullable(deploy.remove("replicas"))
        .ifPresent(value -> service.set("desired_count", json(value)));
    deploy.remove("labels");
    mode(String.valueOf(deploy.getOrDefault("mode", "replicated")));
    deploy.remove("mode");
    if (deploy.remove("resources") instanceof Map<?, ?> resources) {
      limits(Optional.ofNullable(resources.get("limits")), "memory");
      limits(Optional.ofNullable(resources.get("reservations")), "memory_reservation");
    }
    if (deploy.remove("restart_policy") != null && !service.path("type").asText().equals("task")) {
      note("deploy.restart_policy", "ECS always replaces what ends");
    }
    deploy
        .keySet()
        .forEach(key -> note("deploy." + key, "has no counterpart here: see docs/migrating.md"));
  }

  private void mode(String mode) {
    switch (mode) {
      case "replicated" -> {}
      case "global" -> service.put("scheduling_strategy", "DAEMON");
      case "replicated-job", "global-job" -> service.put("type", "task");
      default -> note("deploy.mode", "%s has no counterpart".formatted(mode));
    }
  }

  private void limits(Optional<?> found, String memory) {
    if (!(found.orElse(null) instanceof Map<?, ?> limits)) {
      return;
    }
    Optional.ofNullable(limits.get("memory"))
        .ifPresent(value -> service.set(memory, json(bytes(value))));
    if (!service.has("cpu")) {
      Optional.ofNullable(limits.get("cpus")).ifPresent(this::cpu);
    }
    limits.keySet().stream()
        .map(String::valueOf)
        .filter(key -> !key.equals("memory") && !key.equals("cpus"))
        .forEach(key -> note("deploy.resources", "%s has no counterpart".formatted(key)));
  }

  private void rest() {
    Set<String> ignored = new TreeSet<>();
    left.keySet()
        .forEach(key -> {
          if (MEANINGLESS.contains(key)) {
            ignored.add(key);
          } else if (!key.startsWith("x-")) {
            note(key, KNOWN.getOrDefault(key, "has no counterpart"));
          }
        });
    if (!ignored.isEmpty()) {
      notes.add(
          "services.%s: %s left out, with no meaning on ECS"
              .formatted(
                  name, String.join(", ", ignored) + (ignored.size() == 1 ? " is" : " are")));
    }
  }

  private static JsonNode json(Object value) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (value) {
      case Map<?, ?> map -> {
        ObjectNode object = nodes.objectNode();
        map.forEach((key, member) ->
            object.set(String.valueOf(key), member == null ? nodes.nullNode() : json(member)));
        yield object;
      }
      case List<?> list -> {
        ArrayNode array = nodes.arrayNode();
        list.forEach(item -> array.add(item == null ? nodes.nullNode() : json(item)));
        yield array;
      }
      case Boolean flag -> nodes.booleanNode(flag);
      case Integer number -> nodes.numberNode(number);
      case Long number -> nodes.numberNode(number);
      case Double number -> nodes.numberNode(number);
      case Object other -> nodes.textNode(String.valueOf(other));
    };
  }
}
