package io.github.ecscompose.stackfile;

import java.util.Objects;

/**
 * How many tasks run, and how a new revision replaces an old one.
 *
 * @param desiredCount number of tasks; without meaning for {@code DAEMON}
 * @param maximumPercent of the desired count that may run during a deployment
 * @param minimumHealthyPercent of the desired count that must run during a deployment
 */
public record Rollout(
    Strategy strategy, int desiredCount, int maximumPercent, int minimumHealthyPercent) {

  public Rollout {
    Objects.requireNonNull(strategy, "strategy");
  }

  /** Scheduling strategy of ECS. */
  public enum Strategy {
    REPLICA,
    DAEMON
  }
}
