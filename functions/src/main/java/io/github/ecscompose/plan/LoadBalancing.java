package io.github.ecscompose.plan;

import io.github.ecscompose.stackfile.LoadBalancer.HealthCheck;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a load balanced service needs of Elastic Load Balancing, desired and live. */
public final class LoadBalancing {

  private LoadBalancing() {}

  /** An application load balancer as it should be; the lists are sorted. */
  public record Balancer(
      String name, boolean internal, List<String> subnets, List<String> securityGroups) {
    public Balancer {
      Objects.requireNonNull(name, "name");
      subnets = subnets.stream().distinct().sorted().toList();
      securityGroups = securityGroups.stream().distinct().sorted().toList();
    }
  }

  /**
   * One that exists.
   *
   * @param dnsName its public or internal name, without a trailing dot
   * @param hostedZone the zone of {@code dnsName}, which an alias record needs
   */
  public record LiveBalancer(String arn, String dnsName, String hostedZone, Balancer balancer) {
    public LiveBalancer {
      Objects.requireNonNull(arn, "arn");
      Objects.requireNonNull(dnsName, "dnsName");
      Objects.requireNonNull(hostedZone, "hostedZone");
      Objects.requireNonNull(balancer, "balancer");
    }
  }

  /**
   * A target group as it should be; its protocol is HTTP.
   *
   * @param port the targets' default port
   * @param targetType {@code instance} or {@code ip}
   */
  public record TargetGroup(
      String name, String vpc, int port, String targetType, HealthCheck healthCheck) {
    public TargetGroup {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(vpc, "vpc");
      Objects.requireNonNull(targetType, "targetType");
      Objects.requireNonNull(healthCheck, "healthCheck");
    }
  }

  /** One that exists. */
  public record LiveTargetGroup(String arn, List<String> balancerArns, TargetGroup targetGroup) {
    public LiveTargetGroup {
      Objects.requireNonNull(arn, "arn");
      balancerArns = List.copyOf(balancerArns);
      Objects.requireNonNull(targetGroup, "targetGroup");
    }
  }

  /**
   * A listener as it should be.
   *
   * @param protocol {@code HTTP} or {@code HTTPS}
   * @param certificate ARN of the default certificate; present for HTTPS
   */
  public record Listener(int port, String protocol, Optional<String> certificate, Action action) {
    public Listener {
      Objects.requireNonNull(protocol, "protocol");
      Objects.requireNonNull(certificate, "certificate");
      Objects.requireNonNull(action, "action");
    }
  }

  /** What a listener does with every request that no rule of its own takes. */
  public sealed interface Action {

    /** Sends it to one target group. */
    record Forward(String targetGroupArn) implements Action {
      public Forward {
        Objects.requireNonNull(targetGroupArn, "targetGroupArn");
      }
    }

    /**
     * Sends the client to HTTPS on that port for good (HTTP status 301); host, path and query stay
     * as they are.
     */
    record Redirect(int port) implements Action {}

    /** Whatever else there is, which ecs-compose gives no listener. */
    record Other() implements Action {}
  }

  /** One that exists. */
  public record LiveListener(String arn, Listener listener) {
    public LiveListener {
      Objects.requireNonNull(arn, "arn");
      Objects.requireNonNull(listener, "listener");
    }
  }

  /** An alias record of type A; names are lower case without a trailing dot. */
  public record Alias(
      String hostedZone, String name, String targetDnsName, String targetHostedZone) {
    public Alias {
      Objects.requireNonNull(hostedZone, "hostedZone");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(targetDnsName, "targetDnsName");
      Objects.requireNonNull(targetHostedZone, "targetHostedZone");
    }
  }

  /** What exists under the names of one service's load balancer. */
  public record Live(
      Optional<LiveBalancer> balancer,
      Optional<LiveTargetGroup> targetGroup,
      List<LiveListener> listeners) {
    public Live {
      Objects.requireNonNull(balancer, "balancer");
      Objects.requireNonNull(targetGroup, "targetGroup");
      listeners = List.copyOf(listeners);
    }
  }
}
