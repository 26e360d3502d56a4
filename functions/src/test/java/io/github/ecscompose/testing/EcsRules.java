package io.github.ecscompose.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.error.RefusedException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What ECS refuses of task definitions and services (API reference and developer guide of Amazon
 * ECS, as of RegisterTaskDefinition, CreateService, UpdateService and RunTask).
 */
final class EcsRules {

  private static final int CONTAINERS = 10;
  private static final String ZONE = "attribute:ecs.availability-zone";

  /**
   * Memory in MiB that a Fargate task may have, by its CPU units: the least, the most, the step.
   */
  private static final Map<Integer, int[]> FARGATE_SIZES =
      Map.of(
          512, new int[] {1024, 4096, 1024},
          1024, new int[] {2048, 8192, 1024},
          2048, new int[] {4096, 16_384, 1024},
          4096, new int[] {8192, 30_720, 1024},
          8192, new int[] {16_384, 61_440, 4096},
          16_384, new int[] {32_768, 122_880, 8192});

  private EcsRules() {}

  static boolean isFargate(JsonNode taskDefinition) {
    return has(taskDefinition.path("requiresCompatibilities"), "FARGATE");
  }

  static void checkTaskDefinition(ObjectNode definition) {
    JsonNode containers = definition.path("containerDefinitions");
    refuseIf(containers.isEmpty() || containers.size() > CONTAINERS, "1 to 10 containers");
    Set<String> volumes = new HashSet<>();
    for (JsonNode volume : definition.path("volumes")) {
      refuseIf(!volumes.add(volume.path("name").asText()), "a volume is given twice");
    }
    Set<String> names = new HashSet<>();
    Set<String> hostPorts = new HashSet<>();
    for (JsonNode container : containers) {
      refuseIf(!names.add(container.path("name").asText()), "a container is given twice");
      checkContainer(definition, container, volumes, hostPorts);
    }
    refuseIf(
        containers.findValues("essential").stream().noneMatch(JsonNode::asBoolean),
        "at least one container must be essential");
    if (isFargate(definition)) {
      checkFargate(definition);
    } else {
      refuseIf(definition.has("ephemeralStorage"), "ephemeralStorage is for Fargate");
    }
    refuseIf(
        has(definition.path("requiresCompatibilities"), "EXTERNAL")
            && definition.path("networkMode").asText().equals("awsvpc"),
        "EXTERNAL does not support awsvpc");
  }

  private static void checkContainer(
      JsonNode definition, JsonNode container, Set<String> volumes, Set<String> hostPorts) {
    String name = container.path("name").asText();
    refuseIf(
        !definition.has("memory")
            && !container.has("memory")
            && !container.has("memoryReservation"),
        "at least one of memory or memoryReservation must be specified for " + name);
    refuseIf(
        container.has("memory")
            && container.path("memoryReservation").asInt() > container.path("memory").asInt(),
        "memoryReservation of " + name + " is above memory");
    for (JsonNode mount : container.path("mountPoints")) {
      refuseIf(
          !volumes.contains(mount.path("sourceVolume").asText()),
          name + " mounts an unknown volume");
    }
    boolean bridge = definition.path("networkMode").asText("bridge").equals("bridge");
    for (JsonNode port : container.path("portMappings")) {
      int host = port.path("hostPort").asInt();
      refuseIf(
          !bridge && port.has("hostPort") && host != port.path("containerPort").asInt(),
          "host port and container port of " + name + " differ");
      refuseIf(
          host != 0 && !hostPorts.add(host + "/" + port.path("protocol").asText("tcp")),
          "a host port is given twice");
    }
  }

  private static void checkFargate(ObjectNode definition) {
    refuseIf(!definition.path("networkMode").asText().equals("awsvpc"), "Fargate needs awsvpc");
    refuseIf(!isFargateSize(definition), "No Fargate configuration exists for given values");
    refuseIf(!definition.path("placementConstraints").isEmpty(), "Fargate takes no constraints");
    if (definition.has("ephemeralStorage")) {
      int size = definition.at("/ephemeralStorage/sizeInGiB").asInt();
      refuseIf(size < 21 || size > 200, "ephemeralStorage has to be 21 to 200 GiB");
    }
    for (JsonNode volume : definition.path("volumes")) {
      refuseIf(volume.at("/host/sourcePath").isTextual(), "Fargate has no sourcePath");
    }
    int memory = 0;
    for (JsonNode container : definition.path("containerDefinitions")) {
      refuseIf(container.path("privileged").asBoolean(), "Fargate runs nothing privileged");
      refuseIf(!container.path("resourceRequirements").isEmpty(), "Fargate has no GPU");
      memory += container.path("memory").asInt();
    }
    refuseIf(memory > definition.path("memory").asInt(), "containers take more than the task has");
  }

