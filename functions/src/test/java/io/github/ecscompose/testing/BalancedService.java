package io.github.ecscompose.testing;

import io.github.ecscompose.stackfile.LoadBalancer;
import io.github.ecscompose.stackfile.LoadBalancer.HealthCheck;
import io.github.ecscompose.stackfile.LoadBalancer.Protocol;
import io.github.ecscompose.stackfile.LoadBalancer.Stickiness;
import io.github.ecscompose.stackfile.LoadBalancer.TargetAttributes;
import io.github.ecscompose.stackfile.Network;
import io.github.ecscompose.stackfile.Service;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The service {@code web} behind a load balancer, in variations; each is a new one. */
public record BalancedService(
    Protocol protocol,
    int port,
    boolean redirectHttp,
    Optional<Integer> healthCheckPort,
    String matcher,
    TargetAttributes attributes,
    Network network,
    Map<String, String> tags) {

  /** Of the container. */
  public static final int CONTAINER_PORT = 8080;

  public static final String CERTIFICATE = "arn:cert";

  public static BalancedService http() {
    return of(Protocol.HTTP, 80);
  }

  public static BalancedService https() {
    return of(Protocol.HTTPS, 443);
  }

  private static BalancedService of(Protocol protocol, int port) {
    return new BalancedService(
        protocol,
        port,
        false,
        Optional.empty(),
        "200",
        TargetAttributes.UNSAID,
        Network.HOST,
        Map.of());
  }

  public BalancedService on(int other) {
    return new BalancedService(
        protocol, other, redirectHttp, healthCheckPort, matcher, attributes, network, tags);
  }

  public BalancedService redirecting() {
    return new BalancedService(
        protocol, port, true, healthCheckPort, matcher, attributes, network, tags);
  }

  public BalancedService checkedOn(int other) {
    return new BalancedService(
        protocol, port, redirectHttp, Optional.of(other), matcher, attributes, network, tags);
  }

  public BalancedService healthyBy(String codes) {
    return new BalancedService(
        protocol, port, redirectHttp, healthCheckPort, codes, attributes, network, tags);
  }

  public BalancedService with(TargetAttributes others) {
    return new BalancedService(
        protocol, port, redirectHttp, healthCheckPort, matcher, others, network, tags);
  }

  public BalancedService sticking(Stickiness stickiness) {
    return with(
        new TargetAttributes(
            attributes.deregistrationDelay(), attributes.slowStart(), Optional.of(stickiness)));
  }

  public BalancedService in(Network.Mode mode) {
    return new BalancedService(
        protocol,
        port,
        redirectHttp,
        healthCheckPort,
        matcher,
        attributes,
        new Network(mode, List.of(), List.of(), false),
        tags);
  }

  public BalancedService tagged(Map<String, String> others) {
    return new BalancedService(
        protocol, port, redirectHttp, healthCheckPort, matcher, attributes, network, others);
  }

  public Service build() {
    Service plain = Services.named("web");
    return new Service(
        plain.name(),
        plain.kind(),
        plain.dependsOn(),
        plain.container(),
        plain.sidecars(),
        plain.compute(),
        network,
        plain.access(),
        plain.rollout(),
        Optional.of(loadBalancer()),
        plain.discovery(),
        tags);
  }

  private LoadBalancer loadBalancer() {
    LoadBalancer plain = Services.loadBalancer("");
    HealthCheck check = plain.healthCheck();
    return new LoadBalancer(
        plain.name(),
        plain.scheme(),
        protocol,
        port,
        CONTAINER_PORT,
        protocol == Protocol.HTTPS ? List.of(CERTIFICATE) : List.of(),
        redirectHttp,
        plain.placement(),
        plain.dns(),
        new HealthCheck(
            check.protocol(),
            healthCheckPort,
            check.path(),
            check.interval(),
            check.timeout(),
            check.healthyThreshold(),
            check.unhealthyThreshold(),
            matcher),
        attributes);
  }
}
