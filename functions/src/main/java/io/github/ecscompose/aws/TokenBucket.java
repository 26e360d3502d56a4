package io.github.ecscompose.aws;

import io.github.ecscompose.plan.Limit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What of a limit of AWS's a function may use up, as AWS counts it: tokens that calls take and that
 * come again with time.
 */
final class TokenBucket {

  /** A tenth is left to others, and to the difference between two clocks. */
  private static final double SHARE = 0.9;

  private final int burst;
  private final double perSecond;
  private final InstantSource clock;
  private double tokens;
  private Instant filled;

  TokenBucket(Limit limit, InstantSource clock) {
    burst = limit.burst();
    perSecond = SHARE * limit.perSecond();
    this.clock = clock;
    tokens = burst;
    filled = clock.instant();
  }

  /** Takes a token, and tells how long to wait until it counts. */
  Duration take() {
    fill();
    tokens--;
    return tokens >= 0
        ? Duration.ZERO
        : Duration.ofMillis((long) Math.ceil(-1000 * tokens / perSecond));
  }

  /** AWS has turned a call away: what this bucket still held, others have used. */
  void empty() {
    fill();
    tokens = Math.min(tokens, 0);
  }

  /** A clock that was set back, or was another one before a snapshot, adds nothing. */
  private void fill() {
    Instant now = clock.instant();
    double seconds = Math.max(0, Duration.between(filled, now).toMillis() / 1000.0);
    tokens = Math.min(burst, tokens + seconds * perSecond);
    filled = now;
  }
}
