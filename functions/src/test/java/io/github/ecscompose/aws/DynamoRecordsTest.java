package io.github.ecscompose.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.ecscompose.deployment.Cancellation;
import io.github.ecscompose.deployment.DeployRequest.StackfileReference;
import io.github.ecscompose.deployment.DeployRequest.Trigger;
import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.deployment.Operation;
import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.error.PreconditionFailedException;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.ThrottledException;
import io.github.ecscompose.error.TransientException;
import io.github.ecscompose.step.Precondition;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

class DynamoRecordsTest {

  private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");
  private static final String EXPIRY =
      Long.toString(Instant.parse("2027-05-22T00:00:00Z").getEpochSecond());
  private static final String NOT_FINAL =
      "NOT #status IN (:not0, :not1, :not2, :not3, :not4, :not5, :not6)";
  private static final DeploymentReference DEPLOYMENT = new DeploymentReference("shop", "d1");

  private final DynamoDbClient client = mock(DynamoDbClient.class);
  private final DynamoRecords records = new DynamoRecords(client, "table", () -> NOW);

  @BeforeEach
  void allowUpdates() {
    when(client.updateItem(any(UpdateItemRequest.class)))
        .thenReturn(UpdateItemResponse.builder().build());
  }

  @Test
  void startsADeploymentAndKeepsWhenItWasQueued() {
    records.start(deployment());

    ArgumentCaptor<UpdateItemRequest> requests = ArgumentCaptor.forClass(UpdateItemRequest.class);
    verify(client, times(2)).updateItem(requests.capture());
    UpdateItemRequest listed = requests.getAllValues().getFirst();
    assertThat(listed.key()).isEqualTo(Map.of("cluster", text("#clusters"), "item", text("shop")));
    assertThat(listed.updateExpression())
        .isEqualTo("SET #expiresAt = :expiresAt, #newest = :newest");
    assertThat(listed.conditionExpression())
        .isEqualTo("attribute_not_exists(#newest) OR #expiresAt < :now OR #newest <= :newest");
    assertThat(listed.expressionAttributeValues())
        .isEqualTo(
            Map.of(
                ":expiresAt", AttributeValue.fromN(EXPIRY),
                ":newest", text("d1"),
                ":now", AttributeValue.fromN(Long.toString(NOW.getEpochSecond()))));
    UpdateItemRequest request = requests.getAllValues().getLast();
    assertThat(request.key())
        .isEqualTo(Map.of("cluster", text("shop"), "item", text("deployment#d1")));
    assertThat(request.updateExpression())
        .isEqualTo(
            "SET #id = :id, #status = :status, #trigger = :trigger, #stackfile = :stackfile,"
                + " #counts = :counts, #executionArn = :executionArn, #operation = :operation,"
                + " #createdAt = if_not_exists(#createdAt, :createdAt),"
                + " #expiresAt = if_not_exists(#expiresAt, :expiresAt)");
    assertThat(request.conditionExpression()).isEqualTo(NOT_FINAL);
    assertThat(request.expressionAttributeNames())
        .containsEntry("#status", "status")
        .containsEntry("#executionArn", "executionArn");
    assertThat(request.expressionAttributeValues())
        .containsEntry(":status", text("VALIDATING"))
        .containsEntry(":operation", text("deploy"))
        .containsEntry(":createdAt", text("2026-11-22T00:00:00Z"))
        .containsEntry(":expiresAt", AttributeValue.fromN(EXPIRY))
        .containsEntry(
            ":trigger",
            AttributeValue.fromM(Map.of("kind", text("api"), "by", text("me"), "at", text("then"))))
        .containsEntry(
            ":stackfile",
            AttributeValue.fromM(
                Map.of("bucket", text("b"), "key", text("k"), "versionId", text("v1"))));
  }

  @Test
  void startsWhereThePreconditionHoldsAndOnceMoreAfterALostAnswer() {
    records.start(deployment(), new Precondition.Newest("d0"));
    records.start(deployment(), new Precondition.NoDeployment());

    ArgumentCaptor<UpdateItemRequest> requests = ArgumentCaptor.forClass(UpdateItemRequest.class);
    verify(client, times(4)).updateItem(requests.capture());
    UpdateItemRequest known = requests.getAllValues().getFirst();
    assertThat(known.conditionExpression()).isEqualTo("#newest IN (:known, :newest)");
    assertThat(known.expressionAttributeValues())
        .containsEntry(":known", text("d0"))
        .containsEntry(":newest", text("d1"))
        .doesNotContainKey(":now");
    assertThat(requests.getAllValues().get(2).conditionExpression())
        .isEqualTo("attribute_not_exists(#newest) OR #expiresAt < :now OR #newest = :newest");
  }

