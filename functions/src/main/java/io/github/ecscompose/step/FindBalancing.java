package io.github.ecscompose.step;

import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.plan.Left;
import io.github.ecscompose.plan.ListenerDesign;
import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.plan.LoadBalancing.Alias;
import io.github.ecscompose.plan.LoadBalancing.LiveBalancer;
import io.github.ecscompose.plan.LoadBalancing.LiveListener;
import io.github.ecscompose.plan.LoadBalancing.LiveTargetGroup;
import io.github.ecscompose.plan.LoadBalancingDesign;
import io.github.ecscompose.plan.Names;
import io.github.ecscompose.plan.Resource;
import io.github.ecscompose.plan.Resource.Kind;
import io.github.ecscompose.plan.Scope;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.stackfile.LoadBalancer.DnsRecord;
import io.github.ecscompose.stackfile.Service;
import io.github.ecscompose.step.FindRemains.Remains;
import io.github.ecscompose.step.FindRemains.Services;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the load balancers and target groups of ours and for the records that lead to them. All
 * of a region's are looked through, for what outlived its service is named nowhere.
 */
final class FindBalancing {

  private final LoadBalancers loadBalancers;
  private final DnsRecords dnsRecords;

  FindBalancing(LoadBalancers loadBalancers, DnsRecords dnsRecords) {
    this.loadBalancers = loadBalancers;
    this.dnsRecords = dnsRecords;
  }

  /**
   * What there is under names that a cluster's may have.
   *
   * @param ofRegion ARNs of all load balancers, whatever their names
   */
  private record Live(
      Set<String> ofRegion,
      List<LiveBalancer> balancers,
      List<LiveTargetGroup> groups,
      Map<String, Map<String, String>> tags) {

    Map<String, String> tagsOf(String arn) {
      return tags.getOrDefault(arn, Map.of());
    }

    Optional<String> serviceOf(String arn) {
      return Optional.ofNullable(tagsOf(arn).get(Tags.SERVICE));
    }
  }

  Remains run(Scope scope, Services services) {
    Live live = live(scope);
    Set<String> ours =
        live.balancers().stream()
            .filter(balancer -> scope.covers(live.tagsOf(balancer.arn())))
            .map(LiveBalancer::arn)
            .collect(Collectors.toSet());
    List<LiveTargetGroup> groups =
        live.groups().stream().filter(group -> isOurs(scope, live, ours, group)).toList();
    Set<String> groupArns = groups.stream().map(LiveTargetGroup::arn).collect(Collectors.toSet());
    Map<String, String> users = users(services.staying());
    for (LiveTargetGroup group : groups) {
      group.balancerArns().stream()
          .filter(live.ofRegion()::contains)
          .filter(arn -> !ours.contains(arn))
          .findFirst()
          .ifPresent(arn -> users.putIfAbsent(group.arn(), "another load balancer uses it"));
    }
    List<Resource> resources = new ArrayList<>();
    List<Left> left = new ArrayList<>();
    Map<String, String> keptBalancers = new HashMap<>();
    for (LiveBalancer balancer : live.balancers()) {
      if (ours.contains(balancer.arn())) {
        Resource resource =
            Resource.of(
                Kind.LOAD_BALANCER,
                balancer.balancer().name(),
                balancer.arn(),
                live.serviceOf(balancer.arn()));
        obstacle(balancer, groups, groupArns, users)
            .ifPresentOrElse(
                why -> {
                  keptBalancers.put(balancer.arn(), why);
                  left.add(Left.of(resource, why));
                },
                () -> resources.add(resource));
      }
    }
    for (LiveTargetGroup group : groups) {
      Resource resource =
          Resource.of(
              Kind.TARGET_GROUP,
              group.targetGroup().name(),
              group.arn(),
              live.serviceOf(group.arn()));
      Optional<String> why =
          Optional.ofNullable(users.get(group.arn()))
              .or(() ->
                  group.balancerArns().stream()
                      .filter(keptBalancers::containsKey)
                      .findFirst()
                      .map(arn -> "its load balancer stays"));
      why.ifPresentOrElse(
          reason -> left.add(Left.of(resource, reason)), () -> resources.add(resource));
    }
    aliases(scope, services.definitions(), live, ours, keptBalancers.keySet(), left)
        .forEach(alias -> resources.addFirst(alias));
    return new Remains(resources, left);
  }

