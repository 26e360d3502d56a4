package io.github.ecscompose.step;

import io.github.ecscompose.error.NotOursException;
import io.github.ecscompose.plan.LoadBalancing.Balancer;
import io.github.ecscompose.plan.LoadBalancing.LiveBalancer;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.step.EnsureLoadBalancer.Wanted;
import java.util.Map;
import java.util.Optional;

/** Makes a service's load balancer, or brings the one of that name to what is wanted. */
final class ConvergeBalancer {

  private final LoadBalancers loadBalancers;

  ConvergeBalancer(LoadBalancers loadBalancers) {
    this.loadBalancers = loadBalancers;
  }

  LiveBalancer run(Wanted wanted, Optional<LiveBalancer> found) {
    if (found.isEmpty()) {
      return loadBalancers.create(wanted.design().balancer(), wanted.tags());
    }
    adopt(wanted, found.get());
    return found.get();
  }

  private void adopt(Wanted wanted, LiveBalancer live) {
    Map<String, String> liveTags = loadBalancers.tags(live.arn());
    requireOurs(wanted.cluster(), live, liveTags);
    if (!liveTags.entrySet().containsAll(wanted.tags().entrySet())) {
      loadBalancers.tag(live.arn(), wanted.tags());
    }
    Balancer design = wanted.design().balancer();
    if (!live.balancer().subnets().equals(design.subnets())) {
      loadBalancers.setSubnets(live.arn(), design.subnets());
    }
    if (!live.balancer().securityGroups().equals(design.securityGroups())) {
      loadBalancers.setSecurityGroups(live.arn(), design.securityGroups());
    }
  }

  static void requireOurs(String cluster, LiveBalancer live, Map<String, String> liveTags) {
    if (!Tags.areOurs(liveTags, cluster)) {
      throw new NotOursException(
          "The load balancer %s exists and carries neither the tag %s nor %s with the value %s, so it is not ecs-compose's to change. Give the service's load balancer another name by elb.name."
              .formatted(live.balancer().name(), Tags.CLUSTER, Tags.OLDER_TOOL_CLUSTER, cluster));
    }
  }
}