  @Test
  void startsNothingWhereThePreconditionDoesNotHold() {
    forbid(Map.of("newest", text("d7"), "expiresAt", AttributeValue.fromN(EXPIRY)));

    assertThatThrownBy(() -> records.start(deployment(), new Precondition.Newest("d0")))
        .isInstanceOf(PreconditionFailedException.class)
        .hasMessageContaining("is d7, and not d0");
    assertThatThrownBy(() -> records.start(deployment(), new Precondition.NoDeployment()))
        .isInstanceOf(PreconditionFailedException.class)
        .hasMessageContaining("the newest is d7");
    verify(client, times(2)).updateItem(any(UpdateItemRequest.class));
  }

  @Test
  void knowsTheNewestUntilItsRowExpires() {
    Map<String, AttributeValue> row =
        Map.of("newest", text("d7"), "expiresAt", AttributeValue.fromN(EXPIRY));
    when(client.getItem(any(GetItemRequest.class)))
        .thenReturn(
            GetItemResponse.builder().item(row).build(),
            GetItemResponse.builder()
                .item(Map.of("newest", text("d7"), "expiresAt", AttributeValue.fromN("1")))
                .build(),
            GetItemResponse.builder().build());

    assertThat(records.newest("shop")).contains("d7");
    assertThat(records.newest("shop")).isEmpty();
    assertThat(records.newest("shop")).isEmpty();
  }

  @Test
  void movesADeploymentOnUnlessItHasEnded() {
    records.status(DEPLOYMENT, DeploymentStatus.DEPLOYING);

    UpdateItemRequest request = update();
    assertThat(request.updateExpression()).isEqualTo("SET #status = :status");
    assertThat(request.conditionExpression()).isEqualTo("attribute_exists(#item) AND " + NOT_FINAL);
    assertThat(
            IntStream.range(0, 7)
                .mapToObj(index -> request.expressionAttributeValues().get(":not" + index))
                .map(value -> value == null ? "" : value.s()))
        .containsExactly(
            "SUCCEEDED",
            "UNCHANGED",
            "REJECTED",
            "FAILED",
            "ROLLED_BACK",
            "SUPERSEDED",
            "CANCELED");
    assertThat(request.returnValuesOnConditionCheckFailure())
        .isEqualTo(ReturnValuesOnConditionCheckFailure.ALL_OLD);
  }

  @Test
  void leavesADeploymentAsItEnded() {
    forbid(Map.of("status", text("CANCELED")));

    assertThatCode(
            () -> {
              records.start(deployment());
              records.status(DEPLOYMENT, DeploymentStatus.DEPLOYING);
              records.finish(
                  DEPLOYMENT, DeploymentStatus.FAILED, Map.of(), Optional.empty(), "now");
            })
        .doesNotThrowAnyException();
  }

  @Test
  void refusesToMoveADeploymentThatLacks() {
    forbid(Map.of());

    assertThatThrownBy(() -> records.status(DEPLOYMENT, DeploymentStatus.DEPLOYING))
        .isInstanceOf(RefusedException.class)
        .hasMessage("Table table has no row of deployment shop/d1");
  }

  @Test
  void endsADeployment() {
    records.finish(
        DEPLOYMENT, DeploymentStatus.FAILED, Map.of("failed", 2), Optional.of("why"), "later");

    UpdateItemRequest request = update();
    assertThat(request.updateExpression())
        .isEqualTo(
            "SET #status = :status, #counts = :counts, #error = :error, #finishedAt = :finishedAt");
    assertThat(request.expressionAttributeValues())
        .containsEntry(":status", text("FAILED"))
        .containsEntry(":counts", AttributeValue.fromM(Map.of("failed", AttributeValue.fromN("2"))))
        .containsEntry(":error", text("why"))
        .containsEntry(":finishedAt", text("later"));
  }

