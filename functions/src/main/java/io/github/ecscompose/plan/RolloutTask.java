package io.github.ecscompose.plan;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A task that a rollout started.
 *
 * @param stopped whether it has ended or is on its way to
 * @param stopCode as {@code EssentialContainerExited}; empty where ECS gives none
 * @param reason why it was stopped; empty while it runs
 * @param health by its containers' health checks: {@code HEALTHY}, {@code UNHEALTHY} or {@code
 *     UNKNOWN}
 * @param seconds that it ran, until now or until it began to stop; 0 if it never ran
 * @param addresses its private IPv4 addresses; empty where it shares those of its machine
 */
public record RolloutTask(
    String arn,
    boolean stopped,
    String stopCode,
    String reason,
    String health,
    long seconds,
    Set<String> addresses,
    List<Container> containers) {

  public RolloutTask {
    Objects.requireNonNull(arn, "arn");
    Objects.requireNonNull(stopCode, "stopCode");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(health, "health");
    addresses = Set.copyOf(addresses);
    containers = List.copyOf(containers);
  }

  /**
   * One of its containers.
   *
   * @param exitCode if it ran and ended
   * @param reason as {@code OutOfMemoryError: Container killed due to memory usage}; empty where
   *     ECS gives none
   */
  public record Container(String name, String image, Optional<Integer> exitCode, String reason) {
    public Container {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(image, "image");
      Objects.requireNonNull(exitCode, "exitCode");
      Objects.requireNonNull(reason, "reason");
    }
  }

  /** What its end says about the rollout. */
  public enum End {
    /** It goes on. */
    NONE,
    /** It did not start, ended by itself, or failed its health checks. */
    FAILED,
    /** A person, or the end of its machine, took it away. */
    TAKEN_AWAY,
    /** ECS needs it no more. */
    SPARED
  }

  /** By its stop code (API reference of Amazon ECS, Task), where there is one. */
  public End end() {
    if (!stopped) {
      return End.NONE;
    }
    return switch (stopCode) {
      case "UserInitiated", "SpotInterruption", "TerminationNotice", "InfrastructureHealth" ->
          End.TAKEN_AWAY;
      case "ServiceSchedulerInitiated" -> failedHealthChecks() ? End.FAILED : End.SPARED;
      default -> reason.startsWith("Scaling activity") ? End.SPARED : End.FAILED;
    };
  }

  /** Whether ECS stopped it since a load balancer or its own health check called it unhealthy. */
  boolean failedHealthChecks() {
    return reason.toLowerCase(Locale.ROOT).contains("health check");
  }

  /** What its ARN ends with. */
  String id() {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }
}
