package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.LoadBalancer.HealthCheck;
import io.github.ecscompose.stackfile.LoadBalancer.Protocol;
import io.github.ecscompose.stackfile.Node.Scalar;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a target group's health check; the ranges are those of CreateTargetGroup. */
final class TargetHealthCheckReader {

  private static final Pattern PATH = Pattern.compile("/[^\\s]{0,1023}");
  private static final String TRAFFIC_PORT = "traffic-port";

  private TargetHealthCheckReader() {}

  /** The defaults of the older tool. */
  static HealthCheck defaults(int containerPort) {
    return new HealthCheck(Protocol.HTTP, Optional.of(containerPort), "/", 30, 5, 2, 10, "200");
  }

  static HealthCheck read(Section section, int containerPort) {
    HealthCheck otherwise = defaults(containerPort);
    int interval =
        section.get("interval_seconds", field -> field.integer(5, 300), otherwise.interval());
    int timeout =
        section.get("timeout_seconds", field -> field.integer(2, 120), otherwise.timeout());
    if (timeout >= interval) {
      section
          .get("timeout_seconds")
          .or(() -> section.get("interval_seconds"))
          .ifPresent(field -> field.error("timeout_seconds must be below interval_seconds"));
    }
    return new HealthCheck(
        section.get("protocol", LoadBalancerReader::protocol, otherwise.protocol()),
        section.get("port").flatMap(field -> port(field, containerPort)).or(otherwise::port),
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
        otherwise.matcher());
  }

  private static Optional<Integer> threshold(Field field) {
    return field.integer(2, 10);
  }

  private static Optional<String> path(Field field) {
    return field.text(PATH, "a path of at most 1024 characters that starts with /");
  }

  private static Optional<Integer> port(Field field, int containerPort) {
    return field.node() instanceof Scalar scalar && scalar.text().equals(TRAFFIC_PORT)
        ? Optional.of(containerPort)
        : field.integer(1, 65_535);
  }
}
