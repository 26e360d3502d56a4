package io.github.ecscompose.aws;

import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.step.DeploymentHistory;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** {@link DeploymentHistory} by queries of the table, one for a page. */
public final class DynamoHistory implements DeploymentHistory {

  private final DynamoDbClient client;
  private final String table;
  private final InstantSource clock;

  public DynamoHistory(DynamoDbClient client, String table, InstantSource clock) {
    this.client = client;
    this.table = table;
    this.clock = clock;
  }

  @Override
  public Page<DeploymentRecord> deployments(String cluster, int limit, Optional<String> after) {
    QueryRequest request =
        query(limit, after.map(id -> DeploymentRow.key(new DeploymentReference(cluster, id))))
            .keyConditionExpression("#cluster = :cluster AND begins_with(#item, :prefix)")
            .expressionAttributeNames(Map.of("#cluster", "cluster", "#item", "item"))
            .expressionAttributeValues(
                Map.of(
                    ":cluster",
                    Attributes.text(cluster),
                    ":prefix",
                    Attributes.text(DeploymentRow.PREFIX)))
            .scanIndexForward(false)
            .build();
    QueryResponse answer = answer("deployments of cluster " + cluster, request);
    return new Page<>(
        living(answer).stream()
            .map(row ->
                DeploymentRow.read(new DeploymentReference(cluster, DeploymentRow.id(row)), row))
            .toList(),
        next(answer).map(DeploymentRow::id));
  }

  @Override
  public Page<String> clusters(int limit, Optional<String> after) {
    QueryRequest request =
        query(limit, after.map(ClusterRow::key))
            .keyConditionExpression("#cluster = :cluster")
            .expressionAttributeNames(Map.of("#cluster", "cluster"))
            .expressionAttributeValues(Map.of(":cluster", Attributes.text(ClusterRow.PARTITION)))
            .build();
    QueryResponse answer = answer("clusters", request);
    return new Page<>(
        living(answer).stream().map(row -> Attributes.text(row, "item")).toList(),
        next(answer).map(key -> Attributes.text(key, "item")));
  }

  private QueryRequest.Builder query(int limit, Optional<Map<String, AttributeValue>> after) {
    QueryRequest.Builder request =
        QueryRequest.builder().tableName(table).limit(limit).consistentRead(true);
    after.ifPresent(request::exclusiveStartKey);
    return request;
  }

  private QueryResponse answer(String subject, QueryRequest request) {
    return AwsErrors.call("dynamodb:Query", subject, () -> client.query(request));
  }

  /** DynamoDB may take days to remove what has expired. */
  private List<Map<String, AttributeValue>> living(QueryResponse answer) {
    return answer.items().stream()
        .filter(row -> !Attributes.isExpired(row, clock.instant()))
        .toList();
  }

  private static Optional<Map<String, AttributeValue>> next(QueryResponse answer) {
    return Optional.of(answer.lastEvaluatedKey()).filter(key -> !key.isEmpty());
  }
}
