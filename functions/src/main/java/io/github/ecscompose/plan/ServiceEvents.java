package io.github.ecscompose.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What ECS wrote into a service's events since a rollout began. They come with the service, and so
 * cost no call. Pure.
 */
final class ServiceEvents {

  /** In the developer guide's service event messages. */
  private static final Pattern FAILURE =
      Pattern.compile("\\b(?:unable to|failed to|not able to|throttled)\\b");

  /** What says no more than that the rollout fails. */
  private static final Pattern EMPTY_WORDS =
      Pattern.compile("unable to consistently start tasks|deployment failed|rolling back to");

  private static final Pattern STARTED = Pattern.compile("has started (\\d+) tasks?:");

  private static final Pattern UNHEALTHY =
      Pattern.compile("\\(task ([^ )]+)\\).* is unhealthy in .* due to \\(reason (.*)\\)");

  private static final Pattern SERVICE =
      Pattern.compile("^\\(service [^)]*\\)(?: \\((?:deployment|taskSet) [^)]*\\))?");

  private static final Pattern NOISE =
      Pattern.compile(
          " ?\\((?:container-instance|task) [^)]*\\)| For more information, see .*$"
              + "|(?<=\\() *(?=\\))");

  private ServiceEvents() {}

  /** Why ECS could not do what the rollout needs: no capacity, no role, …; by cause. */
  static Optional<String> failures(LiveService service, String deployment) {
    return told(
        since(service, deployment)
            .filter(message -> FAILURE.matcher(message).find())
            .filter(message -> !EMPTY_WORDS.matcher(message).find())
            .map(message -> NOISE.matcher(message).replaceAll(""))
            .map(message -> SERVICE.matcher(message).replaceFirst("ECS"))
            .toList());
  }

  /** Why a load balancer called those tasks unhealthy, which it forgets with the target. */
  static Optional<String> unhealthy(LiveService service, String deployment, Set<String> taskIds) {
    return told(
        since(service, deployment)
            .flatMap(message -> UNHEALTHY.matcher(message).results())
            .filter(found -> taskIds.contains(found.group(1)))
            .map(found -> "the load balancer called a task unhealthy: " + found.group(2))
            .toList());
  }

  /** How many tasks ECS started; those of an older rollout that it had to replace count too. */
  static int started(LiveService service, String deployment) {
    return since(service, deployment)
        .flatMap(message -> STARTED.matcher(message).results())
        .map((MatchResult found) -> found.group(1))
        .mapToInt(Integer::parseInt)
        .sum();
  }

  private static Optional<String> told(List<String> causes) {
    return causes.isEmpty() ? Optional.empty() : Optional.of(Causes.of(causes).told());
  }

  /** Without the rollout's beginning nothing tells which events are newer. */
  private static Stream<String> since(LiveService service, String deployment) {
    Optional<String> begun =
        elements(service.document().path("deployments"))
            .filter(rollout -> rollout.path("id").asText().equals(deployment))
            .map(rollout -> time(rollout.path("createdAt")))
            .filter(time -> !time.isEmpty())
            .findFirst();
    return begun.stream()
        .flatMap(beginning ->
            elements(service.document().path("events"))
                .filter(event -> time(event.path("createdAt")).compareTo(beginning) >= 0)
                .map(event -> event.path("message").asText()));
  }

  private static Stream<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  /** ISO 8601 in UTC without its last letter, so that the order of texts is that of times. */
  private static String time(JsonNode text) {
    return text.asText().replaceFirst("Z$", "");
  }
}
