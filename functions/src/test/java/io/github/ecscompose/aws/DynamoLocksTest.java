package io.github.ecscompose.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.ecscompose.deployment.Lock;
import io.github.ecscompose.deployment.Lock.Holder;
import io.github.ecscompose.deployment.Lock.Place;
import io.github.ecscompose.deployment.UploadedVersion;
import io.github.ecscompose.error.ThrottledException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

class DynamoLocksTest {

  private static final Map<String, AttributeValue> KEY =
      Map.of("cluster", AttributeValue.fromS("shop"), "item", AttributeValue.fromS("lock"));

  private static final Lock LOCK =
      new Lock(
              7,
              Optional.of(new Holder("arn:e2", new Place("d1~", "d2"), true)),
              Optional.of(new Place("d1~", "d2")),
              Optional.of(Place.of("d3")),
              Optional.of(Place.of("d0")),
              Map.of())
          .withUpload(
              new UploadedVersion("stackfiles/shop.yml", Optional.of("v2"), Optional.of("0A")),
              new Place("d1~", "d2"))
          .withUpload(
              new UploadedVersion("stackfiles/shop.yaml", Optional.empty(), Optional.empty()),
              Place.of("d0"));

  private final DynamoDbClient client = mock(DynamoDbClient.class);
  private final DynamoLocks locks = new DynamoLocks(client, "table");

  private static ConditionalCheckFailedException otherwise() {
    return Failures.with(
            ConditionalCheckFailedException.builder(), "ConditionalCheckFailedException", "No", 400)
        .build();
  }

  private PutItemRequest put() {
    ArgumentCaptor<PutItemRequest> request = ArgumentCaptor.forClass(PutItemRequest.class);
    verify(client).putItem(request.capture());
    return request.getValue();
  }

  private UpdateItemRequest update() {
    ArgumentCaptor<UpdateItemRequest> request = ArgumentCaptor.forClass(UpdateItemRequest.class);
    verify(client).updateItem(request.capture());
    return request.getValue();
  }

  @Test
  void aClusterWithoutARowIsFree() {
    when(client.getItem(any(GetItemRequest.class))).thenReturn(GetItemResponse.builder().build());

    assertThat(locks.find("shop")).isEqualTo(Lock.NONE);
    verify(client)
        .getItem(GetItemRequest.builder().tableName("table").key(KEY).consistentRead(true).build());
  }

  @Test
  void whatIsWrittenIsReadAgainAsTheNextRevision() {
    assertThat(locks.replace("shop", LOCK, LOCK)).isTrue();
    PutItemRequest request = put();
    assertThat(request.item()).containsAllEntriesOf(KEY).doesNotContainKey("expiresAt");
    when(client.getItem(any(GetItemRequest.class)))
        .thenReturn(GetItemResponse.builder().item(request.item()).build());

    assertThat(locks.find("shop"))
        .isEqualTo(
            new Lock(
                8,
                LOCK.holder(),
                LOCK.newest(),
                LOCK.newestTurn(),
                LOCK.succeeded(),
                LOCK.uploads()));
  }

  @Test
  void aLockIsChangedOnlyAsItWasSeen() {
    locks.replace("shop", LOCK, LOCK);

    PutItemRequest request = put();
    assertThat(request.tableName()).isEqualTo("table");
    assertThat(request.conditionExpression()).isEqualTo("#revision = :seen");
    assertThat(request.expressionAttributeNames()).isEqualTo(Map.of("#revision", "revision"));
    assertThat(request.expressionAttributeValues())
        .isEqualTo(Map.of(":seen", AttributeValue.fromN("7")));
  }

  @Test
  void aFirstLockIsMadeOnlyWhereThereIsNone() {
    locks.replace("shop", Lock.NONE, LOCK);

    PutItemRequest request = put();
    assertThat(request.conditionExpression()).isEqualTo("attribute_not_exists(#item)");
    assertThat(request.expressionAttributeNames()).isEqualTo(Map.of("#item", "item"));
    assertThat(request.item()).containsEntry("revision", AttributeValue.fromN("1"));
  }

  @Test
  void aLockThatIsNotAsItWasSeenStays() {
    when(client.putItem(any(PutItemRequest.class))).thenThrow(otherwise());

    assertThat(locks.replace("shop", LOCK, LOCK)).isFalse();
  }

  @Test
  void theHolderAloneReleasesALockAndBecomesWhatSucceededLast() {
    locks.release("shop", "arn:e2", true);

    UpdateItemRequest request = update();
    assertThat(request.key()).isEqualTo(KEY);
    assertThat(request.updateExpression())
        .isEqualTo(
            "SET #revision = #revision + :one, #succeeded = #place"
                + " REMOVE #holder, #place, #scheduled");
    assertThat(request.conditionExpression()).isEqualTo("#holder = :holder");
    assertThat(request.expressionAttributeNames())
        .isEqualTo(
            Map.of(
                "#revision", "revision",
                "#holder", "holder",
                "#place", "holderPlace",
                "#scheduled", "holderScheduled",
                "#succeeded", "succeeded"));
    assertThat(request.expressionAttributeValues())
        .isEqualTo(
            Map.of(":one", AttributeValue.fromN("1"), ":holder", AttributeValue.fromS("arn:e2")));
  }

  /** DynamoDB refuses names that no expression uses. */
  @Test
  void whatDidNotSucceedReleasesTheLockOnly() {
    locks.release("shop", "arn:e2", false);

    UpdateItemRequest request = update();
    assertThat(request.updateExpression())
        .isEqualTo("SET #revision = #revision + :one REMOVE #holder, #place, #scheduled");
    assertThat(request.expressionAttributeNames()).doesNotContainKey("#succeeded");
  }

  @Test
  void aLockOfSomebodyElseIsLeftAlone() {
    when(client.updateItem(any(UpdateItemRequest.class))).thenThrow(otherwise());

    assertThatCode(() -> locks.release("shop", "arn:e2", true)).doesNotThrowAnyException();
  }

  @Test
  void otherFailuresAreTold() {
    when(client.putItem(any(PutItemRequest.class))).thenThrow(Failures.throttled());

    assertThatThrownBy(() -> locks.replace("shop", LOCK, LOCK))
        .isInstanceOf(ThrottledException.class)
        .hasMessageStartingWith("dynamodb:PutItem of lock of cluster shop failed");
  }
}
