package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.error.NotOursException;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.plan.LoadBalancing;
import io.github.ecscompose.plan.LoadBalancing.LiveBalancer;
import io.github.ecscompose.plan.LoadBalancing.LiveTargetGroup;
import io.github.ecscompose.plan.LoadBalancingDesign;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.stackfile.Service;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;

/**
 * Converges a service's load balancer, target group, listeners and DNS record: makes what lacks,
 * changes what may be changed, adopts what the older tool made, and leaves alone what is right.
 */
public final class EnsureLoadBalancer {

  static final String NAME = "EnsureLoadBalancer";

  /** What is converged, and whose it is. */
  record Wanted(
      String cluster, String service, LoadBalancingDesign design, Map<String, String> tags) {
    Wanted {
      Objects.requireNonNull(cluster, "cluster");
      Objects.requireNonNull(service, "service");
      Objects.requireNonNull(design, "design");
      tags = Map.copyOf(tags);
    }
  }

  private final Documents documents;
  private final DeploymentRecords records;
  private final LoadBalancers loadBalancers;
  private final ConvergeBalancer convergeBalancer;
  private final ConvergeTargetGroup convergeTargetGroup;
  private final ConvergeListeners convergeListeners;
  private final ConvergeAlias convergeAlias;

  public EnsureLoadBalancer(
      DeploymentFiles files,
      DeploymentRecords records,
      LoadBalancers loadBalancers,
      DnsRecords dnsRecords) {
    this.documents = new Documents(files);
    this.records = records;
    this.loadBalancers = loadBalancers;
    this.convergeBalancer = new ConvergeBalancer(loadBalancers);
    this.convergeTargetGroup = new ConvergeTargetGroup(loadBalancers);
    this.convergeListeners = new ConvergeListeners(loadBalancers);
    this.convergeAlias = new ConvergeAlias(dnsRecords);
  }

  /**
   * The ARN of the target group, which a listener forwards to, as CreateService demands.
   *
   * @throws NotOursException if somebody else has a load balancer of that name
   * @throws RefusedException if what exists cannot be turned into what is wanted
   */
  public String run(DeploymentReference deployment, String serviceName) {
    return run(deployment, serviceName, deployment);
  }

  /**
   * The same after the stack of another deployment, to which a deployment that failed goes back.
   */
  public String run(DeploymentReference deployment, String serviceName, DeploymentReference stack) {
    Service service = documents.service(stack, serviceName);
    LoadBalancingDesign design =
        LoadBalancingDesign.of(deployment.cluster(), service)
            .orElseThrow(() -> new NoSuchElementException(serviceName + " has no elb"));
    if (stack.equals(deployment)) {
      records.begin(deployment, serviceName, NAME);
    }
    Wanted wanted =
        new Wanted(
            deployment.cluster(), serviceName, design, Tags.of(deployment.cluster(), service));
    Optional<LiveBalancer> foundBalancer = loadBalancers.balancer(design.balancer().name());
    Optional<LiveTargetGroup> foundGroup = loadBalancers.targetGroup(design.targetGroup().name());
    refuseObstacles(wanted, foundBalancer, foundGroup);

    LiveBalancer balancer = convergeBalancer.run(wanted, foundBalancer);
    String targetGroup = convergeTargetGroup.run(wanted, balancer, foundGroup);
    convergeListeners.run(wanted, balancer, targetGroup);
    convergeAlias.run(design, balancer);
    return targetGroup;
  }

  private static void refuseObstacles(
      Wanted wanted, Optional<LiveBalancer> balancer, Optional<LiveTargetGroup> targetGroup) {
    wanted
        .design()
        .obstacle(new LoadBalancing.Live(balancer, targetGroup, List.of()))
        .ifPresent(why -> {
          throw new RefusedException(
              "The load balancing of %s cannot be changed in place: %s."
                  .formatted(wanted.service(), why));
        });
  }
}
