package io.github.ecscompose.aws;

import static java.util.Objects.requireNonNullElse;

import io.github.ecscompose.plan.RolloutTask;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.NetworkInterface;
import software.amazon.awssdk.services.ecs.model.Task;

/** Reads the tasks of a rollout as ECS describes them. */
final class LiveTasks {

  private static final String ADDRESS = "privateIPv4Address";

  private LiveTasks() {}

  static RolloutTask of(Task task, Instant now) {
    return new RolloutTask(
        requireNonNullElse(task.taskArn(), ""),
        "STOPPED".equals(task.desiredStatus()) || "STOPPED".equals(task.lastStatus()),
        requireNonNullElse(task.stopCodeAsString(), ""),
        requireNonNullElse(task.stoppedReason(), ""),
        requireNonNullElse(task.healthStatusAsString(), ""),
        seconds(task, now),
        addresses(task),
        task.containers().stream().map(LiveTasks::container).toList());
  }

  /** A task that is stopped may serve its last requests for minutes more: they do not count. */
  private static long seconds(Task task, Instant now) {
    if (task.startedAt() == null) {
      return 0;
    }
    Instant end =
        Stream.of(task.executionStoppedAt(), task.stoppingAt(), task.stoppedAt())
            .filter(Objects::nonNull)
            .min(Comparator.naturalOrder())
            .orElse(now);
    return Math.max(0, Duration.between(task.startedAt(), end).toSeconds());
  }

  private static Set<String> addresses(Task task) {
    Stream<String> attached =
        task.attachments().stream()
            .flatMap(attachment -> attachment.details().stream())
            .filter(detail -> ADDRESS.equals(detail.name()))
            .map(KeyValuePair::value);
    Stream<String> own =
        task.containers().stream()
            .flatMap(container -> container.networkInterfaces().stream())
            .map(NetworkInterface::privateIpv4Address);
    return Stream.concat(attached, own).filter(Objects::nonNull).collect(Collectors.toSet());
  }

  private static RolloutTask.Container container(Container container) {
    return new RolloutTask.Container(
        requireNonNullElse(container.name(), ""),
        requireNonNullElse(container.image(), ""),
        Optional.ofNullable(container.exitCode()),
        requireNonNullElse(container.reason(), ""));
  }
}
