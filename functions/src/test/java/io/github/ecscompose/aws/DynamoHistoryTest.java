package io.github.ecscompose.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.step.DeploymentHistory.Page;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

class DynamoHistoryTest {

  private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");

  private final DynamoDbClient client = mock(DynamoDbClient.class);
  private final DynamoHistory history = new DynamoHistory(client, "table", () -> NOW);

  private static Map<String, AttributeValue> row(String cluster, String item, long expiresIn) {
    Map<String, AttributeValue> row =
        new HashMap<>(Map.of("cluster", Attributes.text(cluster), "item", Attributes.text(item)));
    row.put("status", Attributes.text("SUCCEEDED"));
    row.put("expiresAt", Attributes.number(NOW.getEpochSecond() + expiresIn));
    return row;
  }

  private QueryRequest request() {
    ArgumentCaptor<QueryRequest> request = ArgumentCaptor.forClass(QueryRequest.class);
    verify(client).query(request.capture());
    return request.getValue();
  }

  private void answer(QueryResponse.Builder answer) {
    when(client.query(any(QueryRequest.class))).thenReturn(answer.build());
  }

  @Test
  void readsOnePageBackwardsFromAPlace() {
    answer(
        QueryResponse.builder()
            .items(
                List.of(
                    row("shop", "deployment#d4", 60),
                    row("shop", "deployment#d3", 60),
                    row("shop", "deployment#d2", -60)))
            .lastEvaluatedKey(
                Map.of(
                    "cluster", Attributes.text("shop"),
                    "item", Attributes.text("deployment#d2"))));

    Page<DeploymentRecord> page = history.deployments("shop", 3, Optional.of("d5"));

    assertThat(page.entries())
        .extracting(DeploymentRecord::reference)
        .containsExactly(
            new DeploymentReference("shop", "d4"), new DeploymentReference("shop", "d3"));
    assertThat(page.entries())
        .extracting(DeploymentRecord::status)
        .containsOnly(DeploymentStatus.SUCCEEDED);
    assertThat(page.next()).contains("d2");
    QueryRequest request = request();
    assertThat(request.tableName()).isEqualTo("table");
    assertThat(request.limit()).isEqualTo(3);
    assertThat(request.scanIndexForward()).isFalse();
    assertThat(request.consistentRead()).isTrue();
    assertThat(request.keyConditionExpression())
        .isEqualTo("#cluster = :cluster AND begins_with(#item, :prefix)");
    assertThat(request.expressionAttributeValues())
        .containsEntry(":cluster", Attributes.text("shop"))
        .containsEntry(":prefix", Attributes.text("deployment#"));
    assertThat(request.exclusiveStartKey())
        .isEqualTo(
            Map.of("cluster", Attributes.text("shop"), "item", Attributes.text("deployment#d5")));
  }

  @Test
  void beginsWithTheNewestAndEndsWithTheOldest() {
    answer(QueryResponse.builder().items(List.of(row("shop", "deployment#d1", 60))));

    assertThat(history.deployments("shop", 3, Optional.empty()).next()).isEmpty();
    assertThat(request().hasExclusiveStartKey()).isFalse();
  }

  @Test
  void listsClustersWithoutReadingTheirHistory() {
    answer(
        QueryResponse.builder()
            .items(List.of(row("#clusters", "old", -1), row("#clusters", "shop", 60)))
            .lastEvaluatedKey(
                Map.of("cluster", Attributes.text("#clusters"), "item", Attributes.text("shop"))));

    Page<String> page = history.clusters(2, Optional.of("lab"));

    assertThat(page.entries()).containsExactly("shop");
    assertThat(page.next()).contains("shop");
    QueryRequest request = request();
    assertThat(request.limit()).isEqualTo(2);
    assertThat(request.keyConditionExpression()).isEqualTo("#cluster = :cluster");
    assertThat(request.expressionAttributeValues())
        .isEqualTo(Map.of(":cluster", Attributes.text("#clusters")));
    assertThat(request.exclusiveStartKey())
        .isEqualTo(Map.of("cluster", Attributes.text("#clusters"), "item", Attributes.text("lab")));
  }
}
