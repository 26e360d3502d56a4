package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Container.Port;
import io.github.ecscompose.stackfile.Container.Protocol;
import java.util.List;

/**
 * The ports of a container.
 *
 * @param complete whether all of them could be read
 */
record Ports(List<Port> list, boolean complete) {

  static final Ports NONE = new Ports(List.of(), true);

  Ports {
    list = List.copyOf(list);
  }

  /** Whether a load balancer can reach that port. */
  boolean has(int containerPort) {
    return list.stream()
        .anyMatch(port -> port.container() == containerPort && port.protocol() == Protocol.TCP);
  }
}