  @Test
  void findsADeployment() {
    Map<String, AttributeValue> row = new HashMap<>();
    row.put("status", text("FAILED"));
    row.put("trigger", DeploymentRow.trigger(deployment().trigger()));
    row.put("stackfile", DeploymentRow.stackfile(deployment().stackfile()));
    row.put("counts", AttributeValue.fromM(Map.of("failed", AttributeValue.fromN("2"))));
    row.put("error", text("why"));
    row.put("createdAt", text("2026-11-22T00:00:00Z"));
    row.put("finishedAt", text("later"));
    row.put("expiresAt", AttributeValue.fromN(EXPIRY));
    answerRow(row);

    assertThat(records.find(DEPLOYMENT))
        .contains(
            new DeploymentRecord(
                DEPLOYMENT,
                DeploymentStatus.FAILED,
                deployment().trigger(),
                deployment().stackfile(),
                Map.of("failed", 2),
                Optional.of("why"),
                "2026-11-22T00:00:00Z",
                Optional.of("later"),
                Optional.empty()));
    verify(client)
        .getItem(
            GetItemRequest.builder()
                .tableName("table")
                .key(Map.of("cluster", text("shop"), "item", text("deployment#d1")))
                .consistentRead(true)
                .build());
  }

  @Test
  void findsOneService() {
    answerRow(serviceRow("a", "SUCCEEDED"));

    assertThat(records.service(DEPLOYMENT, "a").map(ServiceRecord::state))
        .contains(ServiceState.SUCCEEDED);

    verify(client)
        .getItem(
            GetItemRequest.builder()
                .tableName("table")
                .key(Map.of("cluster", text("shop"), "item", text("service#d1#a")))
                .consistentRead(true)
                .build());
    answerRow(Map.of());
    assertThat(records.service(DEPLOYMENT, "b")).isEmpty();
  }

  @Test
  void findsNoDeploymentThatLacksOrHasExpired() {
    answerRow(Map.of());
    assertThat(records.find(DEPLOYMENT)).isEmpty();

    answerRow(Map.of("expiresAt", AttributeValue.fromN(Long.toString(NOW.getEpochSecond() - 1))));
    assertThat(records.find(DEPLOYMENT)).isEmpty();
  }

  @Test
  void addsAHundredServicesACallAndKeepsThoseThatAreThere() {
    answerRows(List.of(serviceRow("s0", "DEPLOYING")));
    List<ServiceRecord> services =
        IntStream.range(0, 151).mapToObj(index -> planned("s" + index)).toList();

    records.planned(DEPLOYMENT, services);

    ArgumentCaptor<TransactWriteItemsRequest> requests =
        ArgumentCaptor.forClass(TransactWriteItemsRequest.class);
    verify(client, times(2)).transactWriteItems(requests.capture());
    assertThat(requests.getAllValues())
        .extracting(request -> request.transactItems().size())
        .containsExactly(100, 50);
    var put = requests.getAllValues().getFirst().transactItems().getFirst().put();
    assertThat(put.tableName()).isEqualTo("table");
    assertThat(put.conditionExpression()).isEqualTo("attribute_not_exists(#item)");
    assertThat(put.item())
        .isEqualTo(
            Map.ofEntries(
                Map.entry("cluster", text("shop")),
                Map.entry("item", text("service#d1#s1")),
                Map.entry("service", text("s1")),
                Map.entry("state", text("PENDING")),
                Map.entry("action", text("create")),
                Map.entry("digest", text("sha")),
                Map.entry("step", text("")),
                Map.entry("changes", AttributeValue.fromL(List.of(text("image: a → b")))),
                Map.entry("updatedAt", text("2026-11-23T00:00:00Z")),
                Map.entry("expiresAt", AttributeValue.fromN(EXPIRY))));
  }

  @Test
  void addsNothingWhereAllServicesAreThere() {
    answerRows(List.of(serviceRow("s0", "DEPLOYING")));

    records.planned(DEPLOYMENT, List.of(planned("s0")));

    verify(client, never()).transactWriteItems(any(TransactWriteItemsRequest.class));
  }

  @Test
  void triesAgainWhereATwinAddsTheSameServices() {
    answerRows(List.of());
    when(client.transactWriteItems(any(TransactWriteItemsRequest.class)))
        .thenThrow(
            Failures.of(
                "TransactionCanceledException",
                "Transaction cancelled, reasons [ConditionalCheckFailed]",
                400));

    assertThatThrownBy(() -> records.planned(DEPLOYMENT, List.of(planned("s0"))))
        .isInstanceOf(TransientException.class);
  }

