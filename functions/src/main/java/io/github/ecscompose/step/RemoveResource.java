package io.github.ecscompose.step;

import io.github.ecscompose.plan.ClusterContents;
import io.github.ecscompose.plan.DestroyPlan;
import io.github.ecscompose.plan.Left;
import io.github.ecscompose.plan.ListenerDesign;
import io.github.ecscompose.plan.LoadBalancing.LiveBalancer;
import io.github.ecscompose.plan.LoadBalancing.LiveTargetGroup;
import io.github.ecscompose.plan.Names;
import io.github.ecscompose.plan.Resource;
import io.github.ecscompose.plan.Resource.Kind;
import io.github.ecscompose.plan.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Removes one thing that a destroy planned to remove. What may have become another's since is
 * looked at again; what is gone already is a success.
 */
final class RemoveResource {

  private final DeploymentRecords records;
  private final LoadBalancers loadBalancers;
  private final DnsRecords dnsRecords;
  private final ServiceDiscovery discovery;
  private final Teardown teardown;

  RemoveResource(
      DeploymentRecords records,
      LoadBalancers loadBalancers,
      DnsRecords dnsRecords,
      ServiceDiscovery discovery,
      Teardown teardown) {
    this.records = records;
    this.loadBalancers = loadBalancers;
    this.dnsRecords = dnsRecords;
    this.discovery = discovery;
    this.teardown = teardown;
  }

  /**
   * Removes it.
   *
   * @param left what stays up to now
   * @return why it stays, where it does
   * @throws io.github.ecscompose.error.EcsComposeException if AWS does not remove it, now or ever
   */
  Optional<Left> run(Scope scope, DestroyPlan plan, Resource resource, List<Left> left) {
    return switch (resource.kind()) {
      case SCHEDULE -> schedule(scope, resource);
      case DNS_RECORD -> {
        resource.alias().ifPresent(dnsRecords::delete);
        yield Optional.empty();
      }
      case LOAD_BALANCER -> balancer(scope, plan, resource);
      case TARGET_GROUP -> targetGroup(scope, resource, left);
      case REGISTRY -> {
        discovery.deleteRegistry(resource.id());
        yield Optional.empty();
      }
      case NAMESPACE -> namespace(resource);
      case FINISHED_TASK -> {
        records.forgetTask(scope.cluster(), resource.id());
        yield Optional.empty();
      }
      case TASK_DEFINITIONS -> {
        deregister(scope, resource);
        yield Optional.empty();
      }
      case CLUSTER -> cluster(resource);
    };
  }

  /** EnsureSchedule has removed it before anything else went. */
  private Optional<Left> schedule(Scope scope, Resource resource) {
    return records.hasSchedule(scope.cluster())
        ? Optional.of(Left.of(resource, "it was not removed"))
        : Optional.empty();
  }

  private Optional<Left> balancer(Scope scope, DestroyPlan plan, Resource resource) {
    Optional<LiveBalancer> live =
        loadBalancers
            .balancer(resource.name())
            .filter(found -> found.arn().equals(resource.id()))
            .filter(found -> scope.covers(loadBalancers.tags(found.arn())));
    Set<String> groups =
        plan.resources().stream()
            .filter(other -> other.kind() == Kind.TARGET_GROUP)
            .map(Resource::id)
            .collect(Collectors.toSet());
    Optional<Left> foreign =
        live.flatMap(found ->
            ListenerDesign.foreign(loadBalancers.listeners(found.arn()), groups).stream()
                .findFirst()
                .map(listener -> Left.of(resource, FindBalancing.text(listener))));
    if (foreign.isEmpty()) {
      live.map(LiveBalancer::arn).ifPresent(loadBalancers::deleteBalancer);
    }
    return foreign;
  }

  /** One whose load balancer stays is in use for ever. */
  private Optional<Left> targetGroup(Scope scope, Resource resource, List<Left> left) {
    Optional<LiveTargetGroup> live =
        loadBalancers
            .targetGroup(resource.name())
            .filter(found -> found.arn().equals(resource.id()));
    if (live.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> tags = loadBalancers.tags(resource.id());
    if (!tags.isEmpty() && !scope.covers(tags)) {
      return Optional.of(Left.of(resource, "its tags say that it is another's by now"));
    }
    String balancer = Resource.of(Kind.LOAD_BALANCER, resource.name(), "", Optional.empty()).text();
    if (left.stream().anyMatch(each -> each.what().equals(balancer))) {
      return Optional.of(Left.of(resource, "its load balancer stays"));
    }
    loadBalancers.deleteTargetGroup(resource.id());
    return Optional.empty();
  }

  /** One that others have come to use is theirs to delete. */
  private Optional<Left> namespace(Resource resource) {
    boolean gone =
        discovery.describe(resource.id()).isEmpty() || discovery.deleteNamespace(resource.id());
    return gone
        ? Optional.empty()
        : Optional.of(
            new Left(resource.text(), "there are Cloud Map services in it that stay", false));
  }

  /** Oldest first, so that one with our tags, by which the family is known, is the last. */
  private void deregister(Scope scope, Resource resource) {
    String service = resource.name().substring(Names.family(scope.cluster(), "").length());
    for (String revision : teardown.revisions(resource.name())) {
      if (scope.coversRevision(teardown.tags(revision), service)) {
        teardown.deregister(revision);
      }
    }
  }

  /** Its machines and what others run in it are not ours to take away. */
  private Optional<Left> cluster(Resource resource) {
    Optional<ClusterContents> contents = teardown.contents(resource.name());
    if (contents.isEmpty()) {
      return Optional.empty();
    }
    return contents
        .get()
        .obstacle()
        .or(() -> teardown.deleteCluster(resource.name()))
        .map(why -> new Left(resource.text(), why, false));
  }
}
