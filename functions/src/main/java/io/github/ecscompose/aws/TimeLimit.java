package io.github.ecscompose.aws;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import software.amazon.awssdk.core.exception.NonRetryableException;

/**
 * When the function has to have answered, so that it gives up by itself, with a sentence that says
 * why, before Lambda ends its process. A function serves one invocation at a time.
 *
 * <p>It counts by the clock of the day, as Lambda does: the other one stands still in a snapshot of
 * SnapStart, and is another machine's afterwards.
 */
public final class TimeLimit {

  /** What is kept for what follows the last call: the answer and the log. */
  static final Duration RESERVE = Duration.ofSeconds(2);

  private final InstantSource clock;
  private Instant end = Instant.MAX;
  private int calls;
  private String last = "none";

  public TimeLimit(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Begins an invocation.
   *
   * @param remaining how long Lambda lets it run
   */
  public void begin(Duration remaining) {
    end = clock.instant().plus(remaining).minus(RESERVE);
    calls = 0;
    last = "none";
  }

  /** How long calls may still take; as good as for ever outside an invocation. */
  public Duration left() {
    return end.equals(Instant.MAX) ? Duration.ofDays(1) : Duration.between(clock.instant(), end);
  }

  /** Notes a call that is begun, for the message of one that is not. */
  void note(String action) {
    calls++;
    last = action;
  }

  /**
   * Sees that something may still be begun.
   *
   * @param needed how long it takes at worst
   * @throws NonRetryableException if it would not end in time, which becomes a TransientException
   */
  void require(Duration needed) {
    Duration left = left();
    if (left.compareTo(needed) < 0) {
      throw NonRetryableException.create(
          "it was not begun, for it may take %d s and the function has to answer within %d s. Until then it made %d calls, the last one %s; the workflow has the step done again."
              .formatted(needed.toSeconds(), Math.max(0, left.toSeconds()), calls, last));
    }
  }
}
