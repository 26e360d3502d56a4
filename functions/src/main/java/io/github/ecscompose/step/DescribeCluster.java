package io.github.ecscompose.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeployRequest.Options;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.error.NotOursException;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.StackfileRejectedException;
import io.github.ecscompose.plan.DeploymentPlan;
import io.github.ecscompose.plan.DescribedService;
import io.github.ecscompose.plan.DescribedStack;
import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.plan.Names;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.plan.TaskDefinition;
import io.github.ecscompose.stackfile.Deploy;
import io.github.ecscompose.stackfile.Discovery;
import io.github.ecscompose.stackfile.Redeploy;
import io.github.ecscompose.stackfile.Service;
import io.github.ecscompose.stackfile.Service.Kind;
import io.github.ecscompose.stackfile.Stack;
import io.github.ecscompose.stackfile.Variables.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Tells what runs in a cluster as a stackfile that changes nothing where it is deployed. Changes
 * nothing itself.
 *
 * <p>Where what runs is what a deployment brought it to, by the comparison that a deployment makes,
 * the service is told in the words that it was deployed in. Everything else is read from what runs.
 */
public final class DescribeCluster {

  private final Documents documents;
  private final DeploymentRecords records;
  private final Clusters clusters;
  private final ScalableTargets scalableTargets;
  private final Schedules schedules;
  private final Decide decide;
  private final ObserveBalancers observeBalancers;
  private final ServiceDiscovery discovery;

  public DescribeCluster(
      DeploymentFiles files, DeploymentRecords records, Plan.Sources sources, Schedules schedules) {
    this.documents = new Documents(files);
    this.records = records;
    this.clusters = sources.clusters();
    this.scalableTargets = sources.scalableTargets();
    this.schedules = schedules;
    this.decide = new Decide(documents, records, sources);
    this.observeBalancers = new ObserveBalancers(sources.loadBalancers(), sources.dnsRecords());
    this.discovery = sources.discovery();
  }

  /**
   * A cluster in the words of the language.
   *
   * @param warnings what it cannot say, in sentences
   */
  public record Description(ObjectNode stackfile, List<String> warnings) {
    public Description {
      Objects.requireNonNull(stackfile, "stackfile");
      warnings = List.copyOf(warnings);
    }
  }

