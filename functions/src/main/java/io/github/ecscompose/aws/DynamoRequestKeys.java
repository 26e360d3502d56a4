package io.github.ecscompose.aws;

import io.github.ecscompose.step.RequestKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** {@link RequestKeys} in the table, in a partition of their own. */
public final class DynamoRequestKeys implements RequestKeys {

  /** No cluster can be named so. */
  private static final String PARTITION = "#requests";

  private static final Map<String, String> NAMES =
      Map.of(
          "#fingerprint", "fingerprint",
          "#claimedAt", "claimedAt",
          "#claimedUntil", "claimedUntil",
          "#answer", "answer",
          "#expiresAt", "expiresAt");

  private final DynamoDbClient client;
  private final String table;

  public DynamoRequestKeys(DynamoDbClient client, String table) {
    this.client = client;
    this.table = table;
  }

  @Override
  public Claim claim(String key, String fingerprint, Instant now, Instant until) {
    UpdateItemRequest.Builder request =
        update(key)
            .updateExpression(
                "SET #fingerprint = :fingerprint, #claimedAt = :now, #claimedUntil = :until,"
                    + " #expiresAt = :expiresAt REMOVE #answer")
            .conditionExpression("attribute_not_exists(#fingerprint) OR #expiresAt < :seconds")
            .expressionAttributeNames(NAMES)
            .expressionAttributeValues(
                Map.of(
                    ":fingerprint", Attributes.text(fingerprint),
                    ":now", Attributes.text(now.toString()),
                    ":until", Attributes.text(until.toString()),
                    ":seconds", Attributes.number(now.getEpochSecond()),
                    ":expiresAt",
                        Attributes.number(
                            now.plus(Duration.ofHours(HOURS_KEPT)).getEpochSecond())));
    return tryTo(request)
        .map(row -> known(key, row, fingerprint, now, until))
        .orElseGet(() -> new Claim.Taken(now));
  }

  /** What the row says of a key that has been used. */
  private Claim known(
      String key, Map<String, AttributeValue> row, String fingerprint, Instant now, Instant until) {
    if (!Attributes.text(row, "fingerprint").equals(fingerprint)) {
      return new Claim.Different();
    }
    Optional<String> answer = Attributes.optionalText(row, "answer");
    if (answer.isPresent()) {
      return new Claim.Answered(answer.get());
    }
    String claimedUntil = Attributes.text(row, "claimedUntil");
    if (Instant.parse(claimedUntil).isAfter(now)) {
      return new Claim.Busy();
    }
    UpdateItemRequest.Builder request =
        update(key)
            .updateExpression("SET #claimedUntil = :until")
            // Of two that find it abandoned, one takes it.
            .conditionExpression("#claimedUntil = :before AND attribute_not_exists(#answer)")
            .expressionAttributeNames(Map.of("#claimedUntil", "claimedUntil", "#answer", "answer"))
            .expressionAttributeValues(
                Map.of(
                    ":until", Attributes.text(until.toString()),
                    ":before", Attributes.text(claimedUntil)));
    return tryTo(request).isPresent()
        ? new Claim.Busy()
        : new Claim.Taken(Instant.parse(Attributes.text(row, "claimedAt")));
  }

  @Override
  public void release(String key, Optional<String> answer) {
    UpdateItemRequest.Builder request =
        answer
            .map(text ->
                update(key)
                    .updateExpression("SET #answer = :answer")
                    .conditionExpression("attribute_exists(#fingerprint)")
                    .expressionAttributeNames(
                        Map.of("#answer", "answer", "#fingerprint", "fingerprint"))
                    .expressionAttributeValues(Map.of(":answer", Attributes.text(text))))
            .orElseGet(() ->
                update(key)
                    .updateExpression("SET #claimedUntil = :never")
                    .conditionExpression("attribute_exists(#fingerprint)")
                    .expressionAttributeNames(
                        Map.of("#claimedUntil", "claimedUntil", "#fingerprint", "fingerprint"))
                    .expressionAttributeValues(
                        Map.of(":never", Attributes.text(Instant.EPOCH.toString()))));
    tryTo(request);
  }

  @Override
  public void forget(String key) {
    tryTo(
        update(key)
            .updateExpression("SET #expiresAt = :past")
            .conditionExpression("attribute_exists(#fingerprint)")
            .expressionAttributeNames(
                Map.of("#expiresAt", "expiresAt", "#fingerprint", "fingerprint"))
            .expressionAttributeValues(Map.of(":past", Attributes.number(0))));
  }

  private UpdateItemRequest.Builder update(String key) {
    return UpdateItemRequest.builder()
        .tableName(table)
        .key(Map.of("cluster", Attributes.text(PARTITION), "item", Attributes.text(key)))
        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
  }

  /** The row as it is where the condition does not hold; empty where it was updated. */
  private Optional<Map<String, AttributeValue>> tryTo(UpdateItemRequest.Builder request) {
    return AwsErrors.call(
        "dynamodb:UpdateItem",
        "the key of a request",
        () -> {
          try {
            client.updateItem(request.build());
            return Optional.empty();
          } catch (ConditionalCheckFailedException failed) {
            return Optional.of(failed.item());
          }
        });
  }
}
