package io.github.ecscompose.testing;

import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.plan.LoadBalancing.Action.Forward;
import io.github.ecscompose.plan.LoadBalancing.Action.Other;
import io.github.ecscompose.plan.LoadBalancing.Action.Redirect;
import io.github.ecscompose.plan.LoadBalancing.Listener;
import io.github.ecscompose.stackfile.LoadBalancer.HealthCheck;
import java.util.Map;
import java.util.Set;

/** What Elastic Load Balancing takes, by its API reference. */
final class ElbRules {

  /** A new target group's, as far as they concern application load balancers. */
  static final Map<String, String> DEFAULT_ATTRIBUTES =
      Map.of(
          "deregistration_delay.timeout_seconds", "300",
          "slow_start.duration_seconds", "0",
          "load_balancing.algorithm.type", "round_robin",
          "stickiness.enabled", "false",
          "stickiness.type", "lb_cookie",
          "stickiness.lb_cookie.duration_seconds", "86400",
          "stickiness.app_cookie.duration_seconds", "86400",
          "stickiness.app_cookie.cookie_name", "");

  private ElbRules() {}

  static void requireName(String name) {
    require(
        name.matches("(?!internal-)[A-Za-z0-9]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?"),
        "not a name that AWS takes: " + name);
  }

  static void requireHealthCheck(HealthCheck check) {
    require(check.interval() >= 5 && check.interval() <= 300, "interval");
    require(
        check.timeout() >= 2 && check.timeout() <= 120 && check.timeout() < check.interval(),
        "timeout");
    require(check.healthyThreshold() >= 2 && check.healthyThreshold() <= 10, "threshold");
    require(check.unhealthyThreshold() >= 2 && check.unhealthyThreshold() <= 10, "threshold");
    require(check.path().matches("/.{0,1023}"), "path");
    require(check.matcher().matches("\\d{3}(-\\d{3})?(,\\d{3}(-\\d{3})?)*"), "matcher");
    for (String code : check.matcher().split("[-,]", -1)) {
      require(isWithin(code, 200, 499), "matcher: codes from 200 to 499");
    }
  }

  static void requireListener(Listener listener) {
    require(
        listener.protocol().equals("HTTPS") == listener.certificate().isPresent(),
        "a certificate goes with HTTPS, and only with it");
    require(
        switch (listener.action()) {
          case Forward(String targetGroup) -> !targetGroup.isEmpty();
          case Redirect(int port) -> listener.protocol().equals("HTTP") || port != listener.port();
          case Other() -> true;
        },
        "InvalidLoadBalancerAction: it would redirect to itself");
  }

  /** Checks what changes, with all that the target group has then. */
  static void requireAttributes(Map<String, String> changed, Map<String, String> all) {
    changed.forEach((key, value) -> require(isAttribute(key, value), key + " = " + value));
    require(
        "false".equals(all.get("stickiness.enabled"))
            || "lb_cookie".equals(all.get("stickiness.type"))
            || !"".equals(all.get("stickiness.app_cookie.cookie_name")),
        "stickiness by a cookie without a name");
  }

  private static boolean isAttribute(String key, String value) {
    return switch (key) {
      case "deregistration_delay.timeout_seconds" -> isWithin(value, 0, 3600);
      case "slow_start.duration_seconds" -> value.equals("0") || isWithin(value, 30, 900);
      case "stickiness.enabled" -> Set.of("true", "false").contains(value);
      case "stickiness.type" -> Set.of("lb_cookie", "app_cookie").contains(value);
      case "stickiness.lb_cookie.duration_seconds", "stickiness.app_cookie.duration_seconds" ->
          isWithin(value, 1, 604_800);
      case "stickiness.app_cookie.cookie_name" -> !value.isEmpty() && !value.startsWith("AWSALB");
      default -> false;
    };
  }

  private static boolean isWithin(String value, int least, int most) {
    return value.matches("\\d{1,6}")
        && Integer.parseInt(value) >= least
        && Integer.parseInt(value) <= most;
  }

  private static void require(boolean taken, String what) {
    if (!taken) {
      throw new RefusedException("ValidationError: " + what);
    }
  }
}
