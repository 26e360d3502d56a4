package io.github.ecscompose.plan;

import io.github.ecscompose.stackfile.LoadBalancer.HealthCheck;
import io.github.ecscompose.stackfile.StatusCodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares the health checks of target groups by what they mean. */
final class HealthCheckDifferences {

  private static final String PATH = "elb.healthcheck.";

  private final List<Change> changes = new ArrayList<>();

  private HealthCheckDifferences() {}

  /**
   * The differences in order.
   *
   * @param trafficPort what the traffic port comes to, where that is known: the number means the
   *     same then
   */
  static List<Change> between(HealthCheck now, HealthCheck then, Optional<Integer> trafficPort) {
    HealthCheckDifferences differences = new HealthCheckDifferences();
    differences.compare("protocol", now.protocol(), then.protocol());
    if (!now.port().or(() -> trafficPort).equals(then.port().or(() -> trafficPort))) {
      differences.add("port", port(now), port(then));
    }
    differences.compare("path", now.path(), then.path());
    differences.compare("interval_seconds", now.interval(), then.interval());
    differences.compare("timeout_seconds", now.timeout(), then.timeout());
    differences.compare("healthy_threshold_count", now.healthyThreshold(), then.healthyThreshold());
    differences.compare(
        "unhealthy_threshold_count", now.unhealthyThreshold(), then.unhealthyThreshold());
    if (!StatusCodes.areSame(now.matcher(), then.matcher())) {
      differences.add("matcher", now.matcher(), then.matcher());
    }
    return List.copyOf(differences.changes);
  }

  private static Object port(HealthCheck check) {
    return check.port().map(String::valueOf).orElse("traffic-port");
  }

  private void compare(String name, Object now, Object then) {
    if (!now.equals(then)) {
      add(name, now, then);
    }
  }

  private void add(String name, Object now, Object then) {
    changes.add(new Change(PATH + name, Optional.of(now.toString()), Optional.of(then.toString())));
  }
}
