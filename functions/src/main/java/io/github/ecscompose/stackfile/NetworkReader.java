package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Network.Mode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides how tasks are networked: {@code awsvpc} with service discovery, else {@code host}. */
final class NetworkReader {

  private static final Map<String, Mode> MODES = Map.of("host", Mode.HOST, "awsvpc", Mode.AWSVPC);

  private NetworkReader() {}

  static Network read(Section service, StackSettings settings) {
    Optional<Field> discovery = service.get("dns_discovery");
    Optional<Field> given = service.get("network");
    Mode mode =
        given.flatMap(NetworkReader::mode).orElse(discovery.isPresent() ? Mode.AWSVPC : Mode.HOST);
    if (mode == Mode.HOST && discovery.isPresent()) {
      given.ifPresent(
          field -> field.error("dns_discovery makes A records, which need network: awsvpc"));
    }
    return mode == Mode.AWSVPC ? awsvpc(discovery.or(() -> given), settings) : Network.HOST;
  }

  private static Optional<Mode> mode(Field field) {
    if (field.node() instanceof Node.Scalar scalar && scalar.text().equals("bridge")) {
      field.error("the network mode bridge is not supported yet");
      return Optional.empty();
    }
    return field.choice(MODES, "host or awsvpc");
  }

  private static Network awsvpc(Optional<Field> cause, StackSettings settings) {
    Optional<Vpc.Tier> tier = settings.vpc().map(Vpc::privateTier);
    Optional<List<String>> subnets =
        tier.map(Vpc.Tier::subnets).orElseGet(() -> Optional.of(List.of()));
    if (subnets.isPresent() && subnets.get().isEmpty()) {
      cause.ifPresent(field ->
          field.error(
              field.path().lastKey()
                  + " gives tasks a network interface of their own: give vpc"
                  + " with subnets.private"));
    }
    return new Network(
        Mode.AWSVPC,
        subnets.orElse(List.of()),
        tier.flatMap(Vpc.Tier::securityGroups).orElse(List.of()),
        false);
  }
}
