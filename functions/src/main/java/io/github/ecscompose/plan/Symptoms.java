package io.github.ecscompose.plan;

import io.github.ecscompose.plan.LiveService.Deployment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was seen of a rollout that is not stable, and what it means. Pure.
 *
 * @param deployment id of the rollout, which the service may not show any more
 * @param tasks that the rollout started, and no other deployment's
 * @param targets of the service's target groups, of whichever deployment
 * @param deregistrationDelay of the target groups in seconds, the longest; empty where none is
 *     known
 * @param unseen why tasks and targets could not be looked at; empty where they were, or need not be
 */
public record Symptoms(
    LiveService service,
    String deployment,
    List<RolloutTask> tasks,
    List<TargetHealth> targets,
    Optional<Integer> deregistrationDelay,
    Optional<String> unseen) {

  /** The most that is told of one service. */
  public static final int LONGEST = 1_000;

  public Symptoms {
    Objects.requireNonNull(service, "service");
    Objects.requireNonNull(deployment, "deployment");
    tasks = List.copyOf(tasks);
    targets = List.copyOf(targets);
    Objects.requireNonNull(deregistrationDelay, "deregistrationDelay");
    Objects.requireNonNull(unseen, "unseen");
  }

  /** What the service alone tells, without a further call. */
  public static Symptoms of(LiveService service, String deployment) {
    return new Symptoms(
        service, deployment, List.of(), List.of(), Optional.empty(), Optional.empty());
  }

  /** What the service alone tells, and why no more could be seen. */
  public static Symptoms unseen(LiveService service, String deployment, String why) {
    return new Symptoms(
        service, deployment, List.of(), List.of(), Optional.empty(), Optional.of(why));
  }

  /**
   * Whether the service alone shows that something is wrong: tasks that failed, more tasks started
   * than are wanted, or a failure among the events.
   */
  public boolean isSuspicious() {
    return ours().stream().anyMatch(rollout -> rollout.failed() > 0)
        || replacesTasks()
        || ServiceEvents.failures(service, deployment).isPresent();
  }

  /** Whether more tasks were started than are wanted, so that some may have crashed. */
  public boolean replacesTasks() {
    return ours().stream()
        .anyMatch(rollout -> ServiceEvents.started(service, deployment) > rollout.desired());
  }

  /**
   * Whether the new tasks all run, and only those of older rollouts are waited for. Whether they
   * are healthy the targets have to tell.
   */
  public boolean waitsForOldTasks() {
    return ours().stream()
            .anyMatch(rollout -> rollout.running() == rollout.desired() && rollout.pending() == 0)
        && oldTasks() > 0;
  }

  /** ARNs of the service's target groups. */
  public static List<String> targetGroups(LiveService service) {
    List<String> arns = new ArrayList<>();
    for (var balancer : service.document().path("loadBalancers")) {
      String arn = balancer.path("targetGroupArn").asText();
      if (!arn.isEmpty()) {
        arns.add(arn);
      }
    }
    return arns;
  }

  /** The causes that were found, grouped, most telling first; empty where there are none. */
  public Optional<String> causes() {
    List<String> causes = new ArrayList<>();
    TaskEnds.told(tasks).ifPresent(causes::add);
    Optional<String> targetProblems = TargetHealth.problems(newTargets());
    targetProblems.ifPresent(causes::add);
    Set<String> ids = tasks.stream().map(RolloutTask::id).collect(Collectors.toSet());
    ServiceEvents.unhealthy(service, deployment, ids).ifPresent(causes::add);
    long failing = tasks.stream().filter(Symptoms::failsItsOwnCheck).count();
    if (failing > 0) {
      causes.add(
          failing == 1
              ? "1 task runs but fails its container health check"
              : failing + " tasks run but fail their container health check");
    }
    ServiceEvents.failures(service, deployment).ifPresent(causes::add);
    if (waitsForOldTasks() && targetProblems.isEmpty() && failing == 0) {
      causes.add(draining());
    }
    unseen.ifPresent(why -> causes.add("its tasks could not be looked at: " + why));
    return causes.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", causes));
  }

  private static boolean failsItsOwnCheck(RolloutTask task) {
    return !task.stopped() && task.health().equals("UNHEALTHY");
  }

  private String draining() {
    int old = oldTasks();
    String tasksLeft = old == 1 ? "1 old task is" : old + " old tasks are";
    return deregistrationDelay
        .map(seconds ->
            "%s still draining; their deregistration delay is up to %d s"
                .formatted(tasksLeft, seconds))
        .orElse(tasksLeft + " still stopping");
  }

  private int oldTasks() {
    return service.deployments().stream()
        .filter(rollout -> !rollout.id().equals(deployment))
        .mapToInt(Deployment::running)
        .sum();
  }

  /**
   * Targets of the rollout's own tasks. A machine stands for tasks of all rollouts, so that it is
   * kept; and so is everything where no task's address is known.
   */
  private List<TargetHealth> newTargets() {
    Set<String> addresses = new HashSet<>();
    tasks.stream()
        .filter(task -> !task.stopped())
        .forEach(task -> addresses.addAll(task.addresses()));
    return targets.stream()
        .filter(
            target -> !target.isAddress() || addresses.isEmpty() || addresses.contains(target.id()))
        .toList();
  }

  /** The rollout as the service shows it. */
  Optional<Deployment> ours() {
    return service.deployments().stream()
        .filter(rollout -> rollout.id().equals(deployment))
        .findFirst();
  }

  /** A text of at most {@link #LONGEST} characters, with the causes behind it. */
  public String told(String text) {
    return clip(causes().map(causes -> text + "; " + causes).orElse(text));
  }

  /** Cuts a text to {@link #LONGEST} characters. */
  public static String clip(String text) {
    return Causes.clip(text, LONGEST);
  }
}
