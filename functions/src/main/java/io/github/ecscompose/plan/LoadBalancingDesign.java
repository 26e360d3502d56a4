package io.github.ecscompose.plan;

import io.github.ecscompose.plan.LoadBalancing.Alias;
import io.github.ecscompose.plan.LoadBalancing.Balancer;
import io.github.ecscompose.plan.LoadBalancing.Live;
import io.github.ecscompose.plan.LoadBalancing.LiveBalancer;
import io.github.ecscompose.plan.LoadBalancing.LiveTargetGroup;
import io.github.ecscompose.plan.LoadBalancing.TargetGroup;
import io.github.ecscompose.stackfile.LoadBalancer;
import io.github.ecscompose.stackfile.LoadBalancer.Scheme;
import io.github.ecscompose.stackfile.Network;
import io.github.ecscompose.stackfile.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a service's load balancer should be, and how that differs from what is.
 *
 * @param trafficPort the port on which each target receives traffic; absent under the bridge
 *     network, where every target may have another one
 */
public record LoadBalancingDesign(
    Balancer balancer,
    TargetGroup targetGroup,
    Optional<Integer> trafficPort,
    LoadBalancer stackfile) {

  public LoadBalancingDesign {
    Objects.requireNonNull(balancer, "balancer");
    Objects.requireNonNull(targetGroup, "targetGroup");
    Objects.requireNonNull(trafficPort, "trafficPort");
    Objects.requireNonNull(stackfile, "stackfile");
  }

  /** The design of a service; empty if it has no load balancer. */
  public static Optional<LoadBalancingDesign> of(String cluster, Service service) {
    return service.loadBalancer().map(balancer -> of(cluster, service, balancer));
  }

  private static LoadBalancingDesign of(String cluster, Service service, LoadBalancer balancer) {
    String name = Names.loadBalancer(cluster, service, balancer);
    LoadBalancer.Placement placement = balancer.placement();
    Network.Mode network = service.network().mode();
    String targetType = network == Network.Mode.AWSVPC ? "ip" : "instance";
    return new LoadBalancingDesign(
        new Balancer(
            name,
            balancer.scheme() == Scheme.PRIVATE,
            placement.subnets(),
            placement.securityGroups()),
        new TargetGroup(
            name, placement.vpc(), balancer.containerPort(), targetType, balancer.healthCheck()),
        network == Network.Mode.BRIDGE ? Optional.empty() : Optional.of(balancer.containerPort()),
        balancer);
  }

  /** The listeners, which lead to that target group. */
  public ListenerDesign listeners(String targetGroupArn) {
    return ListenerDesign.of(stackfile, targetGroupArn);
  }

  /** The target group's attributes of which the stackfile says something. */
  public Map<String, String> attributes() {
    return TargetGroupAttributes.of(stackfile.attributes());
  }

  /** How a live target group's health check differs. */
  public List<Change> healthCheckDifferences(TargetGroup now) {
    return HealthCheckDifferences.between(
        now.healthCheck(), targetGroup.healthCheck(), trafficPort);
  }

  /** The alias record of that load balancer, if the service wants one. */
  public Optional<Alias> alias(LiveBalancer live) {
    return stackfile
        .dns()
        .map(dns ->
            new Alias(
                dns.hostedZone(),
                domainName(dns.name()),
                domainName(live.dnsName()),
                live.hostedZone()));
  }

  /**
   * Whether a record leads to this service's load balancer, or to one of the same name before it:
   * AWS names them {@code {name}-{number}.{region}.elb.amazonaws.com}, internal ones with {@code
   * internal-} before that. Of whatever region: a stack moves to another one when it is deployed
   * there, and its record with it.
   */
  public boolean isOurs(Alias alias) {
    return isOurs(alias, ".*");
  }

  /**
   * The same, of that region alone: the cluster may have a namesake in another one, whose record is
   * not to be deleted.
   *
   * @param region as {@code eu-central-1}
   */
  public boolean isOursIn(String region, Alias alias) {
    return isOurs(alias, Pattern.quote(region) + "\\.elb\\.amazonaws\\..+");
  }

  private boolean isOurs(Alias alias, String place) {
    String name = Pattern.quote(balancer.name().toLowerCase(Locale.ROOT));
    return alias.targetDnsName().matches("(internal-)?" + name + "-[a-z0-9]+\\." + place);
  }

  /** A name of the DNS in lower case, without a trailing dot. */
  public static String domainName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /**
   * Why a live load balancer or target group cannot be turned into this one: AWS takes the scheme,
   * the VPC and the target type only when it is made. Empty if it can.
   */
  public Optional<String> obstacle(Live live) {
    if (live.balancer().map(LiveBalancer::balancer).map(Balancer::internal).stream()
        .anyMatch(internal -> internal != balancer.internal())) {
      return Optional.of("its load balancer " + balancer.name() + " has another type");
    }
    Optional<TargetGroup> group = live.targetGroup().map(LiveTargetGroup::targetGroup);
    if (group.stream().anyMatch(now -> !now.vpc().equals(targetGroup.vpc()))) {
      return Optional.of("its target group " + targetGroup.name() + " is in another VPC");
    }
    if (group.stream().anyMatch(now -> !now.targetType().equals(targetGroup.targetType()))) {
      return Optional.of(
          "its target group "
              + targetGroup.name()
              + " has targets of another type, which follows from network");
    }
    return Optional.empty();
  }

  /** What is to be made or changed, as far as it shows without its DNS record. */
  List<Change> differences(Live live) {
    if (live.balancer().isEmpty() || live.targetGroup().isEmpty()) {
      return List.of(Change.created("elb"));
    }
    List<Change> changes = new ArrayList<>();
    Balancer now = live.balancer().get().balancer();
    compare(changes, "elb.subnets", now.subnets(), balancer.subnets());
    compare(changes, "elb.security_groups", now.securityGroups(), balancer.securityGroups());
    LiveTargetGroup group = live.targetGroup().get();
    changes.addAll(healthCheckDifferences(group.targetGroup()));
    changes.addAll(listeners(group.arn()).differences(live.listeners()));
    return changes;
  }

  private static void compare(
      List<Change> changes, String path, List<String> now, List<String> then) {
    if (!now.equals(then)) {
      changes.add(new Change(path, Optional.of(now.toString()), Optional.of(then.toString())));
    }
  }
}
