package io.github.ecscompose.cli.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecscompose.cli.text.Texts;
import io.github.ecscompose.deployment.DeploymentStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A deployment as the API tells of it at one moment, fit to be printed. */
public record Snapshot(
    String cluster,
    String id,
    DeploymentStatus status,
    Map<String, Integer> counts,
    Optional<String> error,
    Instant createdAt,
    Optional<Instant> finishedAt,
    List<Service> services) {

  public Snapshot {
    counts = java.util.Collections.unmodifiableMap(new TreeMap<>(counts));
    services = List.copyOf(services);
  }

  /**
   * A service that the deployment changes.
   *
   * @param action in small letters, as {@code update}
   * @param state as {@code STABILIZING}
   * @param step the workflow's
   * @param text why it failed, or else why it is not stable yet
   */
  public record Service(
      String name, String action, String state, String step, String text, List<String> changes) {
    public Service {
      changes = List.copyOf(changes);
    }

    public boolean hasFailed() {
      return state.equals("FAILED") || state.equals("NOT_BEGUN");
    }

    public boolean isDone() {
      return state.equals("SUCCEEDED") || state.equals("ROLLED_BACK") || hasFailed();
    }
  }

  public static Snapshot read(JsonNode json) {
    Map<String, Integer> counts = new TreeMap<>();
    json.path("counts")
        .properties()
        .forEach(count -> counts.put(text(count.getKey()), count.getValue().asInt()));
    List<Service> services = new ArrayList<>();
    json.path("services").forEach(node -> services.add(service(node)));
    return new Snapshot(
        text(json.path("cluster").asText()),
        text(json.path("id").asText()),
        status(json.path("status").asText()),
        counts,
        member(json, "error"),
        instant(json.path("createdAt").asText()).orElse(Instant.EPOCH),
        member(json, "finishedAt").flatMap(Snapshot::instant),
        services);
  }

  private static Service service(JsonNode node) {
    List<String> changes = new ArrayList<>();
    node.path("changes").forEach(change -> changes.add(text(change.asText())));
    String why =
        member(node, "error")
            .or(() -> member(node, "rollBack"))
            .or(() -> member(node, "progress"))
            .orElse("");
    return new Service(
        text(node.path("service").asText()),
        text(node.path("action").asText()).toLowerCase(Locale.ROOT),
        text(node.path("state").asText()),
        text(node.path("step").asText()),
        why,
        changes);
  }

  /** A status of a newer API is one that goes on. */
  private static DeploymentStatus status(String name) {
    for (DeploymentStatus status : DeploymentStatus.values()) {
      if (status.name().equals(name)) {
        return status;
      }
    }
    return DeploymentStatus.DEPLOYING;
  }

  private static Optional<String> member(JsonNode node, String name) {
    return Optional.of(node.path(name))
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .map(Snapshot::text);
  }

  private static String text(String text) {
    return Texts.line(text);
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (java.time.format.DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** From when it was asked for to its end, or to now. */
  public Duration lasted(Instant now) {
    Duration lasted = Duration.between(createdAt, finishedAt.orElse(now));
    return lasted.isNegative() ? Duration.ZERO : lasted;
  }

  /** As {@code 2 updated, 5 unchanged}. */
  public String countsText() {
    return String.join(
        ", ",
        counts.entrySet().stream()
            .filter(count -> count.getValue() > 0)
            .map(count -> count.getValue() + " " + count.getKey())
            .toList());
  }
}
