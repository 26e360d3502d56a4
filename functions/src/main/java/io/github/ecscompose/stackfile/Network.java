package io.github.ecscompose.stackfile;

import java.util.List;
import java.util.Objects;

/**
 * How the tasks of a service are networked.
 *
 * @param subnets of the tasks' own network interfaces; empty unless {@code AWSVPC}
 * @param securityGroups likewise
 * @param publicIp whether those interfaces get public addresses
 */
public record Network(
    Mode mode, List<String> subnets, List<String> securityGroups, boolean publicIp) {

  /** The machine's own. */
  public static final Network HOST = new Network(Mode.HOST, List.of(), List.of(), false);

  public Network {
    Objects.requireNonNull(mode, "mode");
    subnets = List.copyOf(subnets);
    securityGroups = List.copyOf(securityGroups);
  }

  /** Network mode of the task definition. */
  public enum Mode {
    HOST,
    AWSVPC,
    BRIDGE
  }
}
