package io.github.ecscompose.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.ThrottledException;
import io.github.ecscompose.error.TransientException;
import io.github.ecscompose.json.JsonText;
import io.github.ecscompose.step.Announce.StatusChange;
import io.github.ecscompose.template.Installation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

class EventBridgeBusTest {

  private static final Instant NOW = Instant.parse("2026-11-16T09:33:13Z");

  private final EventBridgeClient client = mock(EventBridgeClient.class);
  private final EventBridgeBus bus = new EventBridgeBus(client, InstantSource.fixed(NOW));
  private final List<StatusChange> changes =
      StreamedDeployments.read(Installation.json("events/status-stream.json"));

  private void answer(PutEventsResponse.Builder response) {
    when(client.putEvents(any(PutEventsRequest.class))).thenReturn(response.build());
  }

  /** The sample is what people write their rules by. */
  @Test
  void publishesWhatTheSampleShows() throws IOException {
    answer(PutEventsResponse.builder().failedEntryCount(0));

    bus.publish(changes);

    JsonNode sample = Installation.json("events/status-change.json");
    ArgumentCaptor<PutEventsRequest> request = ArgumentCaptor.forClass(PutEventsRequest.class);
    verify(client).putEvents(request.capture());
    PutEventsRequestEntry entry = request.getValue().entries().getFirst();
    assertThat(request.getValue().entries()).hasSize(1);
    assertThat(entry.source()).isEqualTo(sample.path("source").asText());
    assertThat(entry.detailType()).isEqualTo(sample.path("detail-type").asText());
    assertThat(entry.time()).isEqualTo(Instant.parse(sample.path("time").asText()));
    assertThat(entry.resources()).containsExactly(sample.at("/resources/0").asText());
    assertThat(JsonText.read(entry.detail().getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(sample.path("detail"));
    assertThat(entry.eventBusName()).as("the default bus").isNull();
  }

  @Test
  void failsWhereTheBusTookNone() {
    answer(
        PutEventsResponse.builder()
            .failedEntryCount(1)
            .entries(
                PutEventsResultEntry.builder()
                    .errorCode("InternalFailure")
                    .errorMessage("Try again")
                    .build()));

    assertThatThrownBy(() -> bus.publish(changes))
        .isInstanceOf(TransientException.class)
        .hasMessage(
            "events:PutEvents of 1 status changes of deployments failed for 1 of them: InternalFailure, Try again");
  }

  @Test
  void failsWhereTheCallFails() {
    when(client.putEvents(any(PutEventsRequest.class)))
        .thenThrow(Failures.throttled())
        .thenThrow(Failures.denied());

    assertThatThrownBy(() -> bus.publish(changes)).isInstanceOf(ThrottledException.class);
    assertThatThrownBy(() -> bus.publish(changes)).isInstanceOf(RefusedException.class);
  }
}
