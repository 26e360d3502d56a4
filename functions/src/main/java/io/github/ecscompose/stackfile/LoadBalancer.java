package io.github.ecscompose.stackfile;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The application load balancer in front of a service ({@code elb}).
 *
 * @param name tells several load balancers of one service apart; empty by default
 * @param publicPort port on which clients connect
 * @param containerPort port of the container that receives the traffic
 * @param certificates ARNs; the first is the listener's default, empty for HTTP
 * @param redirectHttp whether a listener on port 80 sends clients to HTTPS
 */
public record LoadBalancer(
    String name,
    Scheme scheme,
    Protocol protocol,
    int publicPort,
    int containerPort,
    List<String> certificates,
    boolean redirectHttp,
    Placement placement,
    Optional<DnsRecord> dns,
    HealthCheck healthCheck,
    TargetAttributes attributes) {

  public LoadBalancer {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(scheme, "scheme");
    Objects.requireNonNull(protocol, "protocol");
    certificates = List.copyOf(certificates);
    Objects.requireNonNull(placement, "placement");
    Objects.requireNonNull(dns, "dns");
    Objects.requireNonNull(healthCheck, "healthCheck");
    Objects.requireNonNull(attributes, "attributes");
  }

  /** {@code type} of the stackfile. */
  public enum Scheme {
    PUBLIC,
    PRIVATE
  }

  /** Of connections from clients. */
  public enum Protocol {
    HTTP,
    HTTPS
  }

  /** The VPC, and the tier's subnets and security groups. */
  public record Placement(String vpc, List<String> subnets, List<String> securityGroups) {
    public Placement {
      Objects.requireNonNull(vpc, "vpc");
      subnets = List.copyOf(subnets);
      securityGroups = List.copyOf(securityGroups);
    }
  }

  /** The alias record that leads to the load balancer. */
  public record DnsRecord(String hostedZone, String name) {
    public DnsRecord {
      Objects.requireNonNull(hostedZone, "hostedZone");
      Objects.requireNonNull(name, "name");
    }
  }

  /**
   * The target group's health check; times in seconds.
   *
   * @param port absent for the port on which each target receives traffic
   * @param matcher HTTP status codes of a healthy target, as {@code 200} or {@code 200-299,302}
   */
  public record HealthCheck(
      Protocol protocol,
      Optional<Integer> port,
      String path,
      int interval,
      int timeout,
      int healthyThreshold,
      int unhealthyThreshold,
      String matcher) {
    public HealthCheck {
      Objects.requireNonNull(protocol, "protocol");
      Objects.requireNonNull(port, "port");
      Objects.requireNonNull(path, "path");
      Objects.requireNonNull(matcher, "matcher");
    }
  }

  /**
   * How the target group treats its targets; what is absent stays as it is.
   *
   * @param deregistrationDelay seconds for which a target that leaves may finish its requests
   * @param slowStart seconds over which a new target's share of requests grows; 0 for none
   */
  public record TargetAttributes(
      Optional<Integer> deregistrationDelay,
      Optional<Integer> slowStart,
      Optional<Stickiness> stickiness) {

    /** Nothing is said of any. */
    public static final TargetAttributes UNSAID =
        new TargetAttributes(Optional.empty(), Optional.empty(), Optional.empty());

    public TargetAttributes {
      Objects.requireNonNull(deregistrationDelay, "deregistrationDelay");
      Objects.requireNonNull(slowStart, "slowStart");
      Objects.requireNonNull(stickiness, "stickiness");
    }
  }

  /**
   * Whether a client's requests keep going to one target.
   *
   * @param duration seconds for which they do
   * @param cookie of the application's own, by whose presence they do; absent for the load
   *     balancer's
   */
  public record Stickiness(boolean enabled, int duration, Optional<String> cookie) {
    public Stickiness {
      Objects.requireNonNull(cookie, "cookie");
    }
  }
}
