package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.error.DrainingException;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.TransientException;
import io.github.ecscompose.plan.Before;
import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.plan.LoadBalancing.Action.Forward;
import io.github.ecscompose.plan.LoadBalancing.Action.Other;
import io.github.ecscompose.plan.LoadBalancing.Action.Redirect;
import io.github.ecscompose.plan.LoadBalancing.LiveBalancer;
import io.github.ecscompose.plan.LoadBalancing.LiveListener;
import io.github.ecscompose.plan.LoadBalancing.LiveTargetGroup;
import io.github.ecscompose.plan.LoadBalancingDesign;
import io.github.ecscompose.plan.Names;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.stackfile.Discovery;
import io.github.ecscompose.stackfile.Service;
import io.github.ecscompose.step.ServiceDiscovery.Registry;
import java.util.List;
import java.util.Optional;

/**
 * Removes what was made beside a service that no longer uses it: DNS record, load balancer, target
 * group, Cloud Map service. Only what carries the tags of that very service goes.
 */
final class RemoveBeside {

  private final LoadBalancers loadBalancers;
  private final DnsRecords dnsRecords;
  private final ServiceDiscovery discovery;

  RemoveBeside(LoadBalancers loadBalancers, DnsRecords dnsRecords, ServiceDiscovery discovery) {
    this.loadBalancers = loadBalancers;
    this.dnsRecords = dnsRecords;
    this.discovery = discovery;
  }

  /**
   * All of it.
   *
   * @throws DrainingException while instances are registered in the Cloud Map service
   * @throws RefusedException if somebody else uses the load balancer
   * @throws TransientException while a listener that is gone holds the target group
   */
  void all(String cluster, Service service) {
    LoadBalancingDesign.of(cluster, service)
        .ifPresent(design -> {
          removeBalancer(cluster, service.name(), design);
          removeTargetGroup(cluster, service.name(), design);
        });
    registry(cluster, service).ifPresent(registry -> discovery.deleteRegistry(registry.arn()));
  }

  /**
   * What that deployment made of it, with the errors of {@link #all}.
   *
   * @param former what the service went back to, if it is known; a load balancer that it has a use
   *     for stays
   * @param service as the deployment was to bring it about
   */
  void made(
      DeploymentReference deployment, Before before, Optional<Service> former, Service service) {
    String cluster = deployment.cluster();
    Optional<String> needed =
        former
            .flatMap(known -> LoadBalancingDesign.of(cluster, known))
            .map(design -> design.balancer().name());
    if (!before.balancerExisted()) {
      LoadBalancingDesign.of(cluster, service)
          .filter(design -> !needed.equals(Optional.of(design.balancer().name())))
          .ifPresent(design -> {
            removeBalancer(cluster, service.name(), design);
            if (!before.targetGroupExisted()) {
              removeTargetGroup(cluster, service.name(), design);
            }
          });
    }
    String token = Names.token(deployment.toString(), "registry", service.name());
    List<String> used = before.former().map(Before.Former::registries).orElse(List.of());
    registry(cluster, service)
        .filter(registry -> registry.creator().map(token::equals).orElse(true))
        .filter(registry -> !used.contains(registry.arn()))
        .ifPresent(registry -> discovery.deleteRegistry(registry.arn()));
  }

  /** Whether that deployment may have made anything of it for a service that was there before. */
  static boolean mayHaveMade(Before before, Service service) {
    return service.discovery().isPresent()
        || (service.loadBalancer().isPresent() && !before.balancerExisted());
  }

  /** Whether a service still leads its tasks to the target group of that design. */
  boolean isUsed(LiveService live, LoadBalancingDesign design) {
    List<String> used = live.document().path("loadBalancers").findValuesAsText("targetGroupArn");
    return !used.isEmpty()
        && loadBalancers
            .targetGroup(design.targetGroup().name())
            .map(LiveTargetGroup::arn)
            .filter(used::contains)
            .isPresent();
  }

  /** The record goes first: it must never lead to a name that somebody else may come to hold. */
  private void removeBalancer(String cluster, String service, LoadBalancingDesign design) {
    Optional<LiveBalancer> balancer =
        loadBalancers
            .balancer(design.balancer().name())
            .filter(live -> Tags.areOf(loadBalancers.tags(live.arn()), cluster, service));
    if (balancer.isPresent()) {
      refuseForeignListeners(service, balancer.get(), design);
      design.alias(balancer.get()).ifPresent(dnsRecords::delete);
      loadBalancers.deleteBalancer(balancer.get().arn());
    }
  }

  /** A load balancer takes all of its listeners with it. */
  private void refuseForeignListeners(
      String service, LiveBalancer balancer, LoadBalancingDesign design) {
    Optional<String> targetGroup =
        loadBalancers.targetGroup(design.targetGroup().name()).map(LiveTargetGroup::arn);
    loadBalancers.listeners(balancer.arn()).stream()
        .filter(live -> !isOurs(live, targetGroup, design))
        .findFirst()
        .ifPresent(foreign -> {
          throw leadsElsewhere(
              service, design, "the listener on port " + foreign.listener().port());
        });
    if (loadBalancers.targetGroupsBehind(balancer.arn()).stream()
        .anyMatch(arn -> targetGroup.filter(arn::equals).isEmpty())) {
      throw leadsElsewhere(service, design, "a rule of one of its listeners");
    }
  }

  private static RefusedException leadsElsewhere(
      String service, LoadBalancingDesign design, String what) {
    return new RefusedException(
        "The service %s no longer uses its load balancer %s, which stays: %s leads elsewhere than to that service. Once nothing else needs it, delete the load balancer, its DNS record and target group, and the service's Cloud Map service by hand."
            .formatted(service, design.balancer().name(), what));
  }

  private static boolean isOurs(
      LiveListener live, Optional<String> targetGroup, LoadBalancingDesign design) {
    return switch (live.listener().action()) {
      case Forward(String arn) -> targetGroup.filter(arn::equals).isPresent();
      case Redirect(int port) -> port == design.stackfile().publicPort();
      case Other() -> false;
    };
  }

  private void removeTargetGroup(String cluster, String service, LoadBalancingDesign design) {
    loadBalancers
        .targetGroup(design.targetGroup().name())
        .map(LiveTargetGroup::arn)
        .filter(arn -> Tags.areOf(loadBalancers.tags(arn), cluster, service))
        .ifPresent(loadBalancers::deleteTargetGroup);
  }

  private Optional<Registry> registry(String cluster, Service service) {
    return service
        .discovery()
        .flatMap(this::registry)
        .filter(registry -> Tags.areOf(discovery.tags(registry.arn()), cluster, service.name()));
  }

  private Optional<Registry> registry(Discovery wanted) {
    return discovery
        .namespace(wanted.namespace())
        .flatMap(namespace -> discovery.registry(namespace, wanted.name()));
  }
}
