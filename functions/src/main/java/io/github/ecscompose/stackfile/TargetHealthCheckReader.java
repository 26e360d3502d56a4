package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.LoadBalancer.HealthCheck;
import io.github.ecscompose.stackfile.LoadBalancer.Protocol;
import io.github.ecscompose.stackfile.Node.Scalar;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a target group's health check; the ranges are those of CreateTargetGroup. */
final class TargetHealthCheckReader {

  private static final Pattern PATH = Pattern.compile("/[^\\s]{0,1023}");
  private static final Pattern MATCHER =
      Pattern.compile("[2-4]\\d\\d(?:-[2-4]\\d\\d)?(?: *, *[2-4]\\d\\d(?:-[2-4]\\d\\d)?){0,49}");

  /** Those of an application load balancer's target (Matcher, API reference). */
  private static final String MATCHER_RULE =
      "HTTP status codes from 200 to 499, as 200, 200-299 or \"200,302\"";

  private static final String TRAFFIC_PORT = "traffic-port";

  private TargetHealthCheckReader() {}

  /**
   * The defaults of the older tool.
   *
   * @param port absent where targets have ports of their own
   */
  static HealthCheck defaults(Optional<Integer> port) {
    return new HealthCheck(Protocol.HTTP, port, "/", 30, 5, 2, 10, "200");
  }

  static HealthCheck read(Section section, Optional<Integer> trafficPort) {
    HealthCheck otherwise = defaults(trafficPort);
    int interval =
        section.get("interval_seconds", field -> field.seconds(5, 300), otherwise.interval());
    int timeout =
        section.get("timeout_seconds", field -> field.seconds(2, 120), otherwise.timeout());
    if (timeout >= interval) {
      section
          .get("timeout_seconds")
          .or(() -> section.get("interval_seconds"))
          .ifPresent(field -> field.error("timeout_seconds must be below interval_seconds"));
    }
    return new HealthCheck(
        section.get("protocol", LoadBalancerReader::protocol, otherwise.protocol()),
        section.get("port").map(field -> port(field, trafficPort)).orElse(trafficPort),
        section.get("path", TargetHealthCheckReader::path, otherwise.path()),
        interval,
        timeout,
        section.get(
            "healthy_threshold_count",
            TargetHealthCheckReader::threshold,
            otherwise.healthyThreshold()),
        section.get(
            "unhealthy_threshold_count",
            TargetHealthCheckReader::threshold,
            otherwise.unhealthyThreshold()),
        section.get("matcher", TargetHealthCheckReader::matcher, otherwise.matcher()));
  }

  private static Optional<String> matcher(Field field) {
    Optional<String> codes = field.text(MATCHER, MATCHER_RULE);
    Optional<String> canonical = codes.flatMap(StatusCodes::canonical);
    if (codes.isPresent() && canonical.isEmpty()) {
      field.expected(MATCHER_RULE);
    }
    return canonical;
  }

  private static Optional<Integer> threshold(Field field) {
    return field.integer(2, 10);
  }

  private static Optional<String> path(Field field) {
    return field.text(PATH, "a path of at most 1024 characters that starts with /");
  }

  private static Optional<Integer> port(Field field, Optional<Integer> trafficPort) {
    return field.node() instanceof Scalar scalar && scalar.text().equals(TRAFFIC_PORT)
        ? trafficPort
        : field.integer(1, 65_535);
  }
}
