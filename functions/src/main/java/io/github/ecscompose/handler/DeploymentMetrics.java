package io.github.ecscompose.handler;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeploymentRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What deployments that ended came to, in CloudWatch's embedded metric format: a log line that
 * CloudWatch makes metrics of. That costs no call, and a metric cannot fail what it measures.
 */
final class DeploymentMetrics {

  private static final String UNCHANGED = "unchanged";

  private DeploymentMetrics() {}

  /**
   * The line of one deployment: {@code Deployments} (1), {@code Duration} in milliseconds from the
   * request to the end, and {@code ServicesChanged}; each by status, by cluster and by both.
   *
   * @param namespace the metrics' namespace in CloudWatch
   * @param deployment one that has ended
   */
  static ObjectNode of(String namespace, DeploymentRecord deployment) {
    Instant end = deployment.finishedAt().map(Instant::parse).orElseThrow();
    ObjectNode line = JsonHandler.object();
    ObjectNode metadata = line.putObject("_aws").put("Timestamp", end.toEpochMilli());
    ObjectNode directive =
        metadata.putArray("CloudWatchMetrics").addObject().put("Namespace", namespace);
    ArrayNode dimensions = directive.putArray("Dimensions");
    dimensions.addArray().add("Status");
    dimensions.addArray().add("Cluster");
    dimensions.addArray().add("Cluster").add("Status");
    ArrayNode metrics = directive.putArray("Metrics");
    Map<String, String> units =
        Map.of("Deployments", "Count", "Duration", "Milliseconds", "ServicesChanged", "Count");
    List.of("Deployments", "Duration", "ServicesChanged")
        .forEach(name -> metrics.addObject().put("Name", name).put("Unit", units.get(name)));
    return line.put("Cluster", deployment.reference().cluster())
        .put("Status", deployment.status().name())
        .put("Deployments", 1)
        .put("Duration", milliseconds(deployment.createdAt(), end))
        .put("ServicesChanged", changed(deployment.counts()))
        .put("deployment", deployment.reference().id());
  }

  private static long milliseconds(String from, Instant to) {
    return Math.max(0, Duration.between(Instant.parse(from), to).toMillis());
  }

  private static int changed(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .filter(count -> !count.getKey().equals(UNCHANGED))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }
}
