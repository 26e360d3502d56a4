package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.LoadBalancer.DnsRecord;
import io.github.ecscompose.stackfile.LoadBalancer.Placement;
import io.github.ecscompose.stackfile.LoadBalancer.Protocol;
import io.github.ecscompose.stackfile.LoadBalancer.Scheme;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads {@code elb} of one service. */
final class LoadBalancerReader {

  private static final int HTTP_PORT = 80;
  private static final Map<String, Scheme> SCHEMES =
      Map.of("public", Scheme.PUBLIC, "private", Scheme.PRIVATE);
  private static final Map<String, Protocol> PROTOCOLS =
      Map.of("http", Protocol.HTTP, "https", Protocol.HTTPS);

  private final String service;
  private final StackSettings settings;
  private final Ports ports;
  private final boolean portsAreTheirOwn;

  /**
   * A reader for that service.
   *
   * @param ports of all its containers
   * @param network under the bridge one a target's port may be any
   */
  LoadBalancerReader(String service, StackSettings settings, Ports ports, Network network) {
    this.service = service;
    this.settings = settings;
    this.ports = ports;
    this.portsAreTheirOwn = network.mode() == Network.Mode.BRIDGE;
  }

  Optional<LoadBalancer> read(Field field) {
    Optional<LoadBalancer> balancer = field.section(Keys.LOAD_BALANCER).map(this::loadBalancer);
    balancer.ifPresent(found -> claim(found, field));
    return balancer;
  }

  /** Names are made of both: {@code a} with the name {@code b} has that of {@code a-b}. */
  private void claim(LoadBalancer balancer, Field field) {
    String name = balancer.name().isEmpty() ? service : service + "-" + balancer.name();
    settings
        .balancers()
        .require(name, field, "a load balancer of the same name, by service and elb.name,");
    balancer
        .dns()
        .ifPresent(record ->
            settings
                .records()
                .require(record.hostedZone() + "/" + record.name(), field, "the same DNS record"));
  }

  static Optional<Protocol> protocol(Field field) {
    return field.choice(PROTOCOLS, "HTTP or HTTPS");
  }

  private LoadBalancer loadBalancer(Section elb) {
    Optional<Section> pair =
        elb.require("ports", "give {public: 80, container: 8080}")
            .flatMap(field -> field.section(Keys.LOAD_BALANCER_PORTS));
    int container = port(pair, "container");
    pair.flatMap(section -> section.get("container"))
        .filter(field -> container > 0 && ports.complete() && !ports.has(container))
        .ifPresent(field ->
            field.error("no container exposes this port over TCP: add it to the service's ports"));
    int publicPort = port(pair, "public");
    Protocol protocol = elb.get("protocol", LoadBalancerReader::protocol, Protocol.HTTP);
    Optional<Section> check =
        elb.get("healthcheck").flatMap(field -> field.section(Keys.TARGET_HEALTH_CHECK));
    Optional<Integer> trafficPort = Optional.of(container).filter(port -> !portsAreTheirOwn);
    return new LoadBalancer(
        name(elb),
        scheme(elb),
        protocol,
        publicPort,
        container,
        certificates(elb, protocol),
        redirectHttp(elb, protocol, pair, publicPort),
        placement(elb, scheme(elb)),
        elb.get("dns").flatMap(LoadBalancerReader::dns),
        check
            .map(section -> TargetHealthCheckReader.read(section, trafficPort))
            .orElseGet(() -> TargetHealthCheckReader.defaults(trafficPort)),
        TargetAttributesReader.read(elb, check));
  }

  /** The older tool took all that is not private for public. */
  private static Scheme scheme(Section elb) {
    return elb.get("type", field -> field.choice(SCHEMES, "public or private"), Scheme.PUBLIC);
  }

  private static int port(Optional<Section> ports, String key) {
    return ports
        .flatMap(section -> section.require(key, "give a port from 1 to 65535"))
        .flatMap(field -> field.integer(1, 65_535))
        .orElse(0);
  }

