package io.github.ecscompose.plan;

import com.fasterxml.jackson.databind.node.TextNode;
import io.github.ecscompose.plan.Beside.Balancing;
import io.github.ecscompose.plan.LoadBalancing.Alias;
import io.github.ecscompose.plan.LoadBalancing.LiveBalancer;
import io.github.ecscompose.stackfile.LoadBalancer;
import io.github.ecscompose.stackfile.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares what there is beside a service with what should be: what somebody changed by hand. */
final class BesideDifferences {

  private final String cluster;
  private final Service service;
  private final List<Change> changes = new ArrayList<>();

  private BesideDifferences(String cluster, Service service) {
    this.cluster = cluster;
    this.service = service;
  }

  /**
   * The differences in order.
   *
   * @param balancer the service's, if there is one
   */
  static List<Change> between(
      String cluster,
      Service service,
      LiveService live,
      Optional<LiveBalancer> balancer,
      Beside beside) {
    BesideDifferences differences = new BesideDifferences(cluster, service);
    LoadBalancingDesign.of(cluster, service)
        .ifPresent(design ->
            beside
                .balancing()
                .ifPresent(found -> {
                  differences.balancing(design, balancer, found);
                  differences.tags(live, found);
                }));
    beside.discovery().ifPresent(found -> differences.discovery(live, found));
    return List.copyOf(differences.changes);
  }

  private void balancing(
      LoadBalancingDesign design, Optional<LiveBalancer> balancer, Balancing found) {
    TargetGroupAttributes.differences(found.attributes(), design.attributes())
        .forEach(changes::add);
    certificates(design.stackfile(), found.furtherCertificates());
    balancer.flatMap(design::alias).ifPresent(wanted -> record(found.record(), wanted));
  }

  /** Where the stackfile names one alone, further ones are somebody else's business. */
  private void certificates(LoadBalancer wanted, List<String> further) {
    Set<String> then = new TreeSet<>(wanted.certificates().stream().skip(1).toList());
    Set<String> now = new TreeSet<>(further);
    if (!then.isEmpty() && !now.equals(then)) {
      changes.add(
          new Change(
              "elb.certificates", Optional.of(now.toString()), Optional.of(then.toString())));
    }
  }

  private void record(Optional<Alias> found, Alias wanted) {
    if (found.isEmpty()) {
      changes.add(new Change("elb.dns", Optional.empty(), Optional.of(wanted.name())));
    } else if (!found.get().equals(wanted)) {
      changes.add(
          new Change(
              "elb.dns",
              Optional.of("leads to " + found.get().targetDnsName()),
              Optional.of("leads to " + wanted.targetDnsName())));
    }
  }

  /**
   * Tags that lack or differ, once for load balancer and target group. The stackfile's own that the
   * service lacks as well are told of there; those that nobody wants are somebody else's.
   */
  private void tags(LiveService live, Balancing found) {
    Map<String, String> wanted = new TreeMap<>(Tags.of(cluster, service));
    service
        .tags()
        .forEach((key, value) -> {
          if (!value.equals(live.tags().get(key))) {
            wanted.remove(key);
          }
        });
    Map<String, Change> differing = new TreeMap<>();
    for (Map<String, String> now : List.of(found.targetGroupTags(), found.balancerTags())) {
      wanted.forEach((key, value) -> {
        if (!value.equals(now.get(key))) {
          differing.put(
              key, new Change("elb." + Tags.PREFIX + key, quoted(now.get(key)), quoted(value)));
        }
      });
    }
    changes.addAll(differing.values());
  }

  private static Optional<String> quoted(@Nullable String value) {
    return Optional.ofNullable(value).map(text -> TextNode.valueOf(text).toString());
  }

  /** A service without a name in Cloud Map shows that by itself. */
  private void discovery(LiveService live, Beside.Discovery found) {
    Optional<String> used = live.registries().stream().findFirst();
    if (!found.namespaceExists()) {
      service
          .discovery()
          .ifPresent(wanted ->
              changes.add(
                  new Change(
                      "dns_discovery.namespace",
                      Optional.empty(),
                      Optional.of(wanted.namespace()))));
    } else if (used.isPresent() && !found.registry().equals(used)) {
      changes.add(
          found
              .registry()
              .map(arn -> new Change("dns_discovery", used, Optional.of(arn)))
              .orElseGet(
                  () -> new Change("dns_discovery", Optional.of("missing"), Optional.of("new"))));
    }
  }
}
