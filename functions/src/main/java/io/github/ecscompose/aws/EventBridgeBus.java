package io.github.ecscompose.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeploymentDocument;
import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.error.TransientException;
import io.github.ecscompose.step.Announce.StatusChange;
import io.github.ecscompose.step.EventBus;
import java.time.InstantSource;
import java.util.List;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/** {@link EventBus} on EventBridge. */
public final class EventBridgeBus implements EventBus {

  /** The events' source, by which rules find them. */
  public static final String SOURCE = "ecs-compose";

  /** The events' detail type. */
  public static final String DETAIL_TYPE = "ECS Compose Deployment State Change";

  private final EventBridgeClient client;
  private final InstantSource clock;

  public EventBridgeBus(EventBridgeClient client, InstantSource clock) {
    this.client = client;
    this.clock = clock;
  }

  @Override
  public void publish(List<StatusChange> changes) {
    PutEventsRequest request =
        PutEventsRequest.builder().entries(changes.stream().map(this::entry).toList()).build();
    String subject = changes.size() + " status changes of deployments";
    PutEventsResponse response =
        AwsErrors.call("events:PutEvents", subject, () -> client.putEvents(request));
    // The call itself succeeds even where the bus has taken none of them.
    if (response.failedEntryCount() > 0) {
      String reasons =
          String.join(
              "; ",
              response.entries().stream()
                  .filter(entry -> entry.errorCode() != null)
                  .map(EventBridgeBus::reason)
                  .distinct()
                  .toList());
      throw new TransientException(
          "events:PutEvents of %s failed for %d of them: %s"
              .formatted(subject, response.failedEntryCount(), reasons));
    }
  }

  private static String reason(PutEventsResultEntry entry) {
    return entry.errorCode() + ", " + entry.errorMessage();
  }

  private PutEventsRequestEntry entry(StatusChange change) {
    DeploymentRecord deployment = change.deployment();
    ObjectNode detail = DeploymentDocument.of(deployment);
    change.previous().ifPresent(status -> detail.put("previousStatus", status.name()));
    return PutEventsRequestEntry.builder()
        .source(SOURCE)
        .detailType(DETAIL_TYPE)
        .time(clock.instant())
        .resources(deployment.executionArn().stream().toList())
        .detail(detail.toString())
        .build();
  }
}
