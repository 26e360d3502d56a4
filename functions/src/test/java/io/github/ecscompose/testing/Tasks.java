package io.github.ecscompose.testing;

import io.github.ecscompose.plan.RolloutTask;
import io.github.ecscompose.plan.RolloutTask.Container;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tasks of rollouts as ECS shows them, each of one container {@code web}. */
public final class Tasks {

  private static final String IMAGE = "example/web:2";

  private Tasks() {}

  private static String arn(String id) {
    return "arn:aws:ecs:eu-central-1:123456789012:task/shop/" + id;
  }

  public static RolloutTask running(String id, long seconds) {
    return task(id, false, "", "", seconds, container(Optional.empty(), ""));
  }

  /** One that has an address of its own. */
  public static RolloutTask runningAt(String id, long seconds, String address) {
    RolloutTask plain = running(id, seconds);
    return new RolloutTask(
        plain.arn(), false, "", "", plain.health(), seconds, Set.of(address), plain.containers());
  }

  /** One with a container health check. */
  public static RolloutTask checked(String id, long seconds, String health) {
    RolloutTask plain = running(id, seconds);
    return new RolloutTask(
        plain.arn(), false, "", "", health, seconds, Set.of(), plain.containers());
  }

  public static RolloutTask crashed(String id, long seconds, int exitCode) {
    return crashed(id, seconds, container(Optional.of(exitCode), ""));
  }

  public static RolloutTask crashed(String id, long seconds, Container... containers) {
    return task(
        id,
        true,
        "EssentialContainerExited",
        "Essential container in task exited",
        seconds,
        containers);
  }

  public static RolloutTask notStarted(String id, String reason) {
    return task(id, true, "TaskFailedToStart", reason, 0, container(Optional.empty(), ""));
  }

  public static RolloutTask notPulled(String id, String reason) {
    return task(
        id,
        true,
        "TaskFailedToStart",
        "Task failed to start",
        0,
        container(Optional.empty(), reason));
  }

  /** One that ECS, a person or the end of its machine stopped. */
  public static RolloutTask stopped(String id, String stopCode, String reason, long seconds) {
    return task(id, true, stopCode, reason, seconds, container(Optional.of(143), ""));
  }

  public static Container container(Optional<Integer> exitCode, String reason) {
    return new Container("web", IMAGE, exitCode, reason);
  }

  private static RolloutTask task(
      String id,
      boolean stopped,
      String stopCode,
      String reason,
      long seconds,
      Container... containers) {
    return new RolloutTask(
        arn(id), stopped, stopCode, reason, "UNKNOWN", seconds, Set.of(), List.of(containers));
  }
}
