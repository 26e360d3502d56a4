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
 * @param environment by name, the defaults' values included
 * @param secretEnvironment names in {@code environment} whose value came from a secret parameter
 *     and is never shown
 * @param secrets by name, what ECS takes the value from: an ARN or the name of an SSM parameter
 */
public record Container(
    String image,
    Execution execution,
    Resources resources,
    Map<String, String> environment,
    Set<String> secretEnvironment,
    Map<String, String> secrets,
    Map<String, String> labels,
    List<Port> ports,
    List<Volume> volumes,
    Optional<HealthCheck> healthCheck,
    Optional<Logging> logging) {

  public Container {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(execution, "execution");
    Objects.requireNonNull(resources, "resources");
    environment = Collections.unmodifiableMap(new TreeMap<>(environment));
    secretEnvironment = Collections.unmodifiableSet(new TreeSet<>(secretEnvironment));
    secrets = Collections.unmodifiableMap(new TreeMap<>(secrets));
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    ports = List.copyOf(ports);
    volumes = List.copyOf(volumes);
    Objects.requireNonNull(healthCheck, "healthCheck");
    Objects.requireNonNull(logging, "logging");
  }

  /** Whether a load balancer can reach that port. */
  public boolean exposes(int port) {
    return ports.stream()
        .anyMatch(exposed -> exposed.container() == port && exposed.protocol() == Protocol.TCP);
  }

  /**
   * A port of the container and the port of the host that leads to it.
   *
   * @param host 0 where ECS chooses one, which only the bridge network allows
   */
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

  /**
   * A folder that the container sees.
   *
   * @param host path on the machine; absent for one that lives as long as the task, and that its
   *     containers share by its name
   */
  public record Volume(String name, Optional<String> host, String container, boolean readOnly) {
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
