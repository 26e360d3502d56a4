package io.github.ecscompose.aws;

import static java.util.Objects.requireNonNullElse;

import io.github.ecscompose.plan.LoadBalancing.Balancer;
import io.github.ecscompose.plan.LoadBalancing.Listener;
import io.github.ecscompose.plan.LoadBalancing.LiveBalancer;
import io.github.ecscompose.plan.LoadBalancing.LiveListener;
import io.github.ecscompose.plan.LoadBalancing.LiveTargetGroup;
import io.github.ecscompose.plan.LoadBalancing.TargetGroup;
import io.github.ecscompose.stackfile.LoadBalancer.HealthCheck;
import io.github.ecscompose.stackfile.LoadBalancer.Protocol;
import java.util.Comparator;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AvailabilityZone;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerSchemeEnum;

/** Reads load balancers, target groups and listeners as Elastic Load Balancing describes them. */
final class LiveLoadBalancing {

  /** The word for the port on which each target receives traffic. */
  static final String TRAFFIC_PORT = "traffic-port";

  static final Comparator<LiveListener> BY_PORT =
      Comparator.comparingInt(live -> live.listener().port());

  private LiveLoadBalancing() {}

  static LiveBalancer balancer(LoadBalancer live) {
    return new LiveBalancer(
        live.loadBalancerArn(),
        live.dnsName(),
        live.canonicalHostedZoneId(),
        new Balancer(
            live.loadBalancerName(),
            live.scheme() == LoadBalancerSchemeEnum.INTERNAL,
            live.availabilityZones().stream().map(AvailabilityZone::subnetId).toList(),
            live.securityGroups()));
  }

  static LiveTargetGroup targetGroup(
      software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup live) {
    return new LiveTargetGroup(
        live.targetGroupArn(),
        live.loadBalancerArns(),
        new TargetGroup(
            live.targetGroupName(),
            requireNonNullElse(live.vpcId(), ""),
            requireNonNullElse(live.port(), 0),
            requireNonNullElse(live.targetTypeAsString(), ""),
            healthCheck(live)));
  }

  /**
   * A health check other than by HTTP has no path; it reads as HTTP with an empty one, which no
   * stackfile asks for, so that it counts as different.
   */
  private static HealthCheck healthCheck(
      software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup live) {
    return new HealthCheck(
        "HTTPS".equals(live.healthCheckProtocolAsString()) ? Protocol.HTTPS : Protocol.HTTP,
        Optional.ofNullable(live.healthCheckPort())
            .filter(port -> !port.equals(TRAFFIC_PORT))
            .map(Integer::valueOf),
        requireNonNullElse(live.healthCheckPath(), ""),
        requireNonNullElse(live.healthCheckIntervalSeconds(), 0),
        requireNonNullElse(live.healthCheckTimeoutSeconds(), 0),
        requireNonNullElse(live.healthyThresholdCount(), 0),
        requireNonNullElse(live.unhealthyThresholdCount(), 0),
        live.matcher() == null ? "" : requireNonNullElse(live.matcher().httpCode(), ""));
  }

  static LiveListener listener(
      software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener live) {
    return new LiveListener(
        live.listenerArn(),
        new Listener(
            requireNonNullElse(live.port(), 0),
            requireNonNullElse(live.protocolAsString(), ""),
            live.certificates().stream().findFirst().map(Certificate::certificateArn),
            ListenerActions.fromSdk(live.defaultActions())));
  }
}
