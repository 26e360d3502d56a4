package io.github.ecscompose.stackfile;

import java.util.List;
import java.util.Objects;

/**
 * How the tasks of a service are networked.
 *
 * @param subnets of the tasks' own network interfaces; empty unless {@code AWSVPC}
 * @param securityGroups likewise
 */
public record Network(Mode mode, List<String> subnets, List<String> securityGroups) {

  public Network {
    Objects.requireNonNull(mode, "mode");
    subnets = List.copyOf(subnets);
    securityGroups = List.copyOf(securityGroups);
  }

  /** Network mode of the task definition. */
  public enum Mode {
    HOST,
    AWSVPC
  }
}
