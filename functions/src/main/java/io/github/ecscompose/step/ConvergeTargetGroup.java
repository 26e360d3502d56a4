package io.github.ecscompose.step;

import io.github.ecscompose.error.NotOursException;
import io.github.ecscompose.plan.LoadBalancing.LiveBalancer;
import io.github.ecscompose.plan.LoadBalancing.LiveTargetGroup;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.plan.TargetGroupAttributes;
import io.github.ecscompose.step.EnsureLoadBalancer.Wanted;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes a service's target group, or brings the one of that name to what is wanted. */
final class ConvergeTargetGroup {

  private final LoadBalancers loadBalancers;

  ConvergeTargetGroup(LoadBalancers loadBalancers) {
    this.loadBalancers = loadBalancers;
  }

  /** The ARN of the target group. */
  String run(Wanted wanted, LiveBalancer balancer, Optional<LiveTargetGroup> found) {
    found.ifPresent(live -> adopt(wanted, balancer, live));
    String arn =
        found
            .map(LiveTargetGroup::arn)
            .orElseGet(
                () -> loadBalancers.create(wanted.design().targetGroup(), wanted.tags()).arn());
    setAttributes(wanted, arn);
    return arn;
  }

  private void adopt(Wanted wanted, LiveBalancer balancer, LiveTargetGroup live) {
    Map<String, String> liveTags = loadBalancers.tags(live.arn());
    requireOurs(wanted.cluster(), Set.of(balancer.arn()), live, liveTags);
    if (!liveTags.entrySet().containsAll(wanted.tags().entrySet())) {
      loadBalancers.tag(live.arn(), wanted.tags());
    }
    if (!wanted.design().healthCheckDifferences(live.targetGroup()).isEmpty()) {
      loadBalancers.modify(live.arn(), wanted.design().targetGroup());
    }
  }

  /**
   * The older tool put no tags on target groups; its own are on nothing but our load balancer.
   *
   * @param balancer ARN of our load balancer, if there is one
   */
  static void requireOurs(
      String cluster, Set<String> balancer, LiveTargetGroup live, Map<String, String> liveTags) {
    boolean onlyOnOurs = balancer.containsAll(live.balancerArns());
    boolean ours = liveTags.isEmpty() ? onlyOnOurs : Tags.areOurs(liveTags, cluster);
    if (!ours || !onlyOnOurs) {
      throw new NotOursException(
          "The target group %s exists, and %s. Give the service's load balancer another name by elb.name."
              .formatted(
                  live.targetGroup().name(),
                  onlyOnOurs
                      ? "its tags say that it is not this cluster's"
                      : "another load balancer uses it"));
    }
  }

  /** What the stackfile leaves unsaid is not even read. */
  private void setAttributes(Wanted wanted, String targetGroup) {
    Map<String, String> attributes = wanted.design().attributes();
    if (attributes.isEmpty()) {
      return;
    }
    Map<String, String> differing =
        TargetGroupAttributes.differing(loadBalancers.attributes(targetGroup), attributes);
    if (!differing.isEmpty()) {
      loadBalancers.setAttributes(targetGroup, differing);
    }
  }
}
