package io.github.ecscompose.stackfile;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The container of a service.
 *
 * @param memory hard limit in MiB
 * @param gpus number of GPUs, 0 for none
 * @param environment by name, the defaults' values included
 * @param secretEnvironment names in {@code environment} whose value came from a secret parameter
 *     and is never shown
 */
public record Container(
    String image,
    int memory,
    int gpus,
    boolean privileged,
    Map<String, String> environment,
    Set<String> secretEnvironment,
    List<Port> ports,
    List<Volume> volumes,
    Optional<HealthCheck> healthCheck,
    Optional<Logging> logging) {

  public Container {
    Objects.requireNonNull(image, "image");
    environment = Collections.unmodifiableMap(new TreeMap<>(environment));
    secretEnvironment = Collections.unmodifiableSet(new TreeSet<>(secretEnvironment));
    ports = List.copyOf(ports);
    volumes = List.copyOf(volumes);
    Objects.requireNonNull(healthCheck, "healthCheck");
    Objects.requireNonNull(logging, "logging");
  }

  /** A port of the container and the port of the host that leads to it. */
  public record Port(int host, int container, Protocol protocol) {
    public Port {
      Objects.requireNonNull(protocol, "protocol");
    }
  }

  /** Transport protocol of a port. */
  public enum Protocol {
    TCP,
    UDP
  }

  /** A folder of the host, seen by the container. */
  public record Volume(String name, String host, String container, boolean readOnly) {
    public Volume {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(host, "host");
      Objects.requireNonNull(container, "container");
    }
  }

  /** The container's own health check; times in seconds. */
  public record HealthCheck(
      List<String> command, int interval, int timeout, int retries, int startPeriod) {
    public HealthCheck {
      command = List.copyOf(command);
    }
  }

  /** Where the container's output goes. */
  public record Logging(String driver, Map<String, String> options) {
    public Logging {
      Objects.requireNonNull(driver, "driver");
      options = Collections.unmodifiableMap(new TreeMap<>(options));
    }
  }
}
