package io.github.ecscompose.step;

import io.github.ecscompose.error.NotOursException;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.plan.Beside;
import io.github.ecscompose.plan.ListenerDesign;
import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.plan.LoadBalancing;
import io.github.ecscompose.plan.LoadBalancing.Alias;
import io.github.ecscompose.plan.LoadBalancing.LiveBalancer;
import io.github.ecscompose.plan.LoadBalancing.LiveTargetGroup;
import io.github.ecscompose.plan.LoadBalancingDesign;
import io.github.ecscompose.stackfile.Discovery;
import io.github.ecscompose.stackfile.Service;
import io.github.ecscompose.stackfile.Service.Kind;
import io.github.ecscompose.stackfile.Stack;
import io.github.ecscompose.step.ServiceDiscovery.Registry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads what there is beside the services that the stackfile gives a load balancer or a name in
 * Cloud Map, and refuses what is somebody else's before anything is touched. Others cost no call.
 */
final class ObserveBeside {

  private final LoadBalancers loadBalancers;
  private final ConvergeAlias convergeAlias;
  private final ServiceDiscovery discovery;

  ObserveBeside(LoadBalancers loadBalancers, DnsRecords dnsRecords, ServiceDiscovery discovery) {
    this.loadBalancers = loadBalancers;
    this.convergeAlias = new ConvergeAlias(dnsRecords);
    this.discovery = discovery;
  }

  /**
   * What there is, by service; of those that do not run only what is somebody else's matters.
   *
   * @throws NotOursException if a load balancer, target group, record or name is somebody else's
   * @throws RefusedException if a name in Cloud Map has records of another type
   */
  Map<String, Beside> run(
      String cluster,
      Stack stack,
      Map<String, LiveService> services,
      Map<String, LoadBalancing.Live> loadBalancing) {
    Map<String, Beside.Balancing> balancing = balancing(cluster, stack, services, loadBalancing);
    Map<String, Beside.Discovery> names = discovery(cluster, stack, services);
    return Stream.of(balancing, names)
        .flatMap(found -> found.keySet().stream())
        .distinct()
        .collect(
            Collectors.toUnmodifiableMap(
                service -> service,
                service ->
                    new Beside(
                        Optional.ofNullable(balancing.get(service)),
                        Optional.ofNullable(names.get(service)))));
  }

  private Map<String, Beside.Balancing> balancing(
      String cluster,
      Stack stack,
      Map<String, LiveService> services,
      Map<String, LoadBalancing.Live> loadBalancing) {
    List<String> arns =
        loadBalancing.values().stream()
            .flatMap(live ->
                Stream.concat(
                    live.balancer().map(LiveBalancer::arn).stream(),
                    live.targetGroup().map(LiveTargetGroup::arn).stream()))
            .toList();
    Map<String, Map<String, String>> tags = loadBalancers.tags(arns);
    Map<String, Beside.Balancing> found = new HashMap<>();
    for (Service service : stack.services()) {
      LoadBalancing.Live live = loadBalancing.get(service.name());
      Optional<LoadBalancingDesign> design = LoadBalancingDesign.of(cluster, service);
      if (live != null && design.isPresent()) {
        Optional<Alias> record =
            named(
                service,
                "elb",
                () -> {
                  requireOurs(cluster, live, tags);
                  return convergeAlias.find(design.get());
                });
        if (services.containsKey(service.name())) {
          parts(design.get(), live, tags, record)
              .ifPresent(parts -> found.put(service.name(), parts));
        }
      }
    }
    return found;
  }

  private static void requireOurs(
      String cluster, LoadBalancing.Live live, Map<String, Map<String, String>> tags) {
    live.balancer()
        .ifPresent(
            balancer -> ConvergeBalancer.requireOurs(cluster, balancer, of(tags, balancer.arn())));
    Set<String> balancer =
        live.balancer().map(LiveBalancer::arn).stream().collect(Collectors.toUnmodifiableSet());
    live.targetGroup()
        .ifPresent(group ->
            ConvergeTargetGroup.requireOurs(cluster, balancer, group, of(tags, group.arn())));
  }

