package io.github.ecscompose.aws;

import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * A cluster that has deployments, as the table lists it: the rows of all clusters share a partition
 * of their own, so that listing them reads no history. It goes when the last deployment's row does.
 */
final class ClusterRow {

  /** No cluster can be named so. */
  static final String PARTITION = "#clusters";

  private ClusterRow() {}

  static Map<String, AttributeValue> key(String cluster) {
    return Map.of("cluster", Attributes.text(PARTITION), "item", Attributes.text(cluster));
  }

  static UpdateItemRequest update(String table, String cluster, Instant expiry) {
    return UpdateItemRequest.builder()
        .tableName(table)
        .key(key(cluster))
        .updateExpression("SET #expiresAt = :expiresAt")
        .expressionAttributeNames(Map.of("#expiresAt", "expiresAt"))
        .expressionAttributeValues(Map.of(":expiresAt", Attributes.number(expiry.getEpochSecond())))
        .build();
  }
}
