package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Container.HealthCheck;
import io.github.ecscompose.stackfile.Container.Logging;
import io.github.ecscompose.stackfile.Container.Port;
import io.github.ecscompose.stackfile.Node.Mapping;
import io.github.ecscompose.stackfile.Node.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the containers of one service, the stack's settings under what they say. */
final class ContainerReader {

  /** That of the older tool. */
  private static final int MEMORY = 1024;

  /** What a proxy or an agent needs; Fargate tasks share theirs. */
  private static final int SIDECAR_MEMORY = 256;

  /** The least that Fargate has. */
  private static final int FARGATE_CPU = 256;

  private final StackSettings settings;
  private final boolean fargate;
  private final PortsReader ports;
  private final VolumesReader volumes = new VolumesReader();
  private final List<Port> allPorts = new ArrayList<>();
  private boolean portsComplete = true;

  ContainerReader(StackSettings settings, Compute compute, Network network) {
    this.settings = settings;
    this.fargate = compute.isFargate();
    this.ports = new PortsReader(network.mode(), settings.hostPorts());
  }

  Container main(String name, Section service) {
    return read(name, service, Optional.of(MEMORY), fargate ? FARGATE_CPU : 0);
  }

  Container sidecar(String name, Section sidecar) {
    return read(name, sidecar, fargate ? Optional.empty() : Optional.of(SIDECAR_MEMORY), 0);
  }

  /** Warns of what shows only when all containers were read. */
  void warn() {
    volumes.warn();
  }

  /** The ports of the containers that were read. */
  Ports ports() {
    return new Ports(allPorts, portsComplete);
  }

  private Container read(String name, Section section, Optional<Integer> memory, int cpu) {
    Resources resources = ResourcesReader.read(section, memory, cpu);
    ResourcesReader.check(section, resources);
    ContainerVariables variables = ContainerVariables.read(section);
    Ports own = ports.read(section);
    allPorts.addAll(own.list());
    portsComplete &= own.complete();
    Container container =
        new Container(
            image(section),
            ExecutionReader.read(section),
            resources,
            variables.environment().values(),
            variables.environment().secrets(),
            variables.secrets(),
            labels(section),
            own.list(),
            volumes.read(name, section),
            healthCheck(section),
            logging(section));
    if (fargate) {
      FargateRules.check(section, container);
    }
    return container;
  }

  static Map<String, String> labels(Section section) {
    return section.overlaid("labels", ContainerReader::labels, Map.of());
  }

  private static Map<String, String> labels(Field field, Map<String, String> others) {
    Map<String, String> labels = new TreeMap<>(others);
    Assignments.read(field, Assignments.Kind.LABEL)
        .forEach((name, assignment) -> labels.put(name, assignment.value()));
    return labels;
  }

  static Optional<HealthCheck> healthCheck(Section section) {
    return section.get("healthcheck").flatMap(HealthCheckReader::read);
  }

  private static String image(Section section) {
    return section
        .require("image", "give the image to run, as nginx:1.29")
        .flatMap(ContainerReader::image)
        .orElse("");
  }

  static Optional<String> image(Field field) {
    return field.text(Names.IMAGE, "an image, as nginx:1.29 or name@sha256:…");
  }

  /** Key by key: the container's own, then the defaults', then the stack's. */
  private Optional<Logging> logging(Section section) {
    return section
        .overlaid("logging", ContainerReader::over, settings.logging())
        .flatMap(LoggingReader::read);
  }

  /** Options are a driver's own: those for another one are left behind. */
  private static Optional<Field> over(Field own, Optional<Field> others) {
    Node merged =
        others
            .filter(other -> isSameDriver(own, other))
            .map(other -> Merger.over(other.node(), own.node()))
            .orElse(own.node());
    return Optional.of(new Field(merged, own.at(), own.path(), own.problems()));
  }

  private static boolean isSameDriver(Field own, Field other) {
    Optional<String> driver = driver(own);
    return driver.isEmpty() || driver(other).isEmpty() || driver.equals(driver(other));
  }

  private static Optional<String> driver(Field logging) {
    return logging.node() instanceof Mapping mapping
        ? Optional.ofNullable(mapping.entries().get("log_driver"))
            .map(Node.Entry::value)
            .filter(Scalar.class::isInstance)
            .map(Scalar.class::cast)
            .filter(scalar -> !scalar.isNull())
            .map(Scalar::text)
        : Optional.empty();
  }
}