  private static boolean isFargateSize(ObjectNode definition) {
    if (!definition.path("cpu").isTextual() || !definition.path("memory").isTextual()) {
      return false;
    }
    int cpu = definition.path("cpu").asInt();
    int memory = definition.path("memory").asInt();
    if (cpu == 256) {
      return Set.of(512, 1024, 2048).contains(memory);
    }
    return Optional.ofNullable(FARGATE_SIZES.get(cpu)).stream()
        .flatMapToInt(
            size -> IntStream.iterate(size[0], next -> next <= size[1], next -> next + size[2]))
        .anyMatch(possible -> possible == memory);
  }

  /** What CreateService, UpdateService and RunTask check of where tasks run. */
  static void checkPlacement(ObjectNode document, ObjectNode taskDefinition) {
    refuseIf(
        document.has("launchType") && !document.path("capacityProviderStrategy").isEmpty(),
        "Specifying both a launch type and capacity provider strategy is not supported");
    checkProviders(document.path("capacityProviderStrategy"));
    boolean fargate = runsOnFargate(document);
    refuseIf(
        fargate && !isFargate(taskDefinition),
        "Task definition does not support launch_type FARGATE");
    refuseIf(
        document.path("launchType").asText().equals("EXTERNAL")
            && !has(taskDefinition.path("requiresCompatibilities"), "EXTERNAL"),
        "Task definition does not support launch_type EXTERNAL");
    refuseIf(
        fargate
            && (!document.path("placementStrategy").isEmpty()
                || !document.path("placementConstraints").isEmpty()),
        "Placement strategies and constraints are not supported with FARGATE");
    boolean daemon = document.path("schedulingStrategy").asText().equals("DAEMON");
    refuseIf(
        daemon && !document.path("placementStrategy").isEmpty(),
        "a DAEMON takes no placement strategy");
    refuseIf(daemon && fargate, "the scheduling strategy DAEMON is not supported on Fargate");
    refuseIf(document.path("placementStrategy").size() > 5, "at most 5 placement strategies");
    JsonNode network = document.at("/networkConfiguration/awsvpcConfiguration");
    boolean awsvpc = taskDefinition.path("networkMode").asText().equals("awsvpc");
    refuseIf(awsvpc && network.path("subnets").isEmpty(), "awsvpc needs a network configuration");
    refuseIf(!awsvpc && network.isObject(), "Network Configuration is not valid for this mode");
    refuseIf(
        network.path("assignPublicIp").asText().equals("ENABLED") && !fargate,
        "Assign public IP is not supported for this launch type");
    refuseIf(
        document.path("enableExecuteCommand").asBoolean() && !taskDefinition.has("taskRoleArn"),
        "a valid taskRoleArn is not being used");
  }

  private static void checkProviders(JsonNode strategy) {
    refuseIf(strategy.size() > 20, "at most 20 capacity providers");
    int bases = 0;
    int weights = 0;
    Set<Boolean> kinds = new HashSet<>();
    for (JsonNode provider : strategy) {
      bases += provider.path("base").asInt() > 0 ? 1 : 0;
      weights += provider.path("weight").asInt();
      kinds.add(provider.path("capacityProvider").asText().startsWith("FARGATE"));
    }
    refuseIf(bases > 1, "only one capacity provider may have a base");
    refuseIf(!strategy.isEmpty() && weights == 0, "one capacity provider needs a weight above 0");
    refuseIf(kinds.size() > 1, "Fargate and others cannot be mixed");
  }

  static boolean runsOnFargate(JsonNode document) {
    return document.path("launchType").asText().equals("FARGATE")
        || document
            .at("/capacityProviderStrategy/0/capacityProvider")
            .asText()
            .startsWith("FARGATE");
  }

  /** What CreateService and UpdateService check of the targets of load balancers. */
  static void checkTargets(ObjectNode service, ObjectNode taskDefinition) {
    for (JsonNode balancer : service.path("loadBalancers")) {
      String name = balancer.path("containerName").asText();
      List<String> ports =
          container(taskDefinition, name).path("portMappings").findValuesAsText("containerPort");
      refuseIf(
          !ports.contains(balancer.path("containerPort").asText()),
          "The container " + name + " did not have that container port defined");
    }
  }

  private static JsonNode container(ObjectNode taskDefinition, String name) {
    for (JsonNode container : taskDefinition.path("containerDefinitions")) {
      if (container.path("name").asText().equals(name)) {
        return container;
      }
    }
    throw new RefusedException("The container " + name + " does not exist in the task definition");
  }

  /** Whether ECS can rebalance the service's tasks over the availability zones. */
  static boolean mayRebalance(JsonNode service) {
    JsonNode first = service.at("/placementStrategy/0/field");
    return !service.path("schedulingStrategy").asText().equals("DAEMON")
        && !service.path("launchType").asText().equals("EXTERNAL")
        && service.at("/deploymentConfiguration/maximumPercent").asInt(200) > 100
        && (service.path("placementStrategy").isEmpty() || first.asText().equals(ZONE));
  }

  static void refuseIf(boolean wrong, String message) {
    if (wrong) {
      throw new RefusedException(message);
    }
  }

  private static boolean has(JsonNode texts, String text) {
    return texts.valueStream().anyMatch(node -> node.asText().equals(text));
  }
}
