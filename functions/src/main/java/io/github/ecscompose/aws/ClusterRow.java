package io.github.ecscompose.aws;

import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.step.Precondition;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * A cluster that has deployments, as the table lists it, with its newest one: the rows of all
 * clusters share a partition of their own, so that listing them reads no history. It goes when the
 * last deployment's row does.
 */
final class ClusterRow {

  /** No cluster can be named so. */
  static final String PARTITION = "#clusters";

  private static final String NEWEST = "newest";

  /** DynamoDB may take days to remove what has expired. */
  private static final String NO_DEPLOYMENT = "attribute_not_exists(#newest) OR #expiresAt < :now";

  private ClusterRow() {}

  static Map<String, AttributeValue> key(String cluster) {
    return Map.of("cluster", Attributes.text(PARTITION), "item", Attributes.text(cluster));
  }

  static Optional<String> newest(Map<String, AttributeValue> row) {
    return Attributes.optionalText(row, NEWEST);
  }

  /**
   * Makes a deployment the newest, once more too. The condition fails where a newer one is, or the
   * precondition does not hold; the exception then has the row as it is.
   */
  static UpdateItemRequest update(
      String table,
      DeploymentReference deployment,
      Precondition precondition,
      Instant now,
      Instant expiry) {
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":newest", Attributes.text(deployment.id()));
    values.put(":expiresAt", Attributes.number(expiry.getEpochSecond()));
    String condition =
        switch (precondition) {
          case Precondition.Newest known -> {
            values.put(":known", Attributes.text(known.deployment()));
            yield "#newest IN (:known, :newest)";
          }
          case Precondition.None none -> NO_DEPLOYMENT + " OR #newest <= :newest";
          case Precondition.NoDeployment none -> NO_DEPLOYMENT + " OR #newest = :newest";
        };
    if (condition.contains(":now")) {
      values.put(":now", Attributes.number(now.getEpochSecond()));
    }
    return UpdateItemRequest.builder()
        .tableName(table)
        .key(key(deployment.cluster()))
        .updateExpression("SET #expiresAt = :expiresAt, #newest = :newest")
        .conditionExpression(condition)
        .expressionAttributeNames(Map.of("#expiresAt", "expiresAt", "#newest", NEWEST))
        .expressionAttributeValues(values)
        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
        .build();
  }
}
