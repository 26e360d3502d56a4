package io.github.ecscompose.testing;

import io.github.ecscompose.error.ThrottledException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * AWS's published rates, and the SDK that meets them: each call takes time, takes a token of every
 * bucket that it falls into, and is tried again with backoff and jitter where there is none, six
 * times in all as the clients are set.
 */
public final class Throttles implements CallLog.Conditions {

  private static final int ATTEMPTS = 6;
  private static final double BACKOFF_SECONDS = 1;
  private static final double LONGEST_BACKOFF_SECONDS = 20;

  /** Request throttling of Amazon ECS and of Elastic Load Balancing; quotas of Route 53. */
  private static final List<Limit> LIMITS =
      List.of(
          new Limit("ecs:(Create|Update|Delete)Service", 50, 5),
          new Limit("ecs:(Describe|List)Services", 100, 20),
          new Limit("ecs:(Register|Deregister)TaskDefinition", 20, 1),
          new Limit("ecs:(Describe|List)TaskDefinition.*", 50, 20),
          new Limit("ecs:(Create|Delete)Cluster", 20, 1),
          new Limit("ecs:DescribeClusters", 50, 20),
          new Limit("ecs:(Run|Stop)Task", 100, 40),
          new Limit("ecs:(Describe|List)Tasks", 100, 20),
          new Limit("ecs:(Tag|Untag)Resource", 20, 10),
          new Limit("elasticloadbalancing:.*", 40, 10),
          new Limit("elasticloadbalancing:(CreateLoadBalancer|SetSubnets)", 10, 0.2),
          new Limit(
              "elasticloadbalancing:(?!CreateLoadBalancer|SetSubnets)(Create|Modify|Delete|Set|Add|Remove).*",
              20,
              3),
          new Limit("route53:.*", 50, 10));

  private record Limit(Pattern actions, double burst, double perSecond) {
    Limit(String actions, double burst, double perSecond) {
      this(Pattern.compile(actions), burst, perSecond);
    }
  }

  private final TestClock clock;
  private final Duration latency;
  private final Random jitter = new Random(1);
  private final Map<Limit, Bucket> buckets = new HashMap<>();
  private final Map<String, List<Limit>> limitsOfActions = new HashMap<>();
  private int refused;

  /**
   * Throttles on a clock.
   *
   * @param latency how long a call takes, refused ones too
   */
  public Throttles(TestClock clock, Duration latency) {
    this.clock = clock;
    this.latency = latency;
  }

  @Override
  public void before(int number, String action) {
    List<Bucket> needed =
        limitsOfActions
            .computeIfAbsent(
                action,
                key ->
                    LIMITS.stream()
                        .filter(limit -> limit.actions().matcher(key).matches())
                        .toList())
            .stream()
            .map(limit -> buckets.computeIfAbsent(limit, Bucket::new))
            .toList();
    for (int attempt = 1; ; attempt++) {
      clock.sleep(latency);
      if (take(needed)) {
        return;
      }
      refused++;
      if (attempt == ATTEMPTS) {
        throw new ThrottledException(action + " failed: Rate exceeded");
      }
      double longest =
          Math.min(LONGEST_BACKOFF_SECONDS, BACKOFF_SECONDS * Math.pow(2, attempt - 1.0));
      clock.sleep(Duration.ofMillis(Math.round(1000 * longest * jitter.nextDouble())));
    }
  }

  private boolean take(List<Bucket> needed) {
    needed.forEach(Bucket::fill);
    if (needed.stream().anyMatch(bucket -> bucket.tokens < 1)) {
      return false;
    }
    needed.forEach(bucket -> bucket.tokens -= 1);
    return true;
  }

  /** How often a call was refused, those that were let through later among them. */
  public int refused() {
    return refused;
  }

  private final class Bucket {
    private final Limit limit;
    private double tokens;
    private Instant filled = clock.instant();

    Bucket(Limit limit) {
      this.limit = limit;
      this.tokens = limit.burst();
    }

    void fill() {
      Instant now = clock.instant();
      double seconds = Duration.between(filled, now).toNanos() / 1e9;
      tokens = Math.min(limit.burst(), tokens + seconds * limit.perSecond());
      filled = now;
    }
  }
}
