package io.github.ecscompose.stackfile;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One entry under {@code services}. It carries all that its deployment needs, what the stackfile
 * gives once for all services included.
 *
 * @param taskRole ARN of the role that the containers assume
 * @param executionRole ARN of the role with which ECS pulls the image and writes logs
 */
public record Service(
    String name,
    Kind kind,
    Container container,
    Network network,
    Optional<String> taskRole,
    Optional<String> executionRole,
    List<PlacementConstraint> placementConstraints,
    Rollout rollout,
    Optional<LoadBalancer> loadBalancer,
    Optional<Discovery> discovery) {

  public Service {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(container, "container");
    Objects.requireNonNull(network, "network");
    Objects.requireNonNull(taskRole, "taskRole");
    Objects.requireNonNull(executionRole, "executionRole");
    placementConstraints = List.copyOf(placementConstraints);
    Objects.requireNonNull(rollout, "rollout");
    Objects.requireNonNull(loadBalancer, "loadBalancer");
    Objects.requireNonNull(discovery, "discovery");
  }

  /** {@code type} of the stackfile: kept running, or run once to its end. */
  public enum Kind {
    SERVICE,
    TASK
  }
}
