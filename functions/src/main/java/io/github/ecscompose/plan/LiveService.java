package io.github.ecscompose.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A service that runs.
 *
 * @param status {@code ACTIVE} or {@code DRAINING}
 * @param taskDefinition ARN
 * @param document the service as DescribeServices gives it
 * @param deployments newest first
 */
public record LiveService(
    String name,
    String arn,
    String status,
    String taskDefinition,
    ObjectNode document,
    Map<String, String> tags,
    List<Deployment> deployments) {

  public LiveService {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(arn, "arn");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(taskDefinition, "taskDefinition");
    Objects.requireNonNull(document, "document");
    tags = Map.copyOf(tags);
    deployments = List.copyOf(deployments);
  }

  /** The deployment that ECS works towards. */
  public Optional<Deployment> primary() {
    return deployments.stream()
        .filter(deployment -> deployment.status().equals("PRIMARY"))
        .findFirst();
  }

  /**
   * Whether ECS gave up what it worked towards. Nothing comes of that unless a new rollout is asked
   * for.
   */
  public boolean isGivenUp() {
    return primary().stream().anyMatch(Deployment::isGivenUp);
  }

  /** Whether it is neither deleted nor on its way there. */
  public boolean isActive() {
    return status.equals("ACTIVE");
  }

  /**
   * Whether all tasks that it is to have run, as the deployment that ECS works towards has them.
   */
  public boolean isStable() {
    return isActive()
        && primary().stream()
            .anyMatch(deployment ->
                deployment.isComplete()
                    && count().stream().allMatch(count -> count == deployment.desired()));
  }

  /** Whether ECS is to keep tasks of it running. */
  public boolean isToHaveTasks() {
    return isDaemon() || document.path("desiredCount").asInt() > 0;
  }

  /** Whether it runs one task on every machine, and has no count of its own. */
  public boolean isDaemon() {
    return document.path("schedulingStrategy").asText().equals("DAEMON");
  }

  /** How many tasks it is to have; empty where every machine has one. */
  public Optional<Integer> count() {
    JsonNode count = document.path("desiredCount");
    return isDaemon() || !count.isInt() ? Optional.empty() : Optional.of(count.intValue());
  }

  /** ARNs of the Cloud Map services in which it registers its tasks. */
  public List<String> registries() {
    return document.path("serviceRegistries").findValuesAsText("registryArn");
  }

  /** Tasks of all its deployments that run or start, and those that are on their way out. */
  public int tasks() {
    int counted = document.path("runningCount").asInt() + document.path("pendingCount").asInt();
    int deployed =
        deployments.stream()
            .mapToInt(deployment -> deployment.running() + deployment.pending())
            .sum();
    return Math.max(counted, deployed);
  }

  /**
   * One rollout of the service.
   *
   * @param status {@code PRIMARY}, {@code ACTIVE} or {@code INACTIVE}
   * @param rolloutState {@code IN_PROGRESS}, {@code COMPLETED} or {@code FAILED}
   * @param rolloutReason empty where ECS gives none
   */
  public record Deployment(
      String id,
      String status,
      String rolloutState,
      String rolloutReason,
      String taskDefinition,
      int desired,
      int running,
      int pending,
      int failed) {

    /** Whether ECS stopped trying. */
    public boolean isGivenUp() {
      return rolloutState.equals("FAILED");
    }

    /** Whether the rollout is over and all of its tasks run. */
    public boolean isComplete() {
      return rolloutState.equals("COMPLETED") && running == desired && pending == 0;
    }

    /** How far it is, for a person. */
    public String progress() {
      String failures = failed == 0 ? "" : ", " + failed + " failed";
      return "%d of %d tasks run, %d start%s".formatted(running, desired, pending, failures);
    }

    public Deployment {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(status, "status");
      Objects.requireNonNull(rolloutState, "rolloutState");
      Objects.requireNonNull(rolloutReason, "rolloutReason");
      Objects.requireNonNull(taskDefinition, "taskDefinition");
    }
  }
}
