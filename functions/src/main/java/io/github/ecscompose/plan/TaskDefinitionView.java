package io.github.ecscompose.plan;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * A task definition in the stackfile's words and without what AWS fills in by itself, so that two
 * that mean the same are equal. What the stackfile has no word for keeps AWS's.
 */
final class TaskDefinitionView {

  private static final String FARGATE = "FARGATE";

  /** Members of a container that ECS may write down although nobody gave them. */
  private static final List<String> FALSE_BY_DEFAULT =
      List.of(
          "privileged",
          "readonlyRootFilesystem",
          "disableNetworking",
          "interactive",
          "pseudoTerminal");

  private static final List<String> LIMITS = List.of("cpu", "memory");
  private static final String SIDECARS = "sidecars";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          entry("networkMode", "network"),
          entry("taskRoleArn", "task_role_arn"),
          entry("executionRoleArn", "task_execution_role_arn"),
          entry("placementConstraints", "placement_constraints"),
          entry("runtimePlatform", "platform"),
          entry("ephemeralStorage", "ephemeral_storage"),
          entry("healthCheck", "healthcheck"),
          entry("logConfiguration", "logging"),
          entry("logDriver", "log_driver"),
          entry("portMappings", "ports"),
          entry("startPeriod", "start_period"),
          entry("entryPoint", "entrypoint"),
          entry("workingDirectory", "working_dir"),
          entry("stopTimeout", "stop_grace_period"),
          entry("memoryReservation", "memory_reservation"),
          entry("dockerLabels", "labels"),
          entry("softLimit", "soft"),
          entry("hardLimit", "hard"));

  /** Lists whose order means nothing, with the members that tell their elements apart. */
  private static final Map<String, Set<String>> KEYED =
      Map.of(
          "environment", Set.of("name"),
          "secrets", Set.of("name"),
          "volumes", Set.of("name"),
          "portMappings", Set.of("containerPort", "hostPort", "protocol"),
          "mountPoints", Set.of("sourceVolume", "containerPath"),
          "placementConstraints", Set.of("type", "expression"),
          "resourceRequirements", Set.of("type"),
          "ulimits", Set.of("name"),
          "containerDefinitions", Set.of("name"));

  private TaskDefinitionView() {}

  /** The view of a task definition whose main container is named as the service. */
  static ObjectNode of(TaskDefinition definition, String service) {
    ObjectNode document = definition.document().deepCopy();
    boolean fargate =
        document
            .path("requiresCompatibilities")
            .valueStream()
            .anyMatch(type -> type.asText().equals(FARGATE));
    dropTaskDefaults(document, fargate);
    boolean hostPortsFollow =
        Set.of("host", "awsvpc").contains(document.path("networkMode").asText());
    for (JsonNode container : document.path("containerDefinitions")) {
      dropContainerDefaults((ObjectNode) container, hostPortsFollow);
    }
    ObjectNode view = object(document);
    if (!fargate) {
      rename(view, "task_");
    }
    if (view.remove("containerDefinitions") instanceof ObjectNode containers) {
      if (containers.remove(service) instanceof ObjectNode main) {
        if (fargate) {
          rename(main, "container_");
        }
        view.setAll(main);
      }
      if (!containers.isEmpty()) {
        view.set(SIDECARS, containers);
      }
    }
    return view;
  }

  /**
   * What differs, in order of place. A sidecar that only one of them has is compared with one of
   * which nothing is said, so that its members are named one by one.
   */
  static List<Change> differences(TaskDefinition now, TaskDefinition then, String service) {
    ObjectNode before = of(now, service);
    ObjectNode after = of(then, service);
    addSidecarsOf(before, after);
    addSidecarsOf(after, before);
    return Differences.between(before, after);
  }

  private static void addSidecarsOf(ObjectNode from, ObjectNode to) {
    from.path(SIDECARS)
        .fieldNames()
        .forEachRemaining(name -> to.withObjectProperty(SIDECARS).withObjectProperty(name));
  }

  private static void dropTaskDefaults(ObjectNode document, boolean fargate) {
    if (document.path("networkMode").asText().isEmpty()) {
      document.put("networkMode", "bridge");
    }
    dropIf(document, "enableFaultInjection", "false");
    // It is what a definition is checked against where it names nothing.
    if (document.path("requiresCompatibilities").toString().equals("[\"EC2\"]")) {
      document.remove("requiresCompatibilities");
    }
    for (String name : LIMITS) {
      String text = document.path(name).asText();
      if (!text.isEmpty() && text.chars().allMatch(Character::isDigit)) {
        document.put(name, Long.parseLong(text));
      }
    }
    if (document.path("runtimePlatform") instanceof ObjectNode platform) {
      document.put("runtimePlatform", platform(platform));
      // It is Fargate's own choice.
      if (fargate) {
        dropIf(document, "runtimePlatform", "linux/amd64");
      }
    }
    if (document.path("ephemeralStorage") instanceof ObjectNode storage) {
      document.set("ephemeralStorage", storage.path("sizeInGiB"));
      dropIf(document, "ephemeralStorage", "20");
    }
  }

  /** As docker names platforms: {@code linux/arm64}. */
  private static String platform(ObjectNode platform) {
    String architecture =
        switch (platform.path("cpuArchitecture").asText("X86_64")) {
          case "X86_64" -> "amd64";
          case String other -> other.toLowerCase(Locale.ROOT);
        };
    String system = platform.path("operatingSystemFamily").asText("LINUX");
    return system.toLowerCase(Locale.ROOT) + "/" + architecture;
  }

  private static void dropContainerDefaults(ObjectNode container, boolean hostPortsFollow) {
    dropIf(container, "cpu", "0");
    for (String name : FALSE_BY_DEFAULT) {
      dropIf(container, name, "false");
    }
    dropIf(container, "essential", "true");
    dropIf(container, "versionConsistency", "enabled");
    if (container.path("linuxParameters") instanceof ObjectNode linux) {
      dropIf(linux, "initProcessEnabled", "false");
      if (linux.has("initProcessEnabled")) {
        container.set("init", linux.remove("initProcessEnabled"));
      }
    }
    for (JsonNode mount : container.path("mountPoints")) {
      dropIf((ObjectNode) mount, "readOnly", "false");
    }
    for (JsonNode port : container.path("portMappings")) {
      ObjectNode mapping = (ObjectNode) port;
      if (!mapping.has("protocol")) {
        mapping.put("protocol", "tcp");
      }
      if (hostPortsFollow) {
        mapping.remove("hostPort");
      }
      // ECS writes a port down that it is to choose by itself.
      dropIf(mapping, "hostPort", "0");
    }
    if (container.path("healthCheck") instanceof ObjectNode check) {
      fill(check, "interval", 30);
      fill(check, "timeout", 5);
      fill(check, "retries", 3);
      dropIf(check, "startPeriod", "0");
    }
  }

  /**
   * The task and its main container have limits of the same names. The stackfile speaks of the
   * container's, and on Fargate of the task's; the others get a prefix.
   */
  private static void rename(ObjectNode limits, String prefix) {
    for (String name : LIMITS) {
      if (limits.has(name)) {
        limits.set(prefix + name, limits.remove(name));
      }
    }
  }

  private static void dropIf(ObjectNode node, String name, String text) {
    if (node.path(name).asText().equals(text)) {
      node.remove(name);
    }
  }

  private static void fill(ObjectNode node, String name, int value) {
    if (!node.hasNonNull(name)) {
      node.put(name, value);
    }
  }

  /** Without what is null or empty; keyed lists become objects. */
  private static ObjectNode object(JsonNode node) {
    ObjectNode result = JSON.objectNode();
    Map<String, JsonNode> sorted = new TreeMap<>();
    node.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    sorted.forEach(
        (name, value) -> present(name, value).ifPresent(kept -> result.set(word(name), kept)));
    return result;
  }

  private static Optional<JsonNode> present(String name, JsonNode value) {
    if (value.isNull() || (value.isTextual() && value.asText().isEmpty())) {
      return Optional.empty();
    }
    if (!value.isContainerNode()) {
      return Optional.of(value);
    }
    JsonNode kept = value;
    if (name.equals("dockerLabels")) {
      kept = verbatim(value);
    } else if (value.isObject()) {
      kept = object(value);
    } else if (KEYED.containsKey(name)) {
      kept = keyed(value, KEYED.getOrDefault(name, Set.of()));
    }
    return kept.isEmpty() ? Optional.empty() : Optional.of(kept);
  }

  /** Names and texts of the user's, of which an empty one counts too. */
  private static ObjectNode verbatim(JsonNode texts) {
    Map<String, JsonNode> sorted = new TreeMap<>();
    texts.properties().forEach(text -> sorted.put(text.getKey(), text.getValue()));
    ObjectNode result = JSON.objectNode();
    sorted.forEach(result::set);
    return result;
  }

  private static ObjectNode keyed(JsonNode list, Set<String> keys) {
    Map<String, JsonNode> sorted = new TreeMap<>();
    for (JsonNode element : list) {
      StringJoiner key = new StringJoiner("/");
      keys.stream()
          .sorted()
          .filter(element::has)
          .forEach(name -> key.add(element.path(name).asText()));
      ObjectNode rest = object(element);
      keys.forEach(rest::remove);
      boolean valueOnly = rest.size() == 1 && (rest.has("value") || rest.has("valueFrom"));
      sorted.put(key.toString(), valueOnly ? rest.elements().next() : rest);
    }
    ObjectNode result = JSON.objectNode();
    sorted.forEach(result::set);
    return result;
  }

  private static String word(String name) {
    return WORDS.getOrDefault(name, name);
  }
}