  private static Map<String, String> of(Map<String, Map<String, String>> tags, String arn) {
    return tags.getOrDefault(arn, Map.of());
  }

  /** Where a part is missing all of it is gone through anyway. */
  private Optional<Beside.Balancing> parts(
      LoadBalancingDesign design,
      LoadBalancing.Live live,
      Map<String, Map<String, String>> tags,
      Optional<Alias> record) {
    return live.balancer()
        .flatMap(balancer ->
            live.targetGroup()
                .map(group ->
                    new Beside.Balancing(
                        of(tags, balancer.arn()),
                        of(tags, group.arn()),
                        design.attributes().isEmpty()
                            ? Map.of()
                            : loadBalancers.attributes(group.arn()),
                        furtherCertificates(design, live),
                        record)));
  }

  private List<String> furtherCertificates(LoadBalancingDesign design, LoadBalancing.Live live) {
    return design.stackfile().certificates().size() < 2
        ? List.of()
        : ListenerDesign.on(design.stackfile().publicPort(), live.listeners())
            .map(listener -> loadBalancers.furtherCertificates(listener.arn()))
            .orElse(List.of());
  }

  private Map<String, Beside.Discovery> discovery(
      String cluster, Stack stack, Map<String, LiveService> services) {
    Map<String, Beside.Discovery> found = new HashMap<>();
    List<Service> discovered =
        stack.services().stream()
            .filter(service -> service.kind() == Kind.SERVICE && service.discovery().isPresent())
            .toList();
    if (discovered.isEmpty()) {
      return found;
    }
    // All services of a stack share one namespace.
    Optional<String> namespace =
        discovered.getFirst().discovery().map(Discovery::namespace).flatMap(discovery::namespace);
    List<Registry> registries = namespace.map(discovery::registries).orElse(List.of());
    for (Service service : discovered) {
      Optional<LiveService> live = Optional.ofNullable(services.get(service.name()));
      service
          .discovery()
          .ifPresent(wanted ->
              found.put(
                  service.name(),
                  new Beside.Discovery(
                      namespace.isPresent(),
                      named(
                          service,
                          "dns_discovery",
                          () ->
                              namespace.flatMap(id ->
                                  registry(cluster, service, wanted, live, id, registries))))));
    }
    return found;
  }

  /** What the service uses already need not be asked after. */
  private Optional<String> registry(
      String cluster,
      Service service,
      Discovery wanted,
      Optional<LiveService> live,
      String namespace,
      List<Registry> registries) {
    List<Registry> candidates =
        registries.stream()
            .filter(registry -> registry.name().equalsIgnoreCase(wanted.name()))
            .toList();
    Set<String> used =
        live.stream()
            .flatMap(found -> found.registries().stream())
            .collect(Collectors.toUnmodifiableSet());
    Optional<Registry> known =
        candidates.stream().filter(registry -> used.contains(registry.arn())).findFirst();
    Optional<Registry> found =
        known.isPresent() || candidates.isEmpty()
            ? known
            : discovery.registry(namespace, wanted.name());
    found.ifPresent(registry -> EnsureDiscovery.requireAddresses(registry, wanted));
    if (known.isEmpty()) {
      found.ifPresent(registry ->
          EnsureDiscovery.requireOurs(
              registry,
              discovery.tags(registry.arn()),
              wanted,
              cluster,
              service.name(),
              () -> false));
    }
    return found.map(Registry::arn);
  }

  /** What is refused does not know for which service it was wanted. */
  private static <T> T named(Service service, String key, Supplier<T> look) {
    String place = "services.%s.%s: ".formatted(service.name(), key);
    try {
      return look.get();
    } catch (NotOursException e) {
      throw new NotOursException(place + e.getMessage(), e);
    } catch (RefusedException e) {
      throw new RefusedException(place + e.getMessage(), e);
    }
  }
}
