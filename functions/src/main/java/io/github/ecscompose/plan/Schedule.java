package io.github.ecscompose.plan;

import java.util.Objects;
import java.util.Optional;

/**
 * A schedule that starts executions of the workflow.
 *
 * @param expression of EventBridge Scheduler, as {@code rate(1 day)}
 * @param timezone of the IANA database, in which a {@code cron} expression is meant
 * @param start epoch seconds from which on it holds; absent where it holds at once
 * @param window minutes after its time within which it may start; 0 where it is to the minute
 */
public record Schedule(
    String expression,
    String timezone,
    Optional<Long> start,
    boolean enabled,
    int window,
    Target target) {

  public Schedule {
    Objects.requireNonNull(expression, "expression");
    Objects.requireNonNull(timezone, "timezone");
    Objects.requireNonNull(start, "start");
    Objects.requireNonNull(target, "target");
  }

  /** Whether both start the same at the same times: since when they hold makes no difference. */
  public boolean isLike(Schedule other) {
    return since(Optional.empty()).equals(other.since(Optional.empty()));
  }

  private Schedule since(Optional<Long> moment) {
    return new Schedule(expression, timezone, moment, enabled, window, target);
  }

  /**
   * What a schedule starts, and how.
   *
   * @param stateMachine ARN
   * @param role ARN of the role with which EventBridge Scheduler starts it
   * @param deadLetterQueue ARN of the queue of what could not be started
   * @param retries how often starting is tried again
   * @param maximumAge seconds for which starting is tried again
   * @param input JSON
   */
  public record Target(
      String stateMachine,
      String role,
      String deadLetterQueue,
      int retries,
      int maximumAge,
      String input) {
    public Target {
      Objects.requireNonNull(stateMachine, "stateMachine");
      Objects.requireNonNull(role, "role");
      Objects.requireNonNull(deadLetterQueue, "deadLetterQueue");
      Objects.requireNonNull(input, "input");
    }
  }
}
