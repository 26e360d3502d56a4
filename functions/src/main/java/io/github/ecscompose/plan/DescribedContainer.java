package io.github.ecscompose.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecscompose.json.JsonText;
import io.github.ecscompose.stackfile.Container;
import io.github.ecscompose.stackfile.Container.HealthCheck;
import io.github.ecscompose.stackfile.Container.Logging;
import io.github.ecscompose.stackfile.Container.Port;
import io.github.ecscompose.stackfile.Container.Protocol;
import io.github.ecscompose.stackfile.Container.Volume;
import io.github.ecscompose.stackfile.Execution;
import io.github.ecscompose.stackfile.Network.Mode;
import io.github.ecscompose.stackfile.Resources;
import io.github.ecscompose.stackfile.Resources.Ulimit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Reads what a stackfile can say of a container in a live task definition: the way back from {@link
 * ContainerDefinitions}.
 *
 * @param task the task definition's document
 */
record DescribedContainer(JsonNode task, Mode network) {

  /** Its containers collect what others log, for which a stackfile has no words. */
  private static final String ROUTER = "awsfirelens";

  /**
   * The container.
   *
   * @param wholeTask whether CPU and memory are those of the task, as of a main one on Fargate
   * @param secret names of the variables whose values are secret
   */
  Container read(JsonNode container, boolean wholeTask, Set<String> secret) {
    Map<String, String> environment = assignments(container.path("environment"), "value");
    return new Container(
        container.path("image").asText(),
        execution(container),
        resources(container, wholeTask ? task : container),
        environment,
        environment.keySet().stream().filter(secret::contains).collect(Collectors.toSet()),
        assignments(container.path("secrets"), "valueFrom"),
        texts(container.path("dockerLabels")),
        ports(container.path("portMappings")),
        volumes(container.path("mountPoints")),
        healthCheck(container.path("healthCheck")),
        logging(container.path("logConfiguration")));
  }

  private static Execution execution(JsonNode container) {
    return new Execution(
        list(container.path("command")),
        list(container.path("entryPoint")),
        text(container, "workingDirectory"),
        text(container, "user"),
        container.path("linuxParameters").path("initProcessEnabled").asBoolean(),
        container.path("privileged").asBoolean(),
        number(container, "stopTimeout"));
  }

  private static Resources resources(JsonNode container, JsonNode limits) {
    Map<String, Ulimit> ulimits = new TreeMap<>();
    container
        .path("ulimits")
        .forEach(limit ->
            ulimits.put(
                limit.path("name").asText(),
                new Ulimit(limit.path("softLimit").asInt(), limit.path("hardLimit").asInt())));
    int gpus =
        container
            .path("resourceRequirements")
            .valueStream()
            .filter(requirement -> requirement.path("type").asText().equals("GPU"))
            .mapToInt(requirement -> requirement.path("value").asInt())
            .findFirst()
            .orElse(0);
    return new Resources(
        number(limits, "memory"),
        number(container, "memoryReservation"),
        number(limits, "cpu").orElse(0),
        gpus,
        ulimits);
  }

  /** A port that is not given is ECS's to choose, or the container's. */
  private List<Port> ports(JsonNode mappings) {
    List<Port> ports = new ArrayList<>();
    for (JsonNode mapping : mappings) {
      int container = mapping.path("containerPort").asInt();
      int unsaid = network == Mode.BRIDGE ? 0 : container;
      int host = number(mapping, "hostPort").filter(port -> port > 0).orElse(unsaid);
      if (container > 0) {
        ports.add(
            new Port(
                host,
                container,
                mapping.path("protocol").asText("tcp").equals("udp")
                    ? Protocol.UDP
                    : Protocol.TCP));
      }
    }
    ports.sort(Comparator.comparingInt(Port::container));
    return ports;
  }

  /** Folders of machines and those that end with the task; others have no words. */
  private List<Volume> volumes(JsonNode mounts) {
    Map<String, JsonNode> sources = new HashMap<>();
    task.path("volumes").forEach(volume -> sources.put(volume.path("name").asText(), volume));
    List<Volume> volumes = new ArrayList<>();
    for (JsonNode mount : mounts) {
      Optional.ofNullable(sources.get(mount.path("sourceVolume").asText()))
          .filter(DescribedContainer::isFolder)
          .ifPresent(volume ->
              volumes.add(
                  new Volume(
                      volume.path("name").asText(),
                      text(volume.path("host"), "sourcePath"),
                      mount.path("containerPath").asText(),
                      mount.path("readOnly").asBoolean())));
    }
    volumes.sort(Comparator.comparing(Volume::container));
    return volumes;
  }

  private static boolean isFolder(JsonNode volume) {
    return volume.properties().stream()
        .filter(member -> !member.getValue().isNull() && !member.getValue().isEmpty())
        .noneMatch(member -> member.getKey().endsWith("VolumeConfiguration"));
  }

  private static Optional<HealthCheck> healthCheck(JsonNode check) {
    List<String> command = list(check.path("command"));
    return Optional.of(check)
        .filter(found -> command.size() > 1 && command.getFirst().startsWith("CMD"))
        .map(found ->
            new HealthCheck(
                command,
                found.path("interval").asInt(30),
                found.path("timeout").asInt(5),
                found.path("retries").asInt(3),
                found.path("startPeriod").asInt(0)));
  }

  private static Optional<Logging> logging(JsonNode logging) {
    return text(logging, "logDriver")
        .filter(driver -> !driver.equals(ROUTER))
        .map(driver -> new Logging(driver, texts(logging.path("options"))));
  }

  private static Map<String, String> assignments(JsonNode list, String value) {
    Map<String, String> assignments = new TreeMap<>();
    list.forEach(
        element -> assignments.put(element.path("name").asText(), element.path(value).asText("")));
    return assignments;
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new TreeMap<>();
    object.properties().forEach(member -> texts.put(member.getKey(), member.getValue().asText()));
    return texts;
  }

  private static List<String> list(JsonNode list) {
    return list.valueStream().map(JsonNode::asText).toList();
  }

  private static Optional<String> text(JsonNode object, String name) {
    return JsonText.member(object, name).filter(text -> !text.isEmpty());
  }

  /** A number, which ECS may give as text. */
  static Optional<Integer> number(JsonNode object, String name) {
    return JsonText.member(object, name)
        .filter(text -> text.matches("\\d{1,9}"))
        .map(Integer::valueOf)
        .filter(number -> number > 0);
  }
}
