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
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AvailabilityZone;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerSchemeEnum;

/** Reads load balancers, target groups and listeners as Elastic Load Balancing describes them. */
final class LiveLoadBalancing {

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
    int port = requireNonNullElse(live.port(), 0);
    return new LiveTargetGroup(
        live.targetGroupArn(),
        live.loadBalancerArns(),
        new TargetGroup(
            live.targetGroupName(),
            requireNonNullElse(live.vpcId(), ""),
            port,
            requireNonNullElse(live.targetTypeAsString(), ""),
            healthCheck(live, port)));
  }

  /**
   * A health check other than by HTTP has no path; it reads as HTTP with an empty one, which no
   * stackfile asks for, so that it counts as different.
   */
  private static HealthCheck healthCheck(
      software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup live, int port) {
    String ownPort = requireNonNullElse(live.healthCheckPort(), "traffic-port");
    return new HealthCheck(
        "HTTPS".equals(live.healthCheckProtocolAsString()) ? Protocol.HTTPS : Protocol.HTTP,
        Optional.of(ownPort.equals("traffic-port") ? port : Integer.parseInt(ownPort)),
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
            onlyTargetGroup(live.defaultActions()).orElse("")));
  }

  /** The target group that the actions forward to, if they do nothing else. */
  private static Optional<String> onlyTargetGroup(List<Action> actions) {
    if (actions.size() != 1 || actions.getFirst().type() != ActionTypeEnum.FORWARD) {
      return Optional.empty();
    }
    Action forward = actions.getFirst();
    if (forward.forwardConfig() == null || forward.forwardConfig().targetGroups().isEmpty()) {
      return Optional.ofNullable(forward.targetGroupArn());
    }
    var targets = forward.forwardConfig().targetGroups();
    return targets.size() == 1
        ? Optional.ofNullable(targets.getFirst().targetGroupArn())
        : Optional.empty();
  }
}
