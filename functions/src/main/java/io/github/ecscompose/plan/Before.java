package io.github.ecscompose.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.plan.LiveService.Deployment;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What there was of a service before a deployment changed it: enough to bring it back, and to tell
 * what the deployment made.
 *
 * @param former the service in ECS; absent where there was none
 * @param standInServed whether a stand-in served in its place
 * @param balancerExisted whether the load balancer that the stackfile names for it was there
 * @param targetGroupExisted whether its target group was there
 */
public record Before(
    String service,
    Optional<Former> former,
    boolean standInServed,
    boolean balancerExisted,
    boolean targetGroupExisted) {

  /** Members of a service that tell how it fares, not how it is set. */
  private static final List<String> PASSING =
      List.of("events", "deployments", "taskSets", "tags", "runningCount", "pendingCount");

  /** Lists that DescribeServices leaves out where they are empty; given empty, they are removed. */
  private static final List<String> LISTS =
      List.of(
          "loadBalancers",
          "serviceRegistries",
          "placementConstraints",
          "placementStrategy",
          "capacityProviderStrategy");

  public Before {
    Objects.requireNonNull(service, "service");
    Objects.requireNonNull(former, "former");
  }

  /** What there is of a service, as the plan found it. */
  static Before of(
      String service,
      Optional<LiveService> live,
      boolean standInServes,
      Optional<LoadBalancing.Live> loadBalancing) {
    Optional<Former> former = live.filter(LiveService::isActive).map(Former::of);
    return new Before(
        service,
        former,
        former.isEmpty() && standInServes,
        loadBalancing.stream().anyMatch(found -> found.balancer().isPresent()),
        loadBalancing.stream().anyMatch(found -> found.targetGroup().isPresent()));
  }

  /**
   * A service as it was.
   *
   * @param document its settings, with the task definition to go back to: that of the last
   *     deployment of ECS that completed, where one is known
   * @param completed whether such a deployment is known
   */
  public record Former(ObjectNode document, boolean completed, Map<String, String> tags) {

    public Former {
      Objects.requireNonNull(document, "document");
      tags = Map.copyOf(tags);
    }

    static Former of(LiveService live) {
      Optional<Deployment> completed =
          live.deployments().stream()
              .filter(rollout -> rollout.rolloutState().equals("COMPLETED"))
              .findFirst();
      ObjectNode document = live.document().deepCopy();
      document.remove(PASSING);
      LISTS.stream().filter(name -> !document.has(name)).forEach(document::putArray);
      document.put(
          "taskDefinition",
          completed.map(Deployment::taskDefinition).orElse(live.taskDefinition()));
      return new Former(document, completed.isPresent(), live.tags());
    }

    /** The members of CreateService by which it is made again. */
    public ObjectNode creation() {
      return ServiceDocuments.creation(document);
    }

    /** ARNs of the Cloud Map services in which it registered its tasks. */
    public List<String> registries() {
      return document.path("serviceRegistries").findValuesAsText("registryArn");
    }

    /** ARN of the task definition to go back to. */
    public String taskDefinition() {
      return document.path("taskDefinition").asText();
    }

    /** The id of the deployment that brought it about, if ecs-compose did. */
    public Optional<String> deployment() {
      return Optional.ofNullable(tags.get(Tags.DEPLOYMENT));
    }
  }
}
