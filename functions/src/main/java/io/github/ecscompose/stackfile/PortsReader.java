package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Container.Port;
import io.github.ecscompose.stackfile.Container.Protocol;
import io.github.ecscompose.stackfile.Network.Mode;
import io.github.ecscompose.stackfile.Node.Mapping;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code ports} of the containers of one service. */
final class PortsReader {

  private static final Pattern SHORT_FORM =
      Pattern.compile(
          "((?:\\d{1,3}\\.){3}\\d{1,3}:)?(?:(\\d{1,5}):)?(\\d{1,5})(?:/(tcp|udp))?",
          Pattern.CASE_INSENSITIVE);
  private static final String EXPECTATION =
      "HOST:CONTAINER with ports from 1 to 65535, as \"8080:8080\" or \"53:53/udp\"";
  private static final Map<String, Protocol> PROTOCOLS =
      Map.of("tcp", Protocol.TCP, "udp", Protocol.UDP);
  private static final int HIGHEST = 65_535;

  private final Mode network;
  private final Claims hostPorts;
  private final Set<Integer> containerPorts = new HashSet<>();
  private final Set<String> ownHostPorts = new HashSet<>();

  /**
   * A reader for the containers of one service.
   *
   * @param hostPorts those of machines, with the services that use them
   */
  PortsReader(Mode network, Claims hostPorts) {
    this.network = network;
    this.hostPorts = hostPorts;
  }

  /** The ports of one container; under the bridge network each has all ports for itself. */
  Ports read(Section container) {
    if (network == Mode.BRIDGE) {
      containerPorts.clear();
    }
    return container
        .get("ports")
        .map(field -> field.items().map(this::ports).orElse(new Ports(List.of(), false)))
        .orElse(Ports.NONE);
  }

  private Ports ports(List<Field> items) {
    List<Port> ports = new ArrayList<>();
    for (Field item : items) {
      Optional<Port> port = port(item);
      port.ifPresent(found -> check(found, item));
      port.ifPresent(ports::add);
    }
    boolean complete = ports.size() == items.size();
    ports.sort(Comparator.comparingInt(Port::container));
    return new Ports(ports, complete);
  }

  private void check(Port port, Field item) {
    if (network != Mode.BRIDGE && port.host() != port.container()) {
      item.error(
          "under the network mode %s the port of the host must be that of the container, found %d:%d"
              .formatted(network.name().toLowerCase(Locale.ROOT), port.host(), port.container()));
    }
    if (!containerPorts.add(port.container())) {
      item.error(
          "ECS takes a container's port once, for one protocol; found %d again"
              .formatted(port.container()));
    } else if (network != Mode.AWSVPC && port.host() > 0) {
      if (!ownHostPorts.add(port.host() + "/" + port.protocol())) {
        item.error(
            "another port of this service has the port %d of the host".formatted(port.host()));
        return;
      }
      hostPorts.claim(port.host() + "/" + port.protocol(), item, "the same port of the host");
    }
  }

  private Optional<Port> port(Field item) {
    if (item.node() instanceof Mapping) {
      return item.section(Keys.PORT).flatMap(this::port);
    }
    return item.text(SHORT_FORM, EXPECTATION)
        .map(SHORT_FORM::matcher)
        .filter(Matcher::matches)
        .flatMap(matcher -> port(item, matcher));
  }

  private Optional<Port> port(Section section) {
    Protocol protocol =
        section.get("protocol", field -> field.choice(PROTOCOLS, "tcp or udp"), Protocol.TCP);
    Optional<Integer> container =
        section
            .require("target", "give the container's port, as 8080")
            .flatMap(field -> field.integer(1, HIGHEST));
    Optional<Field> published = section.get("published");
    Optional<Integer> host =
        published.isPresent()
            ? published.get().integer(lowestHostPort(), HIGHEST)
            : container.map(this::hostPort);
    return container.flatMap(target -> host.map(hostPort -> new Port(hostPort, target, protocol)));
  }

  /** ECS chooses the port of the host where the network is docker's own. */
  private int hostPort(int container) {
    return network == Mode.BRIDGE ? 0 : container;
  }

  private int lowestHostPort() {
    return network == Mode.BRIDGE ? 0 : 1;
  }

  private Optional<Port> port(Field item, Matcher matcher) {
    int container = Integer.parseInt(matcher.group(3));
    int host = matcher.group(2) == null ? hostPort(container) : Integer.parseInt(matcher.group(2));
    if (host < lowestHostPort() || host > HIGHEST || container < 1 || container > HIGHEST) {
      item.expected(EXPECTATION);
      return Optional.empty();
    }
    boolean udp = "udp".equalsIgnoreCase(matcher.group(4));
    if (matcher.group(1) != null) {
      item.warning("ECS listens on all addresses of a machine: the address is ignored");
    }
    return Optional.of(new Port(host, container, udp ? Protocol.UDP : Protocol.TCP));
  }
}
