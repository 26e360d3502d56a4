package io.github.ecscompose.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.plan.Limit;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

  private Instant now = Instant.parse("2026-11-20T20:00:00Z");
  private TokenBucket bucket = new TokenBucket(Limit.TASK_DEFINITION_CHANGES, () -> now);

  @BeforeEach
  void useUpTheBurst() {
    for (int i = 0; i < 20; i++) {
      assertThat(bucket.take()).isZero();
    }
  }

  @Test
  void asksToWaitOnceTheBurstIsUsedUp() {
    assertThat(bucket.take()).isEqualTo(Duration.ofMillis(1112));
    assertThat(bucket.take()).isEqualTo(Duration.ofMillis(2223));
  }

  @Test
  void fillsWithTime() {
    now = now.plusSeconds(10);

    for (int i = 0; i < 9; i++) {
      assertThat(bucket.take()).isZero();
    }
    assertThat(bucket.take()).isPositive();
  }

  @Test
  void holdsNoMoreThanTheBurst() {
    now = now.plus(Duration.ofDays(14));

    for (int i = 0; i < 20; i++) {
      assertThat(bucket.take()).isZero();
    }
    assertThat(bucket.take()).isPositive();
  }

  /** After a snapshot is restored the clock may be another one. */
  @Test
  void goesOnWhereTheClockIsSetBack() {
    now = now.minus(Duration.ofDays(1));
    assertThat(bucket.take()).isEqualTo(Duration.ofMillis(1112));

    now = now.plusSeconds(2);
    assertThat(bucket.take()).isLessThan(Duration.ofMillis(1112));
  }

  @Test
  void isEmptyAfterAThrottleAndOwesNoLess() {
    now = now.plus(Duration.ofMinutes(1));
    bucket.empty();
    assertThat(bucket.take()).isEqualTo(Duration.ofMillis(1112));

    bucket.empty();
    assertThat(bucket.take()).isEqualTo(Duration.ofMillis(2223));
  }
}
