package io.github.ecscompose.plan;

import io.github.ecscompose.plan.LoadBalancing.Action;
import io.github.ecscompose.plan.LoadBalancing.Balancer;
import io.github.ecscompose.plan.LoadBalancing.LiveBalancer;
import io.github.ecscompose.plan.LoadBalancing.LiveListener;
import io.github.ecscompose.plan.LoadBalancing.LiveTargetGroup;
import io.github.ecscompose.stackfile.LoadBalancer;
import io.github.ecscompose.stackfile.LoadBalancer.DnsRecord;
import io.github.ecscompose.stackfile.LoadBalancer.HealthCheck;
import io.github.ecscompose.stackfile.LoadBalancer.Placement;
import io.github.ecscompose.stackfile.LoadBalancer.Protocol;
import io.github.ecscompose.stackfile.LoadBalancer.Scheme;
import io.github.ecscompose.stackfile.LoadBalancer.Stickiness;
import io.github.ecscompose.stackfile.LoadBalancer.TargetAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What there is in front of a service, beside its settings.
 *
 * @param attributes of the target group, by AWS's names for them
 * @param furtherCertificates ARNs of those that the main listener has beside its default one
 * @param record the alias record that leads here, where it is known
 * @param former what the stackfile said that brought it about, where that is known
 */
public record DescribedBalancer(
    LiveBalancer balancer,
    LiveTargetGroup targetGroup,
    List<LiveListener> listeners,
    Map<String, String> attributes,
    List<String> furtherCertificates,
    Optional<DnsRecord> record,
    Optional<LoadBalancer> former) {

  private static final int HTTP_PORT = 80;

  // Defaults of Elastic Load Balancing (target group attributes, User Guide for ALBs).
  private static final String DELAY = "300";
  private static final int DAY = 86_400;

  public DescribedBalancer {
    listeners = List.copyOf(listeners);
    attributes = Map.copyOf(attributes);
    furtherCertificates = List.copyOf(furtherCertificates);
  }

  /** The listener that forwards to a target group; of several, that for HTTPS. */
  public static Optional<LiveListener> main(
      List<LiveListener> listeners, LiveTargetGroup targetGroup) {
    return listeners.stream()
        .filter(live -> live.listener().action().equals(new Action.Forward(targetGroup.arn())))
        .max(
            Comparator.comparing(live -> live.listener().protocol().equals(Protocol.HTTPS.name())));
  }

  /**
   * What a stackfile says of it; empty where none can have made it, for its name or its listeners.
   *
   * @param isNamed whether a load balancer of the service that is named so has the live one's name
   */
  Optional<LoadBalancer> read(int containerPort, boolean bridge, Predicate<LoadBalancer> isNamed) {
    return main(listeners, targetGroup)
        .map(LiveListener::listener)
        .flatMap(main ->
            names()
                .map(name -> named(name, main, containerPort, bridge))
                .filter(isNamed)
                .findFirst());
  }

  /** The names that it may have been given: what is cut cannot be told from its name. */
  private Stream<String> names() {
    return Stream.concat(former.map(LoadBalancer::name).stream(), parts());
  }

  /** Every end of the name, for where the service's ends is not told. */
  private Stream<String> parts() {
    String name = balancer.balancer().name();
    String inner = name.endsWith("-lb") ? name.substring(0, name.length() - 3) : name;
    return Stream.concat(
        Stream.of(""),
        Stream.iterate(inner, rest -> rest.indexOf('-') >= 0, DescribedBalancer::afterHyphen)
            .map(DescribedBalancer::afterHyphen));
  }

  private static String afterHyphen(String text) {
    return text.substring(text.indexOf('-') + 1);
  }

  private LoadBalancer named(
      String name, LoadBalancing.Listener main, int containerPort, boolean bridge) {
    Balancer live = balancer.balancer();
    boolean https = main.protocol().equals(Protocol.HTTPS.name());
    HealthCheck check = targetGroup.targetGroup().healthCheck();
    return new LoadBalancer(
        name,
        live.internal() ? Scheme.PRIVATE : Scheme.PUBLIC,
        https ? Protocol.HTTPS : Protocol.HTTP,
        main.port(),
        containerPort,
        https
            ? Stream.concat(main.certificate().stream(), furtherCertificates.stream()).toList()
            : List.of(),
        https && redirects(main.port()),
        new Placement(targetGroup.targetGroup().vpc(), live.subnets(), live.securityGroups()),
        record,
        new HealthCheck(
            check.protocol(),
            check.port().or(() -> Optional.of(containerPort).filter(port -> !bridge)),
            check.path(),
            check.interval(),
            check.timeout(),
            check.healthyThreshold(),
            check.unhealthyThreshold(),
            check.matcher()),
        targetAttributes());
  }

  private boolean redirects(int port) {
    return port != HTTP_PORT
        && ListenerDesign.on(HTTP_PORT, listeners)
            .filter(live -> live.listener().action().equals(new Action.Redirect(port)))
            .isPresent();
  }

  /** What is as it is without a word is not said. */
  private TargetAttributes targetAttributes() {
    return new TargetAttributes(
        number("deregistration_delay.timeout_seconds", DELAY),
        number("slow_start.duration_seconds", "0"),
        attributes.getOrDefault("stickiness.enabled", "false").equals("true")
            ? Optional.of(stickiness())
            : Optional.empty());
  }

  private Stickiness stickiness() {
    boolean own = attributes.getOrDefault("stickiness.type", "").equals("app_cookie");
    return new Stickiness(
        true,
        number(
                own
                    ? "stickiness.app_cookie.duration_seconds"
                    : "stickiness.lb_cookie.duration_seconds",
                "")
            .orElse(DAY),
        Optional.ofNullable(attributes.get("stickiness.app_cookie.cookie_name"))
            .filter(name -> own));
  }

  private Optional<Integer> number(String attribute, String unsaid) {
    return Optional.ofNullable(attributes.get(attribute))
        .filter(text -> text.matches("\\d{1,9}") && !text.equals(unsaid))
        .map(Integer::valueOf);
  }
}
