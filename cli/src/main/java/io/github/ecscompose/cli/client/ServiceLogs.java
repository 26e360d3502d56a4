package io.github.ecscompose.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecscompose.cli.CliException;
import io.github.ecscompose.cli.ExitCode;
import io.github.ecscompose.cli.text.Texts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;

/** What the tasks of a service log to CloudWatch. */
public final class ServiceLogs implements AutoCloseable {

  private static final String DRIVER = "awslogs";

  /** Pages of one look, so that a service that logs without end is still shown. */
  private static final int MOST_PAGES = 50;

  private final Account account;
  private final CloudWatchLogsClient client;
  private final String group;
  private final Optional<String> streamPrefix;

  private ServiceLogs(Account account, String group, Optional<String> streamPrefix) {
    this.account = account;
    this.client = account.logs();
    this.group = group;
    this.streamPrefix = streamPrefix;
  }

  /** A line of a log. */
  public record Line(String id, Instant at, String stream, String text) {}

  /**
   * The logs of a service that runs.
   *
   * @throws CliException if there is no such service, or it logs elsewhere
   */
  public static ServiceLogs of(Api api, Account account, String cluster, String service) {
    JsonNode stack =
        api.find(Request.get("clusters", cluster))
            .orElseThrow(() ->
                new CliException(ExitCode.FAILED, "There is no cluster %s.".formatted(cluster)))
            .json();
    JsonNode described = service(stack, service);
    JsonNode logging =
        described.path("logging").isObject() ? described.path("logging") : stack.path("logging");
    String driver = logging.path("driver").asText(logging.path("log_driver").asText(""));
    JsonNode options = logging.path("options").isObject() ? logging.path("options") : logging;
    String group = options.path("awslogs-group").asText("");
    if ((!driver.isEmpty() && !driver.equals(DRIVER)) || group.isEmpty()) {
      throw new CliException(
          ExitCode.FAILED,
          "The service %s does not log to CloudWatch: give it logging with the driver awslogs and a group."
              .formatted(service));
    }
    String prefix = options.path("awslogs-stream-prefix").asText("");
    return new ServiceLogs(
        account,
        group,
        prefix.isEmpty() ? Optional.empty() : Optional.of(prefix + "/" + service + "/"));
  }

  private static JsonNode service(JsonNode stack, String name) {
    JsonNode services = stack.path("services");
    JsonNode found = services.path(name);
    if (services.isArray()) {
      for (JsonNode entry : services) {
        if (entry.has(name)) {
          found = entry.get(name);
        }
      }
    }
    if (found.isMissingNode()) {
      List<String> names = new ArrayList<>();
      services.fieldNames().forEachRemaining(names::add);
      throw new CliException(
          ExitCode.FAILED,
          "There is no service %s: there are %s.".formatted(name, String.join(", ", names)));
    }
    return found;
  }

  /** The lines since a moment, the oldest first. */
  public List<Line> since(Instant from) {
    List<Line> lines = new ArrayList<>();
    String token = "";
    int pages = 0;
    do {
      FilterLogEventsRequest.Builder request =
          FilterLogEventsRequest.builder().logGroupName(group).startTime(from.toEpochMilli());
      streamPrefix.ifPresent(request::logStreamNamePrefix);
      if (!token.isEmpty()) {
        request.nextToken(token);
      }
      FilterLogEventsResponse page =
          account.asking(
              "logs:FilterLogEvents on " + group, () -> client.filterLogEvents(request.build()));
      page.events().forEach(event -> lines.add(line(event)));
      token = Optional.ofNullable(page.nextToken()).orElse("");
    } while (!token.isEmpty() && ++pages < MOST_PAGES);
    return lines;
  }

  private static Line line(FilteredLogEvent event) {
    String stream = event.logStreamName();
    return new Line(
        event.eventId(),
        Instant.ofEpochMilli(event.timestamp()),
        Texts.line(stream.substring(stream.lastIndexOf('/') + 1)),
        Texts.line(event.message().stripTrailing()));
  }

  @Override
  public void close() {
    client.close();
  }
}