  /** The description; empty where the cluster is not there, or no service runs in it. */
  public Optional<Description> run(String cluster) {
    if (!clusters.exists(cluster)) {
      return Optional.empty();
    }
    List<String> warnings = new ArrayList<>();
    Map<String, LiveService> running = running(cluster);
    Map<String, LiveService> services = withoutStandIns(running, warnings);
    if (services.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Service> former = decide.former(cluster, services.keySet(), services);
    Map<String, DeploymentPlan.ServicePlan> plans = plans(cluster, services, former);
    plans.values().forEach(plan -> warnings.addAll(plan.notes()));
    List<DescribedService> others = others(cluster, services, former, plans.keySet(), warnings);
    DescribedStack stack =
        DescribedStack.of(
            cluster,
            running,
            plans.keySet().stream().collect(Collectors.toMap(name -> name, former::get)),
            others,
            deploy(cluster, services),
            redeploy(cluster),
            variables(cluster, services));
    warnings.addAll(stack.warnings());
    return Optional.of(new Description(stack.stackfile(), warnings));
  }

  /** Those that run, by name. */
  private Map<String, LiveService> running(String cluster) {
    Map<String, LiveService> running =
        new TreeMap<>(clusters.services(cluster, clusters.serviceNames(cluster)));
    running.values().removeIf(live -> !live.isActive());
    return running;
  }

  private static Map<String, LiveService> withoutStandIns(
      Map<String, LiveService> running, List<String> warnings) {
    Map<String, LiveService> services = new TreeMap<>(running);
    running.forEach((name, live) ->
        Optional.ofNullable(live.tags().get(Tags.STANDS_IN_FOR))
            .ifPresent(replaced -> {
              services.remove(name);
              warnings.add(
                  "%s stands in for %s, which is being replaced, and is left out."
                      .formatted(name, replaced));
            }));
    return services;
  }

  /**
   * The services that are what they were last brought to, with their plans: one that says so, or
   * that only waits for the end of a rollout.
   */
  private Map<String, DeploymentPlan.ServicePlan> plans(
      String cluster, Map<String, LiveService> services, Map<String, Service> former) {
    List<Service> known =
        former.values().stream()
            .filter(service -> service.kind() == Kind.SERVICE)
            .filter(service -> {
              LiveService live = services.get(service.name());
              return live != null && Tags.areOf(live.tags(), cluster, service.name());
            })
            .sorted(Comparator.comparing(Service::name))
            .toList();
    if (known.isEmpty()) {
      return Map.of();
    }
    try {
      // As if a schedule asked, which removes nothing.
      return decide
          .run(cluster, new Stack(known, Deploy.DEFAULT, Optional.empty()), Options.NONE, true)
          .plan()
          .services()
          .stream()
          .filter(DescribeCluster::isRight)
          .collect(Collectors.toMap(DeploymentPlan.ServicePlan::service, plan -> plan));
    } catch (StackfileRejectedException | NotOursException e) {
      // One of them is no more what it was: each is read from what runs.
      return Map.of();
    } catch (RefusedException e) {
      if (e.getCause() == null || e.getCause() instanceof RefusedException) {
        return Map.of();
      }
      throw e;
    }
  }

  private static boolean isRight(DeploymentPlan.ServicePlan plan) {
    String rollout = "services." + plan.service() + ".rollout";
    return switch (plan.action()) {
      case NONE -> true;
      case UPDATE -> plan.changes().stream().allMatch(change -> change.path().equals(rollout));
      case CREATE, REPLACE, ADOPT, REDEPLOY, RUN, REMOVE, SKIP -> false;
    };
  }

  /** One call each for its task definition. */
  private List<DescribedService> others(
      String cluster,
      Map<String, LiveService> services,
      Map<String, Service> former,
      Set<String> right,
      List<String> warnings) {
    List<LiveService> others =
        services.values().stream().filter(live -> !right.contains(live.name())).toList();
    ObserveBalancers.Found balancers = observeBalancers.run(others, former);
    Set<String> scaled =
        others.isEmpty()
            ? Set.of()
            : scalableTargets.among(cluster, others.stream().map(LiveService::name).toList());
    scaled.stream()
        .sorted()
        .forEach(name ->
            warnings.add(
                "services.%s.desired_count: autoscaling decides it; a deployment leaves it as it is then."
                    .formatted(name)));
    List<DescribedService> described = new ArrayList<>();
    for (LiveService live : others) {
      Optional<TaskDefinition.Live> definition = clusters.taskDefinition(live.taskDefinition());
      if (definition.isEmpty()) {
        warnings.add(
            "services.%s: its task definition %s is gone, so that the service is left out."
                .formatted(live.name(), Tags.revision(live.taskDefinition())));
        continue;
      }
      Optional<Service> known = Optional.ofNullable(former.get(live.name()));
      described.add(
          new DescribedService(
              cluster,
              live,
              definition.get().definition(),
              balancers.of(live),
              known.flatMap(Service::discovery).filter(name -> isRegistered(live, name)),
              known));
    }
    return described;
  }

  /** Whether the name that the service was given is the one that it has. */
  private boolean isRegistered(LiveService live, Discovery name) {
    return !live.registries().isEmpty()
        && discovery
            .namespace(name.namespace())
            .flatMap(namespace -> discovery.registry(namespace, name.name()))
            .filter(registry -> live.registries().contains(registry.arn()))
            .isPresent();
  }

  /** How the cluster was deployed last, as far as that brought anything about that runs. */
  private Deploy deploy(String cluster, Map<String, LiveService> services) {
    return deployments(cluster, services.values()).stream()
        .map(id -> documents.filedStack(new DeploymentReference(cluster, id)))
        .flatMap(Optional::stream)
        .map(Stack::deploy)
        .findFirst()
        .orElse(Deploy.DEFAULT);
  }

  /** Newest first: their ids sort by time. */
  private static List<String> deployments(String cluster, Collection<LiveService> services) {
    return services.stream()
        .filter(live -> Tags.areOf(live.tags(), cluster, live.name()))
        .flatMap(live -> Optional.ofNullable(live.tags().get(Tags.DEPLOYMENT)).stream())
        .distinct()
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  private Optional<Redeploy> redeploy(String cluster) {
    return records.hasSchedule(cluster)
        ? schedules
            .find(Names.schedule(cluster))
            .map(schedule -> new Redeploy(schedule.expression(), schedule.timezone()))
        : Optional.empty();
  }

  /** The secret variables of the deployments that brought the services about, by service. */
  private Map<String, Map<String, Value>> variables(
      String cluster, Map<String, LiveService> services) {
    Map<String, Map<String, Value>> byDeployment = new HashMap<>();
    Map<String, Map<String, Value>> variables = new TreeMap<>();
    services.forEach((name, live) -> {
      String id = live.tags().get(Tags.DEPLOYMENT);
      if (id != null && Tags.areOf(live.tags(), cluster, name)) {
        variables.put(
            name,
            byDeployment.computeIfAbsent(id, key -> secret(new DeploymentReference(cluster, key))));
      }
    });
    return variables;
  }

  private Map<String, Value> secret(DeploymentReference deployment) {
    Map<String, Value> values = new TreeMap<>(documents.variables(deployment).values());
    values.values().removeIf(value -> !value.secret() || value.text().isEmpty());
    return values;
  }
}