  /** The name tells load balancers of a service apart. */
  private static String name(Section elb) {
    return elb.get("name")
        .flatMap(field -> field.text(Names.LOAD_BALANCER_PART, "letters, digits and hyphens"))
        .orElse("");
  }

  private static List<String> certificates(Section elb, Protocol protocol) {
    Optional<Field> given = elb.get("certificates");
    if (protocol == Protocol.HTTP) {
      given.ifPresent(
          field -> field.warning("certificates have no effect without protocol: HTTPS"));
      return List.of();
    }
    Optional<List<String>> certificates =
        given
            .map(field ->
                field.texts(
                    Names.CERTIFICATE, "a certificate's ARN, as arn:aws:acm:…:certificate/…"))
            .orElseGet(() -> Optional.of(List.of()));
    if (certificates.isPresent() && certificates.get().isEmpty()) {
      elb.field().error("protocol HTTPS needs a certificate: give its ARN under certificates");
    }
    return certificates.orElse(List.of());
  }

  /** An application load balancer needs two availability zones. */
  private Placement placement(Section elb, Scheme scheme) {
    String tierName = scheme.name().toLowerCase(Locale.ROOT);
    if (settings.vpc().isEmpty()) {
      elb.field().error("a load balancer needs the key vpc at the top of the stackfile");
      return new Placement("", List.of(), List.of());
    }
    Vpc vpc = settings.vpc().get();
    Vpc.Tier tier = vpc.tier(scheme);
    tier.subnets()
        .filter(subnets -> Vpc.sorted(subnets).size() < 2)
        .ifPresent(subnets -> elb.field().error(lackOfSubnets(subnets, tierName)));
    if (tier.securityGroups().filter(List::isEmpty).isPresent()) {
      elb.field()
          .error(
              "a %1$s load balancer needs a security group: add it to vpc.security_groups.%1$s"
                  .formatted(tierName));
    }
    return new Placement(
        vpc.id(),
        Vpc.sorted(tier.subnets().orElse(List.of())),
        Vpc.sorted(tier.securityGroups().orElse(List.of())));
  }

  private static String lackOfSubnets(List<String> subnets, String tier) {
    return subnets.size() < 2
        ? "a %1$s load balancer needs two subnets: add them to vpc.subnets.%1$s".formatted(tier)
        : "a %1$s load balancer needs two subnets, and those of vpc.subnets.%1$s are one and the same: add another"
            .formatted(tier);
  }

  /** Route 53 keeps names in lower case, and with or without a dot at the end they are the same. */
  private static Optional<DnsRecord> dns(Field field) {
    Optional<Section> dns = field.section(Keys.LOAD_BALANCER_DNS);
    Optional<String> zone =
        dns.flatMap(
                section -> section.require("hosted_zone_id", "give the id of the record's zone"))
            .flatMap(found -> found.text(Names.HOSTED_ZONE, "a hosted zone's id, as Z0123ABCD"));
    Optional<String> name =
        dns.flatMap(section -> section.require("record_name", "give the name that leads here"))
            .flatMap(found -> found.text(Names.RECORD, "a DNS name, as www.example.com"));
    return zone.flatMap(id -> name.map(record -> dnsRecord(id, record)));
  }

  private static DnsRecord dnsRecord(String zone, String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return new DnsRecord(
        zone.substring(zone.lastIndexOf('/') + 1),
        lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower);
  }

  private static boolean redirectHttp(
      Section elb, Protocol protocol, Optional<Section> ports, int publicPort) {
    boolean redirect = elb.get("redirect_http", Field::flag, false);
    if (redirect && protocol == Protocol.HTTP) {
      elb.get("redirect_http")
          .ifPresent(
              field -> field.error("there is no HTTPS to redirect to: write protocol: HTTPS"));
    } else if (redirect && publicPort == HTTP_PORT) {
      ports
          .flatMap(section -> section.get("public"))
          .ifPresent(field ->
              field.error("redirect_http needs the port 80 for itself: take another, as 443"));
    }
    return redirect;
  }
}
