package io.github.ecscompose.step;

import io.github.ecscompose.plan.DescribedBalancer;
import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.plan.LoadBalancing.LiveBalancer;
import io.github.ecscompose.plan.LoadBalancing.LiveListener;
import io.github.ecscompose.plan.LoadBalancing.LiveTargetGroup;
import io.github.ecscompose.plan.LoadBalancingDesign;
import io.github.ecscompose.stackfile.LoadBalancer;
import io.github.ecscompose.stackfile.LoadBalancer.DnsRecord;
import io.github.ecscompose.stackfile.Service;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds what there is in front of services, from what they say themselves: a target group, and by
 * that an application load balancer, each of which has its name in its ARN.
 */
final class ObserveBalancers {

  private final LoadBalancers loadBalancers;
  private final DnsRecords dnsRecords;

  ObserveBalancers(LoadBalancers loadBalancers, DnsRecords dnsRecords) {
    this.loadBalancers = loadBalancers;
    this.dnsRecords = dnsRecords;
  }

  /** What was found, by the target group's ARN. */
  record Found(Map<String, DescribedBalancer> byTargetGroup) {
    Found {
      byTargetGroup = Map.copyOf(byTargetGroup);
    }

    Optional<DescribedBalancer> of(LiveService live) {
      return targetGroup(live).map(byTargetGroup::get);
    }
  }

  Found run(Collection<LiveService> services, Map<String, Service> former) {
    Set<String> names =
        services.stream()
            .flatMap(live -> targetGroup(live).stream())
            .map(ObserveBalancers::name)
            .collect(Collectors.toSet());
    if (names.isEmpty()) {
      return new Found(Map.of());
    }
    Map<String, LiveTargetGroup> groups =
        loadBalancers.targetGroups(names).values().stream()
            .collect(Collectors.toMap(LiveTargetGroup::arn, group -> group));
    Map<String, LiveBalancer> balancers =
        loadBalancers
            .balancers(
                groups.values().stream()
                    .flatMap(group -> group.balancerArns().stream())
                    .map(ObserveBalancers::name)
                    .collect(Collectors.toSet()))
            .values()
            .stream()
            .collect(Collectors.toMap(LiveBalancer::arn, balancer -> balancer));
    Map<String, DescribedBalancer> found = new HashMap<>();
    for (LiveService live : services) {
      Optional<LoadBalancer> known =
          Optional.ofNullable(former.get(live.name())).flatMap(Service::loadBalancer);
      targetGroup(live)
          .map(groups::get)
          .ifPresent(group ->
              group.balancerArns().stream()
                  .map(balancers::get)
                  .filter(Objects::nonNull)
                  .findFirst()
                  .ifPresent(
                      balancer -> found.put(group.arn(), described(balancer, group, known))));
    }
    return new Found(found);
  }

  private DescribedBalancer described(
      LiveBalancer balancer, LiveTargetGroup group, Optional<LoadBalancer> former) {
    List<LiveListener> listeners = loadBalancers.listeners(balancer.arn());
    return new DescribedBalancer(
        balancer,
        group,
        listeners,
        loadBalancers.attributes(group.arn()),
        DescribedBalancer.main(listeners, group)
            .filter(main -> main.listener().certificate().isPresent())
            .map(main -> loadBalancers.furtherCertificates(main.arn()))
            .orElse(List.of()),
        former.flatMap(LoadBalancer::dns).filter(record -> leadsTo(record, balancer)),
        former);
  }

  /** Which records lead to a load balancer nobody can ask; whether one does, everybody. */
  private boolean leadsTo(DnsRecord record, LiveBalancer balancer) {
    return dnsRecords
        .address(record.hostedZone(), LoadBalancingDesign.domainName(record.name()))
        .filter(address ->
            switch (address) {
              case DnsRecords.Address.Plain() -> false;
              case DnsRecords.Address.Aliased(var alias) ->
                  LoadBalancingDesign.domainName(alias.targetDnsName())
                      .equals(LoadBalancingDesign.domainName(balancer.dnsName()));
            })
        .isPresent();
  }

  private static Optional<String> targetGroup(LiveService live) {
    return Optional.of(
            live.document().path("loadBalancers").path(0).path("targetGroupArn").asText())
        .filter(arn -> !arn.isEmpty());
  }

  /** Of {@code …:targetgroup/NAME/ID} and {@code …:loadbalancer/app/NAME/ID}, before the id. */
  private static String name(String arn) {
    String[] parts = arn.split("/", -1);
    return parts[parts.length > 2 ? parts.length - 2 : parts.length - 1];
  }
}
