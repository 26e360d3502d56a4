package io.github.ecscompose.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.stackfile.Compute;
import io.github.ecscompose.stackfile.Compute.LaunchType;
import io.github.ecscompose.stackfile.Container;
import io.github.ecscompose.stackfile.PlacementConstraint;
import io.github.ecscompose.stackfile.Resources;
import io.github.ecscompose.stackfile.Service;
import io.github.ecscompose.stackfile.Sidecar;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes a service down as the task definition that runs it. */
public final class TaskDefinitions {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private TaskDefinitions() {}

  /** The task definition of a service: its main container, named as the service, comes first. */
  public static TaskDefinition of(String cluster, Service service) {
    ObjectNode document = JSON.objectNode();
    document.put("family", Names.family(cluster, service.name()));
    document.put("networkMode", service.network().mode().name().toLowerCase(Locale.ROOT));
    service.access().taskRole().ifPresent(arn -> document.put("taskRoleArn", arn));
    service.access().executionRole().ifPresent(arn -> document.put("executionRoleArn", arn));
    compute(service, document);
    document.set("containerDefinitions", containers(service));
    document.set("volumes", volumes(service));
    return new TaskDefinition(document);
  }

  /**
   * What kind of machine the task is for. Without a kind the definition is left open, as the older
   * tool's are.
   */
  private static void compute(Service service, ObjectNode document) {
    Compute compute = service.compute();
    if (compute.isFargate()) {
      document.putArray("requiresCompatibilities").add(LaunchType.FARGATE.name());
      size(service.container().resources(), document);
    } else {
      compute
          .launchType()
          .filter(type -> type == LaunchType.EXTERNAL)
          .ifPresent(type -> document.putArray("requiresCompatibilities").add(type.name()));
      document.set("placementConstraints", placementConstraints(compute.constraints()));
    }
    compute
        .architecture()
        .ifPresent(architecture ->
            document
                .putObject("runtimePlatform")
                .put("cpuArchitecture", architecture.name())
                .put("operatingSystemFamily", "LINUX"));
    compute
        .ephemeralStorage()
        .ifPresent(size -> document.putObject("ephemeralStorage").put("sizeInGiB", size));
  }

  /** ECS takes the size of a whole task as text. */
  private static void size(Resources resources, ObjectNode document) {
    document.put("cpu", Integer.toString(resources.cpu()));
    resources.memory().ifPresent(amount -> document.put("memory", Integer.toString(amount)));
  }

  private static ArrayNode containers(Service service) {
    ArrayNode containers = JSON.arrayNode();
    Container main = service.container();
    containers.add(
        service.compute().isFargate()
            ? ContainerDefinitions.withinTask(service.name(), main, true)
            : ContainerDefinitions.of(service.name(), main, true));
    for (Sidecar sidecar : service.sidecars()) {
      containers.add(
          ContainerDefinitions.of(sidecar.name(), sidecar.container(), sidecar.essential()));
    }
    return containers;
  }

  /**
   * One entry a name: the same folder may be mounted at several places, and by several containers
   * of the task.
   */
  private static ArrayNode volumes(Service service) {
    Map<String, Optional<String>> hosts = new TreeMap<>();
    service.containers().values().stream()
        .flatMap(container -> container.volumes().stream())
        .forEach(volume ->
            hosts.merge(volume.name(), volume.host(), (one, other) -> one.or(() -> other)));
    ArrayNode list = JSON.arrayNode();
    hosts.forEach((name, host) -> {
      ObjectNode volume = list.addObject().put("name", name);
      host.ifPresent(path -> volume.putObject("host").put("sourcePath", path));
    });
    return list;
  }

  /**
   * A task definition knows {@code memberOf} alone; {@code distinctInstance} belongs to the
   * service.
   */
  private static ArrayNode placementConstraints(List<PlacementConstraint> constraints) {
    ArrayNode list = JSON.arrayNode();
    for (PlacementConstraint constraint : constraints) {
      constraint
          .expression()
          .ifPresent(
              expression -> list.addObject().put("type", "memberOf").put("expression", expression));
    }
    return list;
  }
}
