package io.github.ecscompose.stackfile;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One entry under {@code services}. It carries all that its deployment needs, what the stackfile
 * gives once for all services included.
 *
 * @param dependsOn names of services that have to be stable before this one is deployed, sorted
 * @param container the main one, named as the service
 * @param sidecars further containers of each task, sorted by name
 * @param tags of all that is made for the service, beside ecs-compose's own
 */
public record Service(
    String name,
    Kind kind,
    List<String> dependsOn,
    Container container,
    List<Sidecar> sidecars,
    Compute compute,
    Network network,
    Access access,
    Rollout rollout,
    Optional<LoadBalancer> loadBalancer,
    Optional<Discovery> discovery,
    Map<String, String> tags) {

  public Service {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(kind, "kind");
    dependsOn = dependsOn.stream().distinct().sorted().toList();
    Objects.requireNonNull(container, "container");
    sidecars = sidecars.stream().sorted(Comparator.comparing(Sidecar::name)).toList();
    Objects.requireNonNull(compute, "compute");
    Objects.requireNonNull(network, "network");
    Objects.requireNonNull(access, "access");
    Objects.requireNonNull(rollout, "rollout");
    Objects.requireNonNull(loadBalancer, "loadBalancer");
    Objects.requireNonNull(discovery, "discovery");
    tags = Collections.unmodifiableMap(new TreeMap<>(tags));
  }

  /** The container, main one or sidecar, that exposes that port over TCP. */
  public Optional<String> containerOf(int port) {
    return containers().entrySet().stream()
        .filter(entry -> entry.getValue().exposes(port))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** All containers of a task by name, the main one first. */
  public Map<String, Container> containers() {
    Map<String, Container> containers = new LinkedHashMap<>();
    containers.put(name, container);
    sidecars.forEach(sidecar -> containers.putIfAbsent(sidecar.name(), sidecar.container()));
    return Collections.unmodifiableMap(containers);
  }

  /** {@code type} of the stackfile: kept running, or run once to its end. */
  public enum Kind {
    SERVICE,
    TASK
  }
}
