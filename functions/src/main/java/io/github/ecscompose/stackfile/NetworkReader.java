package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.LoadBalancer.Scheme;
import io.github.ecscompose.stackfile.Network.Mode;
import io.github.ecscompose.stackfile.Node.Scalar;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Decides how tasks are networked: {@code awsvpc} with service discovery and on Fargate, else
 * {@code host}.
 */
final class NetworkReader {

  // Most that an AwsVpcConfiguration takes, by the ECS model.
  private static final int MOST_SUBNETS = 16;
  private static final int MOST_SECURITY_GROUPS = 5;

  private static final Map<String, Mode> MODES =
      Map.of("host", Mode.HOST, "awsvpc", Mode.AWSVPC, "bridge", Mode.BRIDGE);
  private static final Map<String, Scheme> TIERS =
      Map.of("public", Scheme.PUBLIC, "private", Scheme.PRIVATE);
  private static final List<String> INTERFACE_KEYS =
      List.of("subnets", "security_groups", "assign_public_ip");

  private final Section service;
  private final StackSettings settings;
  private final Compute compute;

  private NetworkReader(Section service, StackSettings settings, Compute compute) {
    this.service = service;
    this.settings = settings;
    this.compute = compute;
  }

  static Network read(Section service, StackSettings settings, Compute compute) {
    NetworkReader reader = new NetworkReader(service, settings, compute);
    Mode mode = reader.mode();
    if (mode == Mode.AWSVPC) {
      return reader.awsvpc();
    }
    reader.refuseInterfaces();
    return new Network(mode, List.of(), List.of(), false);
  }

  static Optional<Mode> mode(Field field) {
    return field.choice(MODES, "host, awsvpc or bridge");
  }

  private Mode mode() {
    Optional<Field> discovery = service.get("dns_discovery");
    Optional<Field> given = service.get("network");
    boolean ownInterface = discovery.isPresent() || compute.isFargate();
    Mode mode = given.flatMap(NetworkReader::mode).orElse(ownInterface ? Mode.AWSVPC : Mode.HOST);
    given
        .filter(field -> mode != Mode.AWSVPC && compute.isFargate())
        .ifPresent(field ->
            field.error(
                "Fargate gives each task a network interface of its own: remove network, or write"
                    + " awsvpc"));
    given
        .filter(field -> mode != Mode.AWSVPC && !compute.isFargate() && discovery.isPresent())
        .ifPresent(
            field -> field.error("dns_discovery makes A records, which need network: awsvpc"));
    return mode;
  }

  private Network awsvpc() {
    Optional<Field> subnets = service.get("subnets");
    Scheme tier = subnets.flatMap(NetworkReader::tier).orElse(Scheme.PRIVATE);
    boolean publicIp = service.get("assign_public_ip", Field::flag, false);
    checkPublicIp(publicIp, tier);
    return new Network(Mode.AWSVPC, subnets(subnets, tier), securityGroups(tier), publicIp);
  }

  private void checkPublicIp(boolean publicIp, Scheme tier) {
    if (publicIp && !compute.isFargate()) {
      service
          .get("assign_public_ip")
          .ifPresent(field ->
              field.error(
                  "ECS gives public addresses to Fargate tasks only: write launch_type: FARGATE, or"
                      + " remove it"));
    }
    if (!publicIp && compute.isFargate() && tier == Scheme.PUBLIC) {
      service
          .get("subnets")
          .ifPresent(field ->
              field.warning(
                  "a Fargate task in a public subnet reaches nothing outside, not even its image's"
                      + " registry, without assign_public_ip: true"));
    }
  }

  private List<String> subnets(Optional<Field> given, Scheme tier) {
    if (given.filter(field -> field.node() instanceof Scalar).isPresent() || given.isEmpty()) {
      List<String> subnets = ofTier(given, tier, "subnets", Vpc.Tier::subnets);
      return limited(given, subnets, MOST_SUBNETS, "subnets");
    }
    return ids(given.get(), Names.SUBNET, "a subnet's id, as subnet-0123abcd", MOST_SUBNETS);
  }

  /** Without a security group AWS takes the VPC's default one, so that none is no fault. */
  private List<String> securityGroups(Scheme tier) {
    Optional<Field> given = service.get("security_groups");
    if (given.filter(field -> !(field.node() instanceof Scalar)).isPresent()) {
      return ids(
          given.get(),
          Names.SECURITY_GROUP,
          "a security group's id, as sg-0123abcd",
          MOST_SECURITY_GROUPS);
    }
    Scheme own = given.flatMap(NetworkReader::tier).orElse(tier);
    List<String> ids =
        given.isEmpty()
            ? idsOfTier(tier, Vpc.Tier::securityGroups).orElse(List.of())
            : ofTier(given, own, "security_groups", Vpc.Tier::securityGroups);
    return limited(given, ids, MOST_SECURITY_GROUPS, "security groups");
  }

  private List<String> limited(
      Optional<Field> given, List<String> ids, int most, String description) {
    if (ids.size() > most) {
      given
          .orElse(service.field())
          .error(
              "a task's network interface takes %d %s at most, found %d: list them here"
                  .formatted(most, description, ids.size()));
    }
    return ids;
  }

  private static List<String> ids(Field field, Pattern pattern, String expectation, int most) {
    Optional<List<String>> ids = field.texts(pattern, expectation);
    if (ids.filter(List::isEmpty).isPresent()) {
      field.error("expected public, private or a list of ids, found an empty list");
    }
    if (ids.filter(all -> all.size() > most).isPresent()) {
      field.error("AWS takes %d of them at most".formatted(most));
    }
    return Vpc.sorted(ids.orElse(List.of()));
  }

  private static Optional<Scheme> tier(Field field) {
    return field.node() instanceof Scalar
        ? field.choice(TIERS, "public, private or a list of ids")
        : Optional.empty();
  }

  private Optional<List<String>> idsOfTier(
      Scheme tier, Function<Vpc.Tier, Optional<List<String>>> part) {
    return settings
        .vpc()
        .map(vpc -> part.apply(vpc.tier(tier)))
        .orElseGet(() -> Optional.of(List.of()))
        .map(Vpc::sorted);
  }

  /** The ids of the vpc's tier; that there are none is reported, at what asks for them. */
  private List<String> ofTier(
      Optional<Field> given,
      Scheme tier,
      String key,
      Function<Vpc.Tier, Optional<List<String>>> part) {
    Optional<List<String>> ids = idsOfTier(tier, part);
    if (ids.filter(List::isEmpty).isPresent()) {
      String lacking = key + "." + tier.name().toLowerCase(Locale.ROOT);
      given.ifPresentOrElse(
          field -> field.error("vpc has no %1$s: give vpc with %1$s".formatted(lacking)),
          () -> {
            Field cause = cause().orElse(service.field());
            cause.error(
                "%s gives tasks a network interface of their own: give vpc with %s"
                    .formatted(cause.path().lastKey(), lacking));
          });
    }
    return ids.orElse(List.of());
  }

  /** What the user wrote that led to network interfaces. */
  private Optional<Field> cause() {
    return service
        .get("dns_discovery")
        .or(() -> service.get("network"))
        .or(() -> service.get("launch_type"))
        .or(() -> service.get("capacity_providers"));
  }

  /** Defaults that are for other services are no fault of this one. */
  private void refuseInterfaces() {
    for (String key : INTERFACE_KEYS) {
      service
          .own(key)
          .ifPresent(field ->
              field.error(
                  key
                      + " is for tasks with a network interface of their own: write network: awsvpc,"
                      + " or remove it"));
    }
  }
}
