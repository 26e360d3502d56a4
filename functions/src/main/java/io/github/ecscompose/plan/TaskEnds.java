package io.github.ecscompose.plan;

import io.github.ecscompose.plan.RolloutTask.Container;
import io.github.ecscompose.plan.RolloutTask.End;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says why tasks ended. Pure. */
final class TaskEnds {

  /** By which a container is asked to end when another one, or ECS, ended the task. */
  private static final int TERMINATED = 143;

  private static final String PULL_FAILED = "CannotPull";

  private static final Pattern TARGET_GROUP =
      Pattern.compile("\\(target-group arn:[^ )]*:targetgroup/([^/ )]+)/[^ )]*\\)");

  private TaskEnds() {}

  /** Those that did not end as ECS wanted, by cause; empty where there are none. */
  static Optional<String> told(List<RolloutTask> tasks) {
    List<String> causes =
        tasks.stream()
            .filter(task -> task.end() == End.FAILED || task.end() == End.TAKEN_AWAY)
            .map(TaskEnds::cause)
            .map(cause -> "stopped: " + cause)
            .toList();
    return causes.isEmpty()
        ? Optional.empty()
        : Optional.of(Causes.of(causes).told("task", "tasks"));
  }

  /** Why one ended: an image that could not be pulled, its containers' exits, or ECS's reason. */
  private static String cause(RolloutTask task) {
    return pull(task)
        .or(() -> exits(task))
        .orElseGet(() -> {
          String reason = TARGET_GROUP.matcher(task.reason()).replaceAll("$1");
          return reason.isEmpty() ? "no reason given" : reason + further(task);
        });
  }

  private static Optional<String> pull(RolloutTask task) {
    for (Container container : task.containers()) {
      if (container.reason().startsWith(PULL_FAILED)) {
        return Optional.of(pull(container.image(), container.reason()));
      }
    }
    // Where only the task has the reason, no more than one image can be the one.
    return task.reason().contains(PULL_FAILED)
        ? Optional.of(
            task.containers().size() == 1
                ? pull(task.containers().getFirst().image(), task.reason())
                : "an image could not be pulled: " + task.reason())
        : Optional.empty();
  }

  private static String pull(String image, String reason) {
    return "the image %s could not be pulled: %s".formatted(image, reason);
  }

  /** Exit codes tell nothing where it was ECS that ended the task. */
  private static Optional<String> exits(RolloutTask task) {
    boolean byItself =
        task.stopCode().equals("EssentialContainerExited")
            || (task.stopCode().isEmpty() && !task.failedHealthChecks());
    List<Container> ended =
        task.containers().stream().filter(container -> container.exitCode().isPresent()).toList();
    return byItself && !ended.isEmpty()
        ? Optional.of(
            culprits(ended).stream().map(TaskEnds::exit).collect(Collectors.joining(", ")))
        : Optional.empty();
  }

  /** When an essential container ends, ECS ends the others: those are left out. */
  private static List<Container> culprits(List<Container> ended) {
    List<Container> failed = without(Set.of(0, TERMINATED), ended);
    List<Container> left = failed.isEmpty() ? without(Set.of(TERMINATED), ended) : failed;
    return left.isEmpty() ? ended : left;
  }

  private static List<Container> without(Set<Integer> exitCodes, List<Container> ended) {
    return ended.stream()
        .filter(container ->
            !container.reason().isEmpty() || !exitCodes.contains(container.exitCode().orElse(0)))
        .toList();
  }

  private static String exit(Container container) {
    return "%s ended with exit code %d%s"
        .formatted(
            container.name(),
            container.exitCode().orElse(0),
            container.reason().isEmpty() ? "" : " (" + container.reason() + ")");
  }

  /** What containers say beyond the task's own reason. */
  private static String further(RolloutTask task) {
    List<String> more = new ArrayList<>();
    for (Container container : task.containers()) {
      if (!container.reason().isEmpty() && !task.reason().contains(container.reason())) {
        more.add(container.name() + ": " + container.reason());
      }
    }
    return more.isEmpty() ? "" : "; " + String.join("; ", more);
  }
}
