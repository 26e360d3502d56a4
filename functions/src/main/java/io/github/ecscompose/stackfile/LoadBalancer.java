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
 */
public record LoadBalancer(
    String name,
    Scheme scheme,
    Protocol protocol,
    int publicPort,
    int containerPort,
    List<String> certificates,
    Placement placement,
    Optional<DnsRecord> dns,
    HealthCheck healthCheck) {

  public LoadBalancer {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(scheme, "scheme");
    Objects.requireNonNull(protocol, "protocol");
    certificates = List.copyOf(certificates);
    Objects.requireNonNull(placement, "placement");
    Objects.requireNonNull(dns, "dns");
    Objects.requireNonNull(healthCheck, "healthCheck");
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

  /** The target group's health check; times in seconds. */
  public record HealthCheck(
      Protocol protocol,
      int port,
      String path,
      int interval,
      int timeout,
      int healthyThreshold,
      int unhealthyThreshold) {
    public HealthCheck {
      Objects.requireNonNull(protocol, "protocol");
      Objects.requireNonNull(path, "path");
    }
  }
}
