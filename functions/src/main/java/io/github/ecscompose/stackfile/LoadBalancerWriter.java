package io.github.ecscompose.stackfile;

import static io.github.ecscompose.stackfile.StackfileWriter.escape;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.stackfile.LoadBalancer.HealthCheck;
import io.github.ecscompose.stackfile.LoadBalancer.TargetAttributes;

/** Writes {@code elb} of one service down; see {@link StackfileWriter}. */
final class LoadBalancerWriter {

  private LoadBalancerWriter() {}

  static ObjectNode write(LoadBalancer balancer) {
    ObjectNode node = Json.object();
    if (!balancer.name().isEmpty()) {
      node.put("name", balancer.name());
    }
    node.put("type", WrittenWords.of(balancer.scheme()));
    node.put("protocol", balancer.protocol().name());
    node.putObject("ports")
        .put("public", balancer.publicPort())
        .put("container", balancer.containerPort());
    if (!balancer.certificates().isEmpty()) {
      node.set("certificates", Json.texts(balancer.certificates()));
    }
    if (balancer.redirectHttp()) {
      node.put("redirect_http", true);
    }
    balancer
        .dns()
        .ifPresent(dns ->
            node.putObject("dns")
                .put("hosted_zone_id", dns.hostedZone())
                .put("record_name", dns.name()));
    node.set("healthcheck", healthCheck(balancer.healthCheck()));
    attributes(balancer.attributes(), node);
    return node;
  }

  private static ObjectNode healthCheck(HealthCheck check) {
    ObjectNode node = Json.object().put("protocol", check.protocol().name());
    check.port().ifPresent(port -> node.put("port", port));
    return node.put("path", escape(check.path()))
        .put("interval_seconds", check.interval())
        .put("timeout_seconds", check.timeout())
        .put("healthy_threshold_count", check.healthyThreshold())
        .put("unhealthy_threshold_count", check.unhealthyThreshold())
        .put("matcher", check.matcher());
  }

  private static void attributes(TargetAttributes attributes, ObjectNode node) {
    attributes
        .deregistrationDelay()
        .ifPresent(seconds -> node.put("deregistration_delay", seconds));
    attributes.slowStart().ifPresent(seconds -> node.put("slow_start", seconds));
    attributes
        .stickiness()
        .ifPresent(stickiness -> {
          ObjectNode own =
              node.putObject("stickiness")
                  .put("enabled", stickiness.enabled())
                  .put("duration", stickiness.duration());
          stickiness.cookie().ifPresent(cookie -> own.put("cookie", escape(cookie)));
        });
  }
}
