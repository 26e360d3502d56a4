package io.github.ecscompose.plan;

import io.github.ecscompose.plan.RolloutTask.End;
import java.util.List;

/** Judges by its tasks what may still come of a rollout. Pure. */
public final class Prospects {

  // ECS's circuit breaker bears half of the desired count, and no fewer or more than these
  // (developer guide, How the Amazon ECS deployment circuit breaker detects failures).
  private static final int FEWEST_FAILURES = 3;
  private static final int MOST_FAILURES = 200;

  /** Where nobody turned the circuit breaker on, ECS would try for ever. */
  private static final int MOST_FAILURES_WITHOUT_BREAKER = 10;

  /** A task that ran for so many seconds before it crashed had stayed up. */
  private static final long LONG_RUN = 300;

  private Prospects() {}

  /**
   * Whether nothing can come of the rollout: so many of its tasks failed as ECS's circuit breaker
   * would bear, and none ever stayed up. Unlike the circuit breaker this counts tasks that ran
   * before they crashed (containers-roadmap#1206), and gives up where it is off, too: after half of
   * the desired count, 3 to 10.
   */
  public static boolean areNone(Symptoms symptoms) {
    return symptoms.ours().filter(rollout -> !rollout.isGivenUp()).stream()
        .anyMatch(rollout ->
            failures(symptoms) >= most(symptoms.service(), rollout.desired())
                && symptoms.tasks().stream().noneMatch(task -> stayedUp(task, symptoms)));
  }

  /** Whether tasks failed and one that runs has not shown yet that it does better. */
  public static boolean areOpen(Symptoms symptoms) {
    return failures(symptoms) > 0
        && symptoms.tasks().stream()
            .anyMatch(task -> task.end() == End.NONE && !staysUp(task, symptoms));
  }

  private static long failures(Symptoms symptoms) {
    return symptoms.tasks().stream().filter(task -> task.end() == End.FAILED).count();
  }

  private static int most(LiveService service, int desired) {
    boolean breaker =
        service
            .document()
            .at("/deploymentConfiguration/deploymentCircuitBreaker/enable")
            .asBoolean();
    int most = breaker ? MOST_FAILURES : MOST_FAILURES_WITHOUT_BREAKER;
    return Math.clamp((desired + 1L) / 2, FEWEST_FAILURES, most);
  }

  private static boolean stayedUp(RolloutTask task, Symptoms symptoms) {
    return switch (task.end()) {
      case NONE -> staysUp(task, symptoms);
      // How long one runs that fails its health checks, their settings decide.
      case FAILED -> !task.failedHealthChecks() && task.seconds() >= LONG_RUN;
      case TAKEN_AWAY, SPARED -> false;
    };
  }

  /** By its target's health, else by its own, else by having outlived all that failed. */
  private static boolean staysUp(RolloutTask task, Symptoms symptoms) {
    List<TargetHealth> its =
        symptoms.targets().stream()
            .filter(target -> task.addresses().contains(target.id()))
            .toList();
    if (!its.isEmpty()) {
      return its.stream().allMatch(TargetHealth::isHealthy);
    }
    return switch (task.health()) {
      case "HEALTHY" -> true;
      case "UNHEALTHY" -> false;
      default ->
          symptoms.tasks().stream()
              .filter(other -> other.end() == End.FAILED)
              .allMatch(failed -> task.seconds() > failed.seconds());
    };
  }
}