  @Test
  void readsServicesConsistentlyAndPageByPage() {
    when(client.query(any(QueryRequest.class)))
        .thenReturn(
            QueryResponse.builder()
                .items(List.of(serviceRow("a", "PENDING")))
                .lastEvaluatedKey(Map.of("item", text("a")))
                .build(),
            QueryResponse.builder().items(List.of(serviceRow("b", "SUCCEEDED"))).build());

    assertThat(records.services(DEPLOYMENT))
        .extracting(ServiceRecord::service, ServiceRecord::state)
        .containsExactly(tuple("a", ServiceState.PENDING), tuple("b", ServiceState.SUCCEEDED));

    ArgumentCaptor<QueryRequest> requests = ArgumentCaptor.forClass(QueryRequest.class);
    verify(client, times(2)).query(requests.capture());
    assertThat(requests.getAllValues()).allMatch(QueryRequest::consistentRead);
    assertThat(requests.getAllValues().getFirst().keyConditionExpression())
        .isEqualTo("#cluster = :cluster AND begins_with(#item, :prefix)");
    assertThat(requests.getAllValues().getFirst().expressionAttributeValues())
        .isEqualTo(Map.of(":cluster", text("shop"), ":prefix", text("service#d1#")));
    assertThat(requests.getAllValues().getLast().exclusiveStartKey()).containsKey("item");
  }

  @Test
  void readsBackWhatItPlanned() {
    answerRows(List.of(ServiceRow.row(DEPLOYMENT, planned("s0"), NOW, NOW)));

    assertThat(records.services(DEPLOYMENT)).containsExactly(planned("s0"));
  }

  @Test
  void tellsTheFailureThatTheWorkflowNoted() {
    Map<String, AttributeValue> row = new HashMap<>(serviceRow("web", "FAILED"));
    row.put("failureName", text("States.TaskFailed"));
    row.put(
        "failureCause",
        text(
            "{\"Error\":\"io.github.ecscompose.error.RefusedException\","
                + "\"Cause\":\"{\\\"errorMessage\\\":\\\"No such role\\\","
                + "\\\"errorType\\\":\\\"io.github.ecscompose.error.RefusedException\\\"}\"}"));
    answerRows(List.of(row));

    assertThat(records.services(DEPLOYMENT).getFirst().error()).contains("No such role.");
  }

  @Test
  void prefersTheErrorOfTheStepThatKnows() {
    Map<String, AttributeValue> row = new HashMap<>(serviceRow("web", "FAILED"));
    row.put("error", text("Two tasks ran out of memory"));
    row.put("failureName", text("States.TaskFailed"));
    answerRows(List.of(row));

    assertThat(records.services(DEPLOYMENT).getFirst().error())
        .contains("Two tasks ran out of memory");
  }

  @ParameterizedTest
  @CsvSource({"RegisterTask, true", "EnsureLoadBalancer, false", "'', false"})
  void beginsAStepAndTellsWhetherItHadBegunBefore(String before, boolean begun) {
    when(client.updateItem(any(UpdateItemRequest.class)))
        .thenReturn(UpdateItemResponse.builder().attributes(Map.of("step", text(before))).build());

    assertThat(records.begin(DEPLOYMENT, "web", "RegisterTask")).isEqualTo(begun);

    UpdateItemRequest request = update();
    assertThat(request.key().get("item")).isEqualTo(text("service#d1#web"));
    assertThat(request.updateExpression())
        .isEqualTo("SET #state = :state, #step = :step, #updatedAt = :updatedAt");
    assertThat(request.conditionExpression())
        .isEqualTo("attribute_exists(#item) AND NOT #state IN (:not0, :not1, :not2, :not3, :not4)");
    assertThat(request.expressionAttributeValues())
        .containsEntry(":state", text("DEPLOYING"))
        .containsEntry(":step", text("RegisterTask"))
        .containsEntry(":not0", text("SUCCEEDED"))
        .containsEntry(":not1", text("FAILED"))
        .containsEntry(":not2", text("NOT_BEGUN"))
        .containsEntry(":not3", text("ROLLING_BACK"))
        .containsEntry(":not4", text("ROLLED_BACK"));
    assertThat(request.returnValues()).isEqualTo(ReturnValue.UPDATED_OLD);
  }

