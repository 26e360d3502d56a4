package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Container.Port;
import io.github.ecscompose.stackfile.Container.Protocol;
import io.github.ecscompose.stackfile.Network.Mode;
import io.github.ecscompose.stackfile.Node.Mapping;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code ports} of one service. */
final class PortsReader {

  private static final Pattern SHORT_FORM =
      Pattern.compile("(?:(\\d{1,5}):)?(\\d{1,5})(?:/(tcp|udp))?", Pattern.CASE_INSENSITIVE);
  private static final String EXPECTATION =
      "HOST:CONTAINER with ports from 1 to 65535, as \"8080:8080\" or \"53:53/udp\"";
  private static final int HIGHEST = 65_535;

  private final Mode network;
  private final Claims hostPorts;
  private final Set<Integer> seen = new HashSet<>();

  /**
   * A reader for one service.
   *
   * @param hostPorts those of the host network, with the services that use them
   */
  PortsReader(Mode network, Claims hostPorts) {
    this.network = network;
    this.hostPorts = hostPorts;
  }

  Ports read(Field field) {
    return field.items().map(this::ports).orElse(new Ports(List.of(), false));
  }

  private Ports ports(List<Field> items) {
    List<Port> ports = new ArrayList<>();
    for (Field item : items) {
      Optional<Port> port = port(item);
      port.ifPresent(found -> check(found, item));
      port.ifPresent(ports::add);
    }
    return new Ports(ports, ports.size() == items.size());
  }

  private void check(Port port, Field item) {
    if (port.host() != port.container()) {
      item.error(
          "under the network mode %s the port of the host must be that of the container, found %s"
              .formatted(network.name().toLowerCase(Locale.ROOT), item.shown()));
    }
    if (!seen.add(port.container())) {
      item.error(
          "ECS takes a container's port once, for one protocol; found it again in " + item.shown());
    } else if (network == Mode.HOST) {
      hostPorts.claim(port.host() + "/" + port.protocol(), item, "the same port of the host");
    }
  }

  private static Optional<Port> port(Field item) {
    if (item.node() instanceof Mapping) {
      item.error("the long form of a port is not supported yet: write " + EXPECTATION);
      return Optional.empty();
    }
    return item.text(SHORT_FORM, EXPECTATION)
        .map(SHORT_FORM::matcher)
        .filter(Matcher::matches)
        .flatMap(matcher -> port(item, matcher));
  }

  private static Optional<Port> port(Field item, Matcher matcher) {
    int container = Integer.parseInt(matcher.group(2));
    int host = matcher.group(1) == null ? container : Integer.parseInt(matcher.group(1));
    if (!isPort(host) || !isPort(container)) {
      item.expected(EXPECTATION);
      return Optional.empty();
    }
    boolean udp = "udp".equalsIgnoreCase(matcher.group(3));
    return Optional.of(new Port(host, container, udp ? Protocol.UDP : Protocol.TCP));
  }

  private static boolean isPort(int number) {
    return number >= 1 && number <= HIGHEST;
  }
}
