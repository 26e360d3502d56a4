package io.github.ecscompose.aws;

import static java.util.Objects.requireNonNullElse;

import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.step.Clusters.LiveTask;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.Task;

/** Reads services and tasks as ECS describes them. */
final class LiveServices {

  // ECS gives a hundred events a service, tens of kilobytes. A thousand services' would not fit
  // into a function's memory, and only the latest tell why a rollout does not come forward.
  private static final int EVENTS = 20;

  private static final Comparator<Deployment> NEWEST_FIRST =
      Comparator.comparing(
          (Deployment deployment) -> requireNonNullElse(deployment.createdAt(), Instant.EPOCH),
          Comparator.reverseOrder());

  private LiveServices() {}

  /**
   * Reads a service.
   *
   * @param tags those that it is known to have, where the answer gives none
   */
  static LiveService of(Service service, Map<String, String> tags) {
    Service shortened =
        service.hasEvents()
            ? service.toBuilder().events(service.events().stream().limit(EVENTS).toList()).build()
            : service;
    return new LiveService(
        service.serviceName(),
        service.serviceArn(),
        service.status(),
        requireNonNullElse(service.taskDefinition(), ""),
        SdkDocuments.toJson(shortened),
        service.tags().isEmpty() ? tags : tags(service.tags()),
        service.deployments().stream().sorted(NEWEST_FIRST).map(LiveServices::deployment).toList());
  }

  static LiveTask task(Task task) {
    Map<String, Integer> exitCodes = new HashMap<>();
    for (Container container : task.containers()) {
      if (container.exitCode() != null) {
        exitCodes.put(container.name(), container.exitCode());
      }
    }
    return new LiveTask(
        task.taskArn(), requireNonNullElse(task.lastStatus(), ""), reason(task), exitCodes);
  }

  /** Why the task stopped, and what its containers say beyond that. */
  private static String reason(Task task) {
    StringBuilder reason = new StringBuilder(requireNonNullElse(task.stoppedReason(), ""));
    for (Container container : task.containers()) {
      String further = container.reason();
      if (further != null && reason.indexOf(further) < 0) {
        reason.append(reason.isEmpty() ? "" : "; ").append(container.name()).append(": ");
        reason.append(further);
      }
    }
    return reason.toString();
  }

  private static LiveService.Deployment deployment(Deployment deployment) {
    return new LiveService.Deployment(
        requireNonNullElse(deployment.id(), ""),
        requireNonNullElse(deployment.status(), ""),
        requireNonNullElse(deployment.rolloutStateAsString(), ""),
        requireNonNullElse(deployment.rolloutStateReason(), ""),
        requireNonNullElse(deployment.taskDefinition(), ""),
        requireNonNullElse(deployment.desiredCount(), 0),
        requireNonNullElse(deployment.runningCount(), 0),
        requireNonNullElse(deployment.pendingCount(), 0),
        requireNonNullElse(deployment.failedTasks(), 0));
  }

  private static Map<String, String> tags(List<Tag> tags) {
    Map<String, String> byKey = new HashMap<>();
    for (Tag tag : tags) {
      byKey.put(tag.key(), requireNonNullElse(tag.value(), ""));
    }
    return byKey;
  }
}
