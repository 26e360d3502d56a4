package io.github.ecscompose.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.ecscompose.error.ThrottledException;
import io.github.ecscompose.step.RequestKeys.Claim;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

class DynamoRequestKeysTest {

  private static final Instant NOW = Instant.parse("2026-11-20T20:00:00Z");
  private static final Instant UNTIL = NOW.plusSeconds(30);
  private static final UpdateItemResponse DONE = UpdateItemResponse.builder().build();

  private final DynamoDbClient client = mock(DynamoDbClient.class);
  private final DynamoRequestKeys keys = new DynamoRequestKeys(client, "table");

  private static ConditionalCheckFailedException known(
      String fingerprint, Instant until, Optional<String> answer) {
    Map<String, AttributeValue> row = new HashMap<>();
    row.put("fingerprint", Attributes.text(fingerprint));
    row.put("claimedAt", Attributes.text(NOW.minusSeconds(60).toString()));
    row.put("claimedUntil", Attributes.text(until.toString()));
    answer.ifPresent(text -> row.put("answer", Attributes.text(text)));
    return Failures.with(
            ConditionalCheckFailedException.builder().item(row),
            "ConditionalCheckFailedException",
            "No",
            400)
        .build();
  }

  private Claim claim() {
    return keys.claim("key", "same", NOW, UNTIL);
  }

  private List<UpdateItemRequest> updates(int count) {
    ArgumentCaptor<UpdateItemRequest> requests = ArgumentCaptor.forClass(UpdateItemRequest.class);
    verify(client, times(count)).updateItem(requests.capture());
    return requests.getAllValues();
  }

  @Test
  void aKeyIsTakenThatNobodyUsedOrThatExpired() {
    when(client.updateItem(any(UpdateItemRequest.class))).thenReturn(DONE);

    assertThat(claim()).isEqualTo(new Claim.Taken(NOW));

    UpdateItemRequest request = updates(1).getFirst();
    assertThat(request.key())
        .isEqualTo(Map.of("cluster", Attributes.text("#requests"), "item", Attributes.text("key")));
    assertThat(request.conditionExpression())
        .isEqualTo("attribute_not_exists(#fingerprint) OR #expiresAt < :seconds");
    assertThat(request.expressionAttributeValues())
        .containsEntry(":fingerprint", Attributes.text("same"))
        .containsEntry(":expiresAt", Attributes.number(NOW.getEpochSecond() + 24 * 3600));
  }

  @Test
  void anAnsweredKeyGivesItsAnswer() {
    when(client.updateItem(any(UpdateItemRequest.class)))
        .thenThrow(known("same", UNTIL, Optional.of("text")));

    assertThat(claim()).isEqualTo(new Claim.Answered("text"));
  }

  @Test
  void aKeyOfSomethingElseIsRefused() {
    when(client.updateItem(any(UpdateItemRequest.class)))
        .thenThrow(known("other", UNTIL, Optional.of("text")));

    assertThat(claim()).isEqualTo(new Claim.Different());
  }

  @Test
  void aKeyIsBusyWhileItsFirstCallMayStillAnswer() {
    when(client.updateItem(any(UpdateItemRequest.class)))
        .thenThrow(known("same", UNTIL, Optional.empty()));

    assertThat(claim()).isEqualTo(new Claim.Busy());
    updates(1);
  }

  @Test
  void anAbandonedKeyIsTakenByOneAndKeepsItsTime() {
    when(client.updateItem(any(UpdateItemRequest.class)))
        .thenThrow(known("same", NOW.minusSeconds(1), Optional.empty()))
        .thenReturn(DONE)
        .thenThrow(known("same", NOW.minusSeconds(1), Optional.empty()))
        .thenThrow(known("same", UNTIL, Optional.empty()));

    assertThat(claim()).isEqualTo(new Claim.Taken(NOW.minusSeconds(60)));
    assertThat(claim()).isEqualTo(new Claim.Busy());
    assertThat(updates(4).get(1).conditionExpression())
        .isEqualTo("#claimedUntil = :before AND attribute_not_exists(#answer)");
  }

  @Test
  void aClaimEndsWithItsAnswerWithoutOneOrAsIfItNeverWas() {
    when(client.updateItem(any(UpdateItemRequest.class))).thenReturn(DONE);

    keys.release("key", Optional.of("text"));
    keys.release("key", Optional.empty());
    keys.forget("key");

    List<UpdateItemRequest> requests = updates(3);
    assertThat(requests)
        .allMatch(request -> request.conditionExpression().contains("#fingerprint"));
    assertThat(requests.get(0).expressionAttributeValues())
        .isEqualTo(Map.of(":answer", Attributes.text("text")));
    assertThat(requests.get(1).expressionAttributeValues())
        .isEqualTo(Map.of(":never", Attributes.text("1970-01-01T00:00:00Z")));
    assertThat(requests.get(2).expressionAttributeValues())
        .isEqualTo(Map.of(":past", Attributes.number(0)));
  }

  @Test
  void reportsFailures() {
    when(client.updateItem(any(UpdateItemRequest.class))).thenThrow(Failures.throttled());

    assertThatThrownBy(this::claim).isInstanceOf(ThrottledException.class);
  }
}