  private Live live(Scope scope) {
    String prefix = Names.loadBalancerPrefix(scope.cluster());
    List<LiveBalancer> all = loadBalancers.balancersNamed("");
    List<LiveBalancer> balancers =
        all.stream().filter(live -> live.balancer().name().startsWith(prefix)).toList();
    List<LiveTargetGroup> groups = loadBalancers.targetGroupsNamed(prefix);
    return new Live(
        all.stream().map(LiveBalancer::arn).collect(Collectors.toSet()),
        balancers,
        groups,
        loadBalancers.tags(
            Stream.concat(
                    balancers.stream().map(LiveBalancer::arn),
                    groups.stream().map(LiveTargetGroup::arn))
                .toList()));
  }

  /** The older tool put no tags on target groups; its own has the name of our load balancer. */
  private static boolean isOurs(
      Scope scope, Live live, Set<String> balancers, LiveTargetGroup group) {
    Map<String, String> tags = live.tagsOf(group.arn());
    if (!tags.isEmpty()) {
      return scope.covers(tags);
    }
    return !group.balancerArns().isEmpty()
        && balancers.containsAll(group.balancerArns())
        && live.balancers().stream()
            .filter(balancer -> group.balancerArns().contains(balancer.arn()))
            .anyMatch(balancer -> balancer.balancer().name().equals(group.targetGroup().name()));
  }

  /** Why a target group stays, by its ARN: services that do not go send their tasks to it. */
  private static Map<String, String> users(List<LiveService> staying) {
    Map<String, String> users = new HashMap<>();
    for (LiveService live : staying) {
      live.document()
          .path("loadBalancers")
          .findValuesAsText("targetGroupArn")
          .forEach(
              arn -> users.put(arn, "the service %s, which stays, uses it".formatted(live.name())));
    }
    return users;
  }

  /** A load balancer takes all of its listeners with it. */
  private Optional<String> obstacle(
      LiveBalancer balancer,
      List<LiveTargetGroup> groups,
      Set<String> groupArns,
      Map<String, String> users) {
    Optional<String> used =
        groups.stream()
            .filter(group -> group.balancerArns().contains(balancer.arn()))
            .flatMap(group ->
                Optional.ofNullable(users.get(group.arn()))
                    .map(why -> "its target group stays: " + why)
                    .stream())
            .findFirst();
    return used.or(() ->
        ListenerDesign.foreign(loadBalancers.listeners(balancer.arn()), groupArns).stream()
            .findFirst()
            .map(FindBalancing::text));
  }

  static String text(LiveListener foreign) {
    return "the listener on port %d leads elsewhere than to what is destroyed; delete it if nobody needs it, and destroy again"
        .formatted(foreign.listener().port());
  }

  /** Records that lead to what goes, and those whose load balancer is gone already. */
  private List<Resource> aliases(
      Scope scope,
      List<Service> definitions,
      Live live,
      Set<String> ours,
      Set<String> kept,
      List<Left> left) {
    Map<String, LiveBalancer> byDnsName = new HashMap<>();
    live.balancers()
        .forEach(balancer ->
            byDnsName.put(LoadBalancingDesign.domainName(balancer.dnsName()), balancer));
    Map<String, Resource> found = new LinkedHashMap<>();
    Set<String> looked = new HashSet<>();
    for (Service service : definitions) {
      Optional<LoadBalancingDesign> design =
          LoadBalancingDesign.of(scope.cluster(), service)
              .filter(known -> scope.includes(service.name()));
      Optional<DnsRecord> dns = design.flatMap(known -> known.stackfile().dns());
      if (dns.isPresent() && looked.add(dns.get() + " " + design.get().balancer().name())) {
        Optional<Alias> alias = address(dns.get(), left).filter(design.get()::isOurs);
        alias
            .filter(record -> goes(byDnsName.get(record.targetDnsName()), ours, kept))
            .map(record -> Resource.of(record, service.name()))
            .ifPresent(record -> found.putIfAbsent(record.id(), record));
      }
    }
    return List.copyOf(found.values());
  }

  private static boolean goes(@Nullable LiveBalancer balancer, Set<String> ours, Set<String> kept) {
    return balancer == null || (ours.contains(balancer.arn()) && !kept.contains(balancer.arn()));
  }

  /** A zone may be gone, or be none of those in which ecs-compose may work any more. */
  private Optional<Alias> address(DnsRecord dns, List<Left> left) {
    try {
      return dnsRecords
          .address(dns.hostedZone(), LoadBalancingDesign.domainName(dns.name()))
          .flatMap(address ->
              switch (address) {
                case DnsRecords.Address.Plain() -> Optional.empty();
                case DnsRecords.Address.Aliased(Alias alias) -> Optional.of(alias);
              });
    } catch (RefusedException unknown) {
      left.add(
          new Left(
              "DNS record " + dns.name(),
              "it could not be looked at: " + unknown.getMessage(),
              false));
      return Optional.empty();
    }
  }
}
