package io.github.ecscompose.plan;

import io.github.ecscompose.stackfile.LoadBalancer.Stickiness;
import io.github.ecscompose.stackfile.LoadBalancer.TargetAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A target group's attributes by their names in Elastic Load Balancing (TargetGroupAttribute, API
 * reference of Elastic Load Balancing v2).
 */
public final class TargetGroupAttributes {

  private static final String DEREGISTRATION_DELAY = "deregistration_delay.timeout_seconds";
  private static final String SLOW_START = "slow_start.duration_seconds";
  private static final String STICKINESS = "stickiness.enabled";
  private static final String STICKINESS_TYPE = "stickiness.type";
  private static final String LB_DURATION = "stickiness.lb_cookie.duration_seconds";
  private static final String APP_DURATION = "stickiness.app_cookie.duration_seconds";
  private static final String COOKIE_NAME = "stickiness.app_cookie.cookie_name";

  private static final Map<String, String> WORDS =
      Map.of(
          DEREGISTRATION_DELAY, "elb.deregistration_delay",
          SLOW_START, "elb.slow_start",
          STICKINESS, "elb.stickiness.enabled",
          STICKINESS_TYPE, "elb.stickiness.type",
          LB_DURATION, "elb.stickiness.duration",
          APP_DURATION, "elb.stickiness.duration",
          COOKIE_NAME, "elb.stickiness.cookie");

  private TargetGroupAttributes() {}

  /** What a stackfile says; what it leaves unsaid is not among them. */
  static Map<String, String> of(TargetAttributes attributes) {
    Map<String, String> wanted = new TreeMap<>();
    attributes
        .deregistrationDelay()
        .ifPresent(seconds -> wanted.put(DEREGISTRATION_DELAY, String.valueOf(seconds)));
    attributes.slowStart().ifPresent(seconds -> wanted.put(SLOW_START, String.valueOf(seconds)));
    attributes.stickiness().ifPresent(stickiness -> wanted.putAll(of(stickiness)));
    return wanted;
  }

  /** How it would stick is of no interest where it does not. */
  private static Map<String, String> of(Stickiness stickiness) {
    if (!stickiness.enabled()) {
      return Map.of(STICKINESS, "false");
    }
    boolean own = stickiness.cookie().isPresent();
    Map<String, String> wanted = new TreeMap<>();
    wanted.put(STICKINESS, "true");
    wanted.put(STICKINESS_TYPE, own ? "app_cookie" : "lb_cookie");
    wanted.put(own ? APP_DURATION : LB_DURATION, String.valueOf(stickiness.duration()));
    stickiness.cookie().ifPresent(name -> wanted.put(COOKIE_NAME, name));
    return wanted;
  }

  /** Those that are not as wanted. */
  public static Map<String, String> differing(
      Map<String, String> live, Map<String, String> wanted) {
    Map<String, String> differing = new TreeMap<>(wanted);
    differing.entrySet().removeAll(live.entrySet());
    return differing;
  }

  /** The same in the stackfile's words. */
  static List<Change> differences(Map<String, String> live, Map<String, String> wanted) {
    return differing(live, wanted).entrySet().stream()
        .map(attribute ->
            new Change(
                WORDS.getOrDefault(attribute.getKey(), attribute.getKey()),
                Optional.ofNullable(live.get(attribute.getKey())),
                Optional.of(attribute.getValue())))
        .toList();
  }
}
