package io.github.ecscompose.step;

import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.plan.Left;
import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.plan.Names;
import io.github.ecscompose.plan.Resource;
import io.github.ecscompose.plan.Resource.Kind;
import io.github.ecscompose.plan.Scope;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.stackfile.Discovery;
import io.github.ecscompose.stackfile.Service;
import io.github.ecscompose.step.ServiceDiscovery.Namespace;
import io.github.ecscompose.step.ServiceDiscovery.Registry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Looks for what of ours there is beside the services of a cluster, whether those run still or not.
 * Touches nothing.
 */
final class FindRemains {

  /** Of a family whose latest is another's, that are looked at for one of ours. */
  private static final int REVISIONS = 20;

  private final Teardown teardown;
  private final Clusters clusters;
  private final DeploymentRecords records;
  private final ServiceDiscovery discovery;
  private final FindBalancing findBalancing;

  FindRemains(Plan.Sources sources, Teardown teardown, DeploymentRecords records) {
    this.teardown = teardown;
    this.clusters = sources.clusters();
    this.records = records;
    this.discovery = sources.discovery();
    this.findBalancing = new FindBalancing(sources.loadBalancers(), sources.dnsRecords());
  }

  /**
   * What is known of the services.
   *
   * @param going ours that are there, by name
   * @param staying all others of the cluster
   * @param definitions what deployments wanted of them, newest first
   */
  record Services(
      Map<String, LiveService> going, List<LiveService> staying, List<Service> definitions) {
    Services {
      going = Map.copyOf(going);
      staying = List.copyOf(staying);
      definitions = List.copyOf(definitions);
    }
  }

  /** What goes, in the order of its going, and what is known to stay. */
  record Remains(List<Resource> resources, List<Left> left) {}

  Remains run(Scope scope, Services services) {
    List<Resource> resources = new ArrayList<>();
    List<Left> left = new ArrayList<>();
    if (scope.isWhole() && records.hasSchedule(scope.cluster())) {
      String name = Names.schedule(scope.cluster());
      resources.add(Resource.of(Kind.SCHEDULE, name, name, Optional.empty()));
    }
    Remains balancing = findBalancing.run(scope, services);
    resources.addAll(balancing.resources());
    left.addAll(balancing.left());
    names(scope, services, resources, left);
    records.finishedTasks(scope.cluster()).keySet().stream()
        .filter(scope::includes)
        .sorted()
        .forEach(
            task -> resources.add(Resource.of(Kind.FINISHED_TASK, task, task, Optional.of(task))));
    taskDefinitions(scope, services, resources);
    return new Remains(resources, left);
  }

  /** The services in Cloud Map, and the private DNS namespace that was made for them. */
  private void names(Scope scope, Services services, List<Resource> resources, List<Left> left) {
    Map<String, String> registries = new LinkedHashMap<>();
    Set<String> namespaces = new TreeSet<>();
    for (String name : namespaceNames(services.definitions())) {
      try {
        discovery.namespace(name).ifPresent(namespaces::add);
      } catch (RefusedException several) {
        left.add(
            new Left("private DNS namespace " + name, String.valueOf(several.getMessage()), false));
      }
    }
    for (String namespace : namespaces) {
      for (Registry registry : discovery.registries(namespace)) {
        registries.put(registry.arn(), registry.name());
      }
    }
    Set<String> used =
        services.going().values().stream()
            .flatMap(live -> live.registries().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    used.forEach(arn -> registries.putIfAbsent(arn, arn.substring(arn.lastIndexOf('/') + 1)));
    registries.forEach((arn, name) -> {
      Map<String, String> tags = tags(arn);
      Resource found =
          Resource.of(Kind.REGISTRY, name, arn, Optional.ofNullable(tags.get(Tags.SERVICE)));
      if (scope.covers(tags)) {
        resources.add(found);
      } else if (used.contains(arn)) {
        left.add(new Left(found.text(), "it does not carry the tags of ecs-compose", false));
      }
    });
    if (scope.isWhole()) {
      namespaces.forEach(id -> namespace(scope, id).ifPresent(resources::add));
    }
  }

  private static Set<String> namespaceNames(Collection<Service> definitions) {
    return definitions.stream()
        .flatMap(definition -> definition.discovery().stream())
        .map(Discovery::namespace)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** One that a service names may have been deleted by hand. */
  private Map<String, String> tags(String registryArn) {
    try {
      return discovery.tags(registryArn);
    } catch (RefusedException gone) {
      return Map.of();
    }
  }

  private Optional<Resource> namespace(Scope scope, String id) {
    return discovery
        .describe(id)
        .map(Namespace::arn)
        .filter(arn -> scope.covers(discovery.tags(arn)))
        .map(arn -> Resource.of(Kind.NAMESPACE, id, id, Optional.empty()));
  }

  /** A family is ours only if it is exactly that of a service which is ours by its tags. */
  private void taskDefinitions(Scope scope, Services services, List<Resource> resources) {
    String prefix = Names.family(scope.cluster(), scope.service().orElse(""));
    for (String family : new TreeSet<>(clusters.families(prefix))) {
      String service = family.substring(Names.family(scope.cluster(), "").length());
      if (scope.includes(service)
          && (services.going().containsKey(service) || isOurs(scope.cluster(), family, service))) {
        resources.add(Resource.of(Kind.TASK_DEFINITIONS, family, family, Optional.of(service)));
      }
    }
  }

  /** The latest revision may be another's: two clusters' services can share a family. */
  private boolean isOurs(String cluster, String family, String service) {
    return Tags.areOf(teardown.tags(family), cluster, service)
        || teardown.revisions(family).reversed().stream()
            .skip(1)
            .limit(REVISIONS)
            .anyMatch(revision -> Tags.areOf(teardown.tags(revision), cluster, service));
  }
}