  @Test
  void refusesWorkOnAServiceThatHasEnded() {
    forbid(serviceRow("web", "FAILED"));

    assertThatThrownBy(() -> records.begin(DEPLOYMENT, "web", "RegisterTask"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("has ended");
    assertThatThrownBy(() -> records.stabilizing(DEPLOYMENT, "web", "arn", "target"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("has ended");
  }

  @Test
  void notesWhatHasToBecomeStable() {
    records.stabilizing(DEPLOYMENT, "web", "arn:td", "ecs-svc/1");

    assertThat(update().expressionAttributeValues())
        .containsEntry(":state", text("STABILIZING"))
        .containsEntry(":taskDefinition", text("arn:td"))
        .containsEntry(":target", text("ecs-svc/1"));
  }

  /** The time stays, by which it is known how long the service is waited for. */
  @Test
  void notesWhyAServiceThatIsWaitedForIsNotStable() {
    records.progress(DEPLOYMENT, "web", "0 of 1 tasks run");

    UpdateItemRequest request = update();
    assertThat(request.key().get("item")).isEqualTo(text("service#d1#web"));
    assertThat(request.updateExpression()).isEqualTo("SET #progress = :progress");
    assertThat(request.conditionExpression())
        .startsWith("attribute_exists(#item) AND NOT #state IN (");
    assertThat(request.expressionAttributeValues())
        .containsEntry(":progress", text("0 of 1 tasks run"))
        .containsValues(text("SUCCEEDED"), text("FAILED"), text("ROLLED_BACK"), text("DEPLOYING"))
        .doesNotContainValue(text("STABILIZING"))
        .doesNotContainValue(text("ROLLING_BACK"));
  }

  @Test
  void leavesAServiceAloneThatHasEndedMeanwhile() {
    forbid(serviceRow("web", "FAILED"));

    assertThatCode(() -> records.progress(DEPLOYMENT, "web", "text")).doesNotThrowAnyException();
  }

  @Test
  void tellsProgressUntilTheServiceGoesOn() {
    Map<String, AttributeValue> row = new HashMap<>(serviceRow("web", "STABILIZING"));
    row.put("progress", text("0 of 1 tasks run"));
    answerRows(List.of(row));
    assertThat(records.services(DEPLOYMENT).getFirst().progress()).contains("0 of 1 tasks run");

    records.settle(DEPLOYMENT, "web", ServiceState.SUCCEEDED, Optional.empty());
    assertThat(update().updateExpression()).endsWith(" REMOVE #progress");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stabilizing", "rollingBack"})
  void forgetsProgressWhenSomethingElseIsWaitedFor(String move) {
    if (move.equals("stabilizing")) {
      records.stabilizing(DEPLOYMENT, "web", "arn:td", "ecs-svc/1");
    } else {
      records.rollingBack(DEPLOYMENT, "web", "arn:td", "ecs-svc/1", "back");
    }

    assertThat(update().updateExpression()).endsWith(" REMOVE #progress");
  }

  @Test
  void letsAFailureBeToldBetterAndNoOtherEndBeChanged() {
    records.settle(DEPLOYMENT, "web", ServiceState.FAILED, Optional.of("why"));
    UpdateItemRequest failed = update();
    assertThat(failed.conditionExpression())
        .isEqualTo("attribute_exists(#item) AND NOT #state IN (:not0, :not1, :not2, :not3)");
    assertThat(failed.expressionAttributeValues())
        .containsEntry(":not0", text("SUCCEEDED"))
        .containsEntry(":not1", text("NOT_BEGUN"))
        .containsEntry(":not2", text("ROLLING_BACK"))
        .containsEntry(":not3", text("ROLLED_BACK"))
        .containsEntry(":error", text("why"));
  }

  @Test
  void keepsTheFirstEndOfAService() {
    forbid(serviceRow("web", "FAILED"));

    assertThatCode(
            () -> records.settle(DEPLOYMENT, "web", ServiceState.SUCCEEDED, Optional.empty()))
        .doesNotThrowAnyException();
    assertThat(update().expressionAttributeValues())
        .containsEntry(":not0", text("SUCCEEDED"))
        .containsEntry(":not1", text("FAILED"));
  }

  @Test
  void notesWhatAServiceGoesBackTo() {
    records.rollingBack(DEPLOYMENT, "web", "arn:td:1", "ecs-svc/2", "back to td:1");

    UpdateItemRequest request = update();
    assertThat(request.key().get("item")).isEqualTo(text("service#d1#web"));
    assertThat(request.conditionExpression())
        .isEqualTo("attribute_exists(#item) AND NOT #state IN (:not0)");
    assertThat(request.expressionAttributeValues())
        .containsEntry(":not0", text("ROLLED_BACK"))
        .containsEntry(":state", text("ROLLING_BACK"))
        .containsEntry(":taskDefinition", text("arn:td:1"))
        .containsEntry(":target", text("ecs-svc/2"))
        .containsEntry(":rollBack", text("back to td:1"));
  }

  @Test
  void notesThatAServiceIsBackBesideWhyItFailed() {
    records.rolledBack(DEPLOYMENT, "web", ServiceState.ROLLED_BACK, Optional.empty());

    UpdateItemRequest request = update();
    assertThat(request.updateExpression())
        .isEqualTo("SET #state = :state, #updatedAt = :updatedAt REMOVE #progress");
    assertThat(request.expressionAttributeValues()).containsEntry(":state", text("ROLLED_BACK"));
  }

  @Test
  void notesWhatIsLeftBesideAServiceThatIsBack() {
    records.left(DEPLOYMENT, "web", ServiceState.FAILED, "not back: in use");

    UpdateItemRequest request = update();
    assertThat(request.updateExpression())
        .isEqualTo("SET #state = :state, #rollBack = :rollBack, #updatedAt = :updatedAt");
    assertThat(request.conditionExpression()).doesNotContain("state");
    assertThat(request.expressionAttributeValues())
        .containsEntry(":state", text("FAILED"))
        .containsEntry(":rollBack", text("not back: in use"));
  }

  @Test
  void refusesToRollBackWhatItDoesNotKnow() {
    forbid(Map.of());

    assertThatThrownBy(
            () -> records.rolledBack(DEPLOYMENT, "web", ServiceState.FAILED, Optional.of("why")))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("no row of service web");
  }

  @Test
  void tellsBothWhyAServiceFailedAndWhyItIsNotBack() {
    Map<String, AttributeValue> row = new HashMap<>(serviceRow("web", "FAILED"));
    row.put("failureName", text("Lambda.Unknown"));
    row.put("failureCause", text("out of memory"));
    row.put("rollBack", text("back to td:1"));
    row.put("rollBackFailureName", text("io.github.ecscompose.error.RefusedException"));
    row.put("rollBackFailureCause", text("{\"errorMessage\": \"No such role\"}"));
    answerRows(List.of(row));

    ServiceRecord told = records.services(DEPLOYMENT).getFirst();
    assertThat(told.error().orElse("")).contains("out of memory");
    assertThat(told.rollBack()).contains("not back: No such role.");
  }

  @Test
  void remembersRunOnceTasksForEver() {
    records.taskFinished(DEPLOYMENT, "migrate", "sha");

    ArgumentCaptor<PutItemRequest> request = ArgumentCaptor.forClass(PutItemRequest.class);
    verify(client).putItem(request.capture());
    assertThat(request.getValue().item())
        .containsEntry("item", text("task#migrate"))
        .containsEntry("digest", text("sha"))
        .containsEntry("deployment", text("d1"))
        .doesNotContainKey("expiresAt");
  }

  @Test
  void forgetsARunOnceTask() {
    records.forgetTask("shop", "migrate");

    ArgumentCaptor<DeleteItemRequest> delete = ArgumentCaptor.forClass(DeleteItemRequest.class);
    verify(client).deleteItem(delete.capture());
    assertThat(delete.getValue().key())
        .isEqualTo(Map.of("cluster", text("shop"), "item", text("task#migrate")));
  }

  @Test
  void startsADestroyAndReadsItAgain() {
    DeploymentRecord destroy =
        DeploymentRecord.toDestroy(
            DEPLOYMENT,
            new Operation.Destroy(Optional.of("web")),
            deployment().trigger(),
            "2026-11-22T00:00:00Z",
            Optional.empty());
    records.start(destroy);

    ArgumentCaptor<UpdateItemRequest> requests = ArgumentCaptor.forClass(UpdateItemRequest.class);
    verify(client, times(2)).updateItem(requests.capture());
    Map<String, AttributeValue> written =
        requests.getAllValues().getLast().expressionAttributeValues();
    assertThat(written)
        .containsEntry(":operation", text("destroy"))
        .containsEntry(":service", text("web"))
        .containsEntry(":status", text("QUEUED"));
    Map<String, AttributeValue> row = new HashMap<>();
    written.forEach((name, value) -> row.put(name.substring(1), value));
    answerRow(row);
    assertThat(records.find(DEPLOYMENT)).contains(destroy);
  }

  @Test
  void readsTheDigestsOfRunOnceTasks() {
    answerRows(List.of(Map.of("service", text("migrate"), "digest", text("sha"))));

    assertThat(records.finishedTasks("shop")).isEqualTo(Map.of("migrate", "sha"));
  }

  @Test
  void asksForNoRowsOfServicesWhereNoneIsPlanned() {
    records.planned(DEPLOYMENT, List.of());

    verify(client, never()).query(any(QueryRequest.class));
    verify(client, never()).transactWriteItems(any(TransactWriteItemsRequest.class));
  }

  @Test
  void remembersForGoodThatAClusterHasASchedule() {
    records.noteSchedule(DEPLOYMENT);

    ArgumentCaptor<PutItemRequest> put = ArgumentCaptor.forClass(PutItemRequest.class);
    verify(client).putItem(put.capture());
    assertThat(put.getValue().item())
        .isEqualTo(
            Map.of(
                "cluster", text("shop"),
                "item", text("schedule"),
                "deployment", text("d1"),
                "updatedAt", text(NOW.toString())));

    records.forgetSchedule("shop");

    ArgumentCaptor<DeleteItemRequest> delete = ArgumentCaptor.forClass(DeleteItemRequest.class);
    verify(client).deleteItem(delete.capture());
    assertThat(delete.getValue().key())
        .isEqualTo(Map.of("cluster", text("shop"), "item", text("schedule")));
  }

  @Test
  void notesOnceWhoCanceledADeploymentThatGoesForward() {
    Map<String, AttributeValue> row = new HashMap<>();
    row.put("status", text("QUEUED"));
    row.put("createdAt", text(NOW.toString()));
    Map<String, AttributeValue> trigger =
        Map.of("kind", text("api"), "by", text("b"), "at", text("t"));
    row.put("trigger", AttributeValue.fromM(trigger));
    row.put(
        "stackfile", AttributeValue.fromM(Map.of("bucket", text("bucket"), "key", text("key"))));
    row.put("cancellation", AttributeValue.fromM(Map.of("by", text("ada"), "at", text("first"))));
    when(client.updateItem(any(UpdateItemRequest.class)))
        .thenReturn(UpdateItemResponse.builder().attributes(row).build());

    DeploymentRecord noted =
        records.cancel(DEPLOYMENT, new Cancellation("bob", "second")).orElseThrow();

    assertThat(noted.status()).isEqualTo(DeploymentStatus.QUEUED);
    assertThat(noted.cancellation()).contains(new Cancellation("ada", "first"));
    ArgumentCaptor<UpdateItemRequest> update = ArgumentCaptor.forClass(UpdateItemRequest.class);
    verify(client).updateItem(update.capture());
    assertThat(update.getValue().updateExpression())
        .isEqualTo("SET #cancellation = if_not_exists(#cancellation, :cancellation)");
    assertThat(update.getValue().conditionExpression())
        .startsWith("attribute_exists(#item) AND NOT #status IN (");
    assertThat(update.getValue().expressionAttributeValues().values())
        .contains(text("CANCELED"), text("ROLLING_BACK"))
        .doesNotContain(text("QUEUED"), text("DEPLOYING"));
    assertThat(update.getValue().returnValuesAsString()).isEqualTo("ALL_NEW");
  }

  @Test
  void cancelsNothingThatHasEnded() {
    when(client.updateItem(any(UpdateItemRequest.class)))
        .thenThrow(
            ConditionalCheckFailedException.builder()
                .item(Map.of("status", text("SUCCEEDED")))
                .build());

    assertThat(records.cancel(DEPLOYMENT, new Cancellation("bob", "now"))).isEmpty();
  }

  @Test
  void remembersForGoodThatARemovalWasBegun() {
    records.noteRemoval(DEPLOYMENT, "web");

    ArgumentCaptor<PutItemRequest> put = ArgumentCaptor.forClass(PutItemRequest.class);
    verify(client).putItem(put.capture());
    assertThat(put.getValue().item())
        .isEqualTo(
            Map.of(
                "cluster", text("shop"),
                "item", text("removal#web"),
                "service", text("web"),
                "deployment", text("d1"),
                "updatedAt", text(NOW.toString())));

    records.forgetRemoval("shop", "web");

    ArgumentCaptor<DeleteItemRequest> delete = ArgumentCaptor.forClass(DeleteItemRequest.class);
    verify(client).deleteItem(delete.capture());
    assertThat(delete.getValue().key())
        .isEqualTo(Map.of("cluster", text("shop"), "item", text("removal#web")));
  }

  @Test
  void readsTheRemovalsThatWereBegun() {
    answerRows(List.of(Map.of("service", text("web"), "deployment", text("d1"))));

    assertThat(records.removals("shop")).isEqualTo(Map.of("web", "d1"));
  }

  @Test
  void tellsWhetherAClusterHasASchedule() {
    when(client.getItem(any(GetItemRequest.class)))
        .thenReturn(
            GetItemResponse.builder().item(Map.of("deployment", text("d1"))).build(),
            GetItemResponse.builder().build());

    assertThat(records.hasSchedule("shop")).isTrue();
    assertThat(records.hasSchedule("shop")).isFalse();

    ArgumentCaptor<GetItemRequest> get = ArgumentCaptor.forClass(GetItemRequest.class);
    verify(client, times(2)).getItem(get.capture());
    assertThat(get.getValue().key())
        .isEqualTo(Map.of("cluster", text("shop"), "item", text("schedule")));
    assertThat(get.getValue().consistentRead()).isTrue();
  }

  @Test
  void reportsFailuresWithSchedules() {
    when(client.getItem(any(GetItemRequest.class))).thenThrow(Failures.throttled());
    when(client.putItem(any(PutItemRequest.class))).thenThrow(Failures.throttled());
    when(client.deleteItem(any(DeleteItemRequest.class))).thenThrow(Failures.denied());

    assertThatThrownBy(() -> records.hasSchedule("shop")).isInstanceOf(ThrottledException.class);
    assertThatThrownBy(() -> records.noteSchedule(DEPLOYMENT))
        .isInstanceOf(ThrottledException.class);
    assertThatThrownBy(() -> records.forgetSchedule("shop"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("dynamodb:DeleteItem of schedule of cluster shop failed");
  }

  @Test
  void reportsThrottlingAndLackOfPermission() {
    when(client.query(any(QueryRequest.class))).thenThrow(Failures.throttled());
    when(client.updateItem(any(UpdateItemRequest.class))).thenThrow(Failures.denied());

    assertThatThrownBy(() -> records.services(DEPLOYMENT)).isInstanceOf(ThrottledException.class);
    assertThatThrownBy(() -> records.status(DEPLOYMENT, DeploymentStatus.DEPLOYING))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("dynamodb:UpdateItem of deployment shop/d1 failed");
  }

  private UpdateItemRequest update() {
    ArgumentCaptor<UpdateItemRequest> request = ArgumentCaptor.forClass(UpdateItemRequest.class);
    verify(client).updateItem(request.capture());
    return request.getValue();
  }

  private void forbid(Map<String, AttributeValue> present) {
    when(client.updateItem(
            argThat((UpdateItemRequest request) ->
                request != null && request.conditionExpression() != null)))
        .thenThrow(
            Failures.with(
                    ConditionalCheckFailedException.builder().item(present),
                    "ConditionalCheckFailedException",
                    "The conditional request failed",
                    400)
                .build());
  }

  private void answerRow(Map<String, AttributeValue> row) {
    when(client.getItem(any(GetItemRequest.class)))
        .thenReturn(GetItemResponse.builder().item(row).build());
  }

  private void answerRows(List<Map<String, AttributeValue>> rows) {
    when(client.query(any(QueryRequest.class)))
        .thenReturn(QueryResponse.builder().items(rows).build());
  }

  private static Map<String, AttributeValue> serviceRow(String service, String state) {
    return Map.of("service", text(service), "state", text(state));
  }

  private static ServiceRecord planned(String service) {
    return new ServiceRecord(
        service,
        ServiceState.PENDING,
        "create",
        "sha",
        "",
        List.of("image: a → b"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        NOW.toString());
  }

  private static DeploymentRecord deployment() {
    return new DeploymentRecord(
        DEPLOYMENT,
        DeploymentStatus.VALIDATING,
        new Trigger("api", "me", "then"),
        new StackfileReference("b", "k", Optional.of("v1"), Optional.empty()),
        Map.of(),
        Optional.empty(),
        "2026-11-22T00:00:00Z",
        Optional.empty(),
        Optional.of("arn:execution"));
  }

  private static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }
}
