package io.github.ecscompose.plan;

import io.github.ecscompose.plan.LiveService.Deployment;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Judges whether what a deployment caused has become stable. Pure. */
public sealed interface Stability {

  /** All that was wanted runs. */
  record Stable() implements Stability {}

  /** Not yet, and why not. */
  record Waiting(String reason) implements Stability {
    public Waiting {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /** What was caused does not show: ECS has not caught up with its own answer, or it is gone. */
  record Missing(String reason) implements Stability {
    public Missing {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /** Never, and why not. */
  record Failed(String reason) implements Stability {
    public Failed {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * Judges a service by the ECS deployment that was caused, never by its task definition: a
   * deployment that the circuit breaker rolled back leaves a healthy service with an older one.
   */
  static Stability of(LiveService service, String target) {
    Optional<Deployment> ours =
        service.deployments().stream()
            .filter(deployment -> deployment.id().equals(target))
            .findFirst();
    if (!service.isActive()) {
      return new Failed("the service was deleted while it was being deployed");
    }
    if (ours.isEmpty()) {
      return new Missing("its deployment is gone; another one took its place: " + primary(service));
    }
    Deployment deployment = ours.get();
    if (deployment.isGivenUp()) {
      return new Failed(
          "ECS gave the deployment up"
              + (deployment.rolloutReason().isEmpty() ? "" : ": " + deployment.rolloutReason()));
    }
    if (!deployment.status().equals("PRIMARY")) {
      return new Failed("somebody else deployed the service meanwhile: " + primary(service));
    }
    // Another count makes no deployment of its own, and ECS's follows it a little later.
    Optional<Integer> other = service.count().filter(count -> count != deployment.desired());
    if (other.isPresent()) {
      return new Waiting(deployment.progress() + ", and " + other.get() + " are wanted");
    }
    return deployment.isComplete() ? new Stable() : new Waiting(deployment.progress());
  }

  /**
   * Which ECS deployment of a service that goes back to a task definition is to become stable.
   * ECS's circuit breaker may take it there as well, by a deployment of its own in the place of
   * ours.
   */
  static String restoring(LiveService service, String target, String taskDefinition) {
    Optional<Deployment> primary =
        service.primary().filter(deployment -> deployment.taskDefinition().equals(taskDefinition));
    boolean overtaken =
        service.deployments().stream()
            .anyMatch(deployment ->
                deployment.id().equals(target) && !deployment.status().equals("PRIMARY"));
    return overtaken ? primary.map(Deployment::id).orElse(target) : target;
  }

  private static String primary(LiveService service) {
    return service
        .primary()
        .map(deployment -> deployment.id() + " with " + Tags.revision(deployment.taskDefinition()))
        .orElse("none is known");
  }

  /**
   * Judges a run-once task by its main container: when that has ended, ECS stops the sidecars.
   *
   * @param main name of the main container
   * @param status as {@code RUNNING}, {@code STOPPED}
   * @param reason why ECS stopped it
   * @param exitCodes by container
   */
  static Stability ofTask(
      String main, String status, String reason, Map<String, Integer> exitCodes) {
    if (!status.equals("STOPPED")) {
      return new Waiting("the task is " + status);
    }
    Integer exitCode = exitCodes.get(main);
    if (exitCode != null && exitCode == 0) {
      return new Stable();
    }
    String codes =
        new TreeMap<>(exitCodes)
            .entrySet().stream()
                .map(exit -> "%s ended with exit code %d".formatted(exit.getKey(), exit.getValue()))
                .collect(Collectors.joining(", "));
    return new Failed((codes.isEmpty() ? "no container ran to its end" : codes) + ": " + reason);
  }
}
