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
    Strategy strategy,
    int desiredCount,
    int maximumPercent,
    int minimumHealthyPercent,
    CircuitBreaker circuitBreaker) {

  public Rollout {
    Objects.requireNonNull(strategy, "strategy");
    Objects.requireNonNull(circuitBreaker, "circuitBreaker");
  }

  /**
   * ECS's own watch over a deployment whose tasks do not come up.
   *
   * @param enable whether it gives such a deployment up
   * @param rollback whether it then goes back to the last one that completed
   */
  public record CircuitBreaker(boolean enable, boolean rollback) {

    /** What holds where a stackfile says nothing. */
    public static final CircuitBreaker ON = new CircuitBreaker(true, true);
  }

  /** Scheduling strategy of ECS. */
  public enum Strategy {
    REPLICA,
    DAEMON
  }
}
