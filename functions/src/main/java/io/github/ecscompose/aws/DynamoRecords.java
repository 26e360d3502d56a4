package io.github.ecscompose.aws;

import io.github.ecscompose.deployment.Cancellation;
import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.step.DeploymentRecords;
import io.github.ecscompose.step.Precondition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.services.dynamodb.paginators.QueryIterable;

/** {@link DeploymentRecords} in a DynamoDB table with the keys {@code cluster} and {@code item}. */
public final class DynamoRecords implements DeploymentRecords {

  /** How long a deployment's rows are kept. Those that tell of what there is never expire. */
  private static final Duration KEPT = Duration.ofDays(180);

  /** The most that one transaction takes, by DynamoDB's model. */
  private static final int ROWS_PER_TRANSACTION = 100;

  private static final String TASK = "task#";

  private static final String REMOVAL = "removal#";

  private static final String SCHEDULE = "schedule";

  private final DynamoDbClient client;
  private final String table;
  private final InstantSource clock;

  public DynamoRecords(DynamoDbClient client, String table, InstantSource clock) {
    this.client = client;
    this.table = table;
    this.clock = clock;
  }

  /**
   * Leaves a deployment alone that has ended: the call is then the repetition of an old one. First
   * the cluster is listed, since a cluster without a deployment harms less than one that is not
   * found.
   */
  @Override
  public void start(DeploymentRecord deployment, Precondition precondition) {
    listCluster(deployment.reference(), precondition);
    UpdateItemRequest request =
        new RowUpdate()
            .set("id", Attributes.text(deployment.reference().id()))
            .set("status", Attributes.text(deployment.status().name()))
            .set("trigger", DeploymentRow.trigger(deployment.trigger()))
            .set("stackfile", DeploymentRow.stackfile(deployment.stackfile()))
            .set("counts", Attributes.numbers(deployment.counts()))
            .set("error", deployment.error())
            .set("finishedAt", deployment.finishedAt())
            .set("executionArn", deployment.executionArn())
            .set("operation", Attributes.text(deployment.operation().word()))
            .set("service", deployment.operation().onlyService())
            .setOnce("createdAt", Attributes.text(deployment.createdAt()))
            .setOnce("expiresAt", Attributes.number(expiry().getEpochSecond()))
            .unless("status", DeploymentRow.FINAL_STATUSES)
            .of(table, DeploymentRow.key(deployment.reference()))
            .build();
    update("deployment " + deployment.reference(), request);
  }

  private void listCluster(DeploymentReference deployment, Precondition precondition) {
    UpdateItemRequest request =
        ClusterRow.update(table, deployment, precondition, clock.instant(), expiry());
    AwsErrors.call(
        "dynamodb:UpdateItem",
        "cluster " + deployment.cluster(),
        () -> {
          try {
            return Optional.of(client.updateItem(request));
          } catch (ConditionalCheckFailedException failed) {
            precondition.require(deployment, newest(failed.item()));
            // A newer deployment has listed the cluster, for longer than this one would.
            return Optional.<UpdateItemResponse>empty();
          }
        });
  }

  private Optional<String> newest(Map<String, AttributeValue> row) {
    return Optional.of(row)
        .filter(known -> !Attributes.isExpired(known, clock.instant()))
        .flatMap(ClusterRow::newest);
  }

  @Override
  public Optional<String> newest(String cluster) {
    return item(ClusterRow.key(cluster), "cluster " + cluster).flatMap(this::newest);
  }

  @Override
  public void status(DeploymentReference deployment, DeploymentStatus status) {
    UpdateItemRequest request =
        new RowUpdate()
            .set("status", Attributes.text(status.name()))
            .ifExists()
            .unless("status", DeploymentRow.FINAL_STATUSES)
            .of(table, DeploymentRow.key(deployment))
            .build();
    update("deployment " + deployment, request);
  }

  @Override
  public void finish(
      DeploymentReference deployment,
      DeploymentStatus status,
      Map<String, Integer> counts,
      Optional<String> error,
      String finishedAt) {
    UpdateItemRequest request =
        new RowUpdate()
            .set("status", Attributes.text(status.name()))
            .set("counts", Attributes.numbers(counts))
            .set("error", error)
            .set("finishedAt", Attributes.text(finishedAt))
            .ifExists()
            .unless("status", DeploymentRow.FINAL_STATUSES)
            .of(table, DeploymentRow.key(deployment))
            .build();
    update("deployment " + deployment, request);
  }

  @Override
  public Optional<DeploymentRecord> find(DeploymentReference deployment) {
    return item(DeploymentRow.key(deployment), "deployment " + deployment)
        .filter(row -> !Attributes.isExpired(row, clock.instant()))
        .map(row -> DeploymentRow.read(deployment, row));
  }

  @Override
  public Optional<DeploymentRecord> cancel(
      DeploymentReference deployment, Cancellation cancellation) {
    UpdateItemRequest request =
        new RowUpdate()
            .setOnce(DeploymentRow.CANCELLATION, DeploymentRow.cancellation(cancellation))
            .ifExists()
            .unless("status", DeploymentRow.NOT_CANCELABLE)
            .of(table, DeploymentRow.key(deployment))
            .returnValues(ReturnValue.ALL_NEW)
            .build();
    return update("deployment " + deployment, request)
        .map(answer -> DeploymentRow.read(deployment, answer.attributes()));
  }

  private Optional<Map<String, AttributeValue>> item(
      Map<String, AttributeValue> key, String subject) {
    GetItemRequest request =
        GetItemRequest.builder().tableName(table).key(key).consistentRead(true).build();
    return Optional.of(
            AwsErrors.call("dynamodb:GetItem", subject, () -> client.getItem(request)).item())
        .filter(row -> !row.isEmpty());
  }

  /**
   * A hundred rows a call. Rows that exist are read first and left out, and each new one is put on
   * the condition that it is new, so that not even a twin of this call is overwritten.
   */
  @Override
  public void planned(DeploymentReference deployment, List<ServiceRecord> services) {
    if (services.isEmpty()) {
      return;
    }
    Set<String> present =
        services(deployment).stream().map(ServiceRecord::service).collect(Collectors.toSet());
    Instant now = clock.instant();
    services.stream()
        .filter(service -> !present.contains(service.service()))
        .map(service -> ServiceRow.row(deployment, service, now, expiry()))
        .map(this::putNew)
        .gather(Gatherers.windowFixed(ROWS_PER_TRANSACTION))
        .forEach(puts -> write(deployment, puts));
  }

  private TransactWriteItem putNew(Map<String, AttributeValue> row) {
    Put put =
        Put.builder()
            .tableName(table)
            .item(row)
            .conditionExpression("attribute_not_exists(#item)")
            .expressionAttributeNames(Map.of("#item", "item"))
            .build();
    return TransactWriteItem.builder().put(put).build();
  }

  private void write(DeploymentReference deployment, List<TransactWriteItem> puts) {
    TransactWriteItemsRequest request =
        TransactWriteItemsRequest.builder().transactItems(puts).build();
    AwsErrors.call(
        "dynamodb:PutItem",
        puts.size() + " services of deployment " + deployment,
        () -> client.transactWriteItems(request));
  }

  @Override
  public List<ServiceRecord> services(DeploymentReference deployment) {
    return rows(deployment.cluster(), ServiceRow.prefix(deployment)).stream()
        .map(ServiceRow::read)
        .toList();
  }

  @Override
  public Optional<ServiceRecord> service(DeploymentReference deployment, String service) {
    return item(ServiceRow.key(deployment, service), service + " of deployment " + deployment)
        .map(ServiceRow::read);
  }

  /**
   * Refuses to begin work on a service that has ended: the workflow has given it up, so that only a
   * step that outlived its deadline comes here.
   */
  @Override
  public boolean begin(DeploymentReference deployment, String service, String step) {
    UpdateItemRequest request =
        new RowUpdate()
            .set("state", Attributes.text(ServiceState.DEPLOYING.name()))
            .set("step", Attributes.text(step))
            .set("updatedAt", now())
            .ifExists()
            .unless("state", ServiceRow.FINAL_STATES)
            .of(table, ServiceRow.key(deployment, service))
            .returnValues(ReturnValue.UPDATED_OLD)
            .build();
    Map<String, AttributeValue> before = updateOpen(deployment, service, request).attributes();
    return Attributes.text(before, "step").equals(step);
  }

  @Override
  public void stabilizing(
      DeploymentReference deployment, String service, String taskDefinition, String target) {
    UpdateItemRequest request =
        new RowUpdate()
            .set("state", Attributes.text(ServiceState.STABILIZING.name()))
            .set("taskDefinition", Attributes.text(taskDefinition))
            .set("target", Attributes.text(target))
            .set("updatedAt", now())
            .remove("progress")
            .ifExists()
            .unless("state", ServiceRow.FINAL_STATES)
            .of(table, ServiceRow.key(deployment, service))
            .build();
    updateOpen(deployment, service, request);
  }

  /** A service that has ended meanwhile is left alone. */
  @Override
  public void progress(DeploymentReference deployment, String service, String text) {
    UpdateItemRequest request =
        new RowUpdate()
            .set("progress", Attributes.text(text))
            .ifExists()
            .unless("state", ServiceRow.NOT_WAITED_FOR)
            .of(table, ServiceRow.key(deployment, service))
            .build();
    update(subject(deployment, service), request);
  }

  /** The first end that is noted stands; only a failure may be told better. */
  @Override
  public void settle(
      DeploymentReference deployment, String service, ServiceState state, Optional<String> error) {
    List<String> ends =
        ServiceRow.FINAL_STATES.stream()
            .filter(end -> state != ServiceState.FAILED || !end.equals(ServiceState.FAILED.name()))
            .toList();
    UpdateItemRequest request =
        new RowUpdate()
            .set("state", Attributes.text(state.name()))
            .set("error", error)
            .set("updatedAt", now())
            .remove("progress")
            .ifExists()
            .unless("state", ends)
            .of(table, ServiceRow.key(deployment, service))
            .build();
    update(subject(deployment, service), request);
  }

  @Override
  public void rollingBack(
      DeploymentReference deployment,
      String service,
      String taskDefinition,
      String target,
      String text) {
    rollBack(
        deployment,
        service,
        ServiceState.ROLLING_BACK,
        Optional.of(text),
        new RowUpdate()
            .set("taskDefinition", Attributes.text(taskDefinition))
            .set("target", Attributes.text(target)));
  }

  @Override
  public void rolledBack(
      DeploymentReference deployment, String service, ServiceState state, Optional<String> text) {
    rollBack(deployment, service, state, text, new RowUpdate());
  }

  @Override
  public void left(
      DeploymentReference deployment, String service, ServiceState state, String text) {
    UpdateItemRequest request =
        new RowUpdate()
            .set("state", Attributes.text(state.name()))
            .set("rollBack", Attributes.text(text))
            .set("updatedAt", now())
            .ifExists()
            .of(table, ServiceRow.key(deployment, service))
            .build();
    update(subject(deployment, service), request);
  }

  /** What is back stays back. */
  private void rollBack(
      DeploymentReference deployment,
      String service,
      ServiceState state,
      Optional<String> text,
      RowUpdate update) {
    UpdateItemRequest request =
        update
            .set("state", Attributes.text(state.name()))
            .set("rollBack", text)
            .set("updatedAt", now())
            .remove("progress")
            .ifExists()
            .unless("state", List.of(ServiceState.ROLLED_BACK.name()))
            .of(table, ServiceRow.key(deployment, service))
            .build();
    update(subject(deployment, service), request);
  }

  @Override
  public Map<String, String> finishedTasks(String cluster) {
    Map<String, String> digests = new HashMap<>();
    for (Map<String, AttributeValue> row : rows(cluster, TASK)) {
      digests.put(Attributes.text(row, "service"), Attributes.text(row, "digest"));
    }
    return digests;
  }

  @Override
  public void taskFinished(DeploymentReference deployment, String service, String digest) {
    PutItemRequest request =
        PutItemRequest.builder()
            .tableName(table)
            .item(
                Map.of(
                    "cluster", Attributes.text(deployment.cluster()),
                    "item", Attributes.text(TASK + service),
                    "service", Attributes.text(service),
                    "digest", Attributes.text(digest),
                    "deployment", Attributes.text(deployment.id()),
                    "updatedAt", now()))
            .build();
    AwsErrors.call(
        "dynamodb:PutItem",
        "task " + service + " of cluster " + deployment.cluster(),
        () -> client.putItem(request));
  }

  /** The row never expires: what it tells of lives until a deployment removes it. */
  @Override
  public void noteRemoval(DeploymentReference deployment, String service) {
    Map<String, AttributeValue> row = new HashMap<>(removalKey(deployment.cluster(), service));
    row.put("service", Attributes.text(service));
    row.put("deployment", Attributes.text(deployment.id()));
    row.put("updatedAt", now());
    PutItemRequest request = PutItemRequest.builder().tableName(table).item(row).build();
    AwsErrors.call(
        "dynamodb:PutItem",
        removalOf(deployment.cluster(), service),
        () -> client.putItem(request));
  }

  @Override
  public void forgetRemoval(String cluster, String service) {
    DeleteItemRequest request =
        DeleteItemRequest.builder().tableName(table).key(removalKey(cluster, service)).build();
    AwsErrors.call(
        "dynamodb:DeleteItem", removalOf(cluster, service), () -> client.deleteItem(request));
  }

  @Override
  public Map<String, String> removals(String cluster) {
    Map<String, String> deployments = new HashMap<>();
    for (Map<String, AttributeValue> row : rows(cluster, REMOVAL)) {
      deployments.put(Attributes.text(row, "service"), Attributes.text(row, "deployment"));
    }
    return deployments;
  }

  private static Map<String, AttributeValue> removalKey(String cluster, String service) {
    return Map.of("cluster", Attributes.text(cluster), "item", Attributes.text(REMOVAL + service));
  }

  private static String removalOf(String cluster, String service) {
    return "removal of service " + service + " of cluster " + cluster;
  }

  @Override
  public void forgetTask(String cluster, String service) {
    DeleteItemRequest request =
        DeleteItemRequest.builder()
            .tableName(table)
            .key(
                Map.of(
                    "cluster", Attributes.text(cluster), "item", Attributes.text(TASK + service)))
            .build();
    AwsErrors.call(
        "dynamodb:DeleteItem",
        "task " + service + " of cluster " + cluster,
        () -> client.deleteItem(request));
  }

  @Override
  public boolean hasSchedule(String cluster) {
    GetItemRequest request =
        GetItemRequest.builder()
            .tableName(table)
            .key(scheduleKey(cluster))
            .consistentRead(true)
            .build();
    return AwsErrors.call("dynamodb:GetItem", scheduleOf(cluster), () -> client.getItem(request))
        .hasItem();
  }

  /** The row never expires: what it tells of lives until a deployment removes it. */
  @Override
  public void noteSchedule(DeploymentReference deployment) {
    Map<String, AttributeValue> row = new HashMap<>(scheduleKey(deployment.cluster()));
    row.put("deployment", Attributes.text(deployment.id()));
    row.put("updatedAt", now());
    PutItemRequest request = PutItemRequest.builder().tableName(table).item(row).build();
    AwsErrors.call(
        "dynamodb:PutItem", scheduleOf(deployment.cluster()), () -> client.putItem(request));
  }

  @Override
  public void forgetSchedule(String cluster) {
    DeleteItemRequest request =
        DeleteItemRequest.builder().tableName(table).key(scheduleKey(cluster)).build();
    AwsErrors.call("dynamodb:DeleteItem", scheduleOf(cluster), () -> client.deleteItem(request));
  }

  private static Map<String, AttributeValue> scheduleKey(String cluster) {
    return Map.of("cluster", Attributes.text(cluster), "item", Attributes.text(SCHEDULE));
  }

  private static String scheduleOf(String cluster) {
    return "schedule of cluster " + cluster;
  }

  private List<Map<String, AttributeValue>> rows(String cluster, String prefix) {
    QueryRequest request =
        QueryRequest.builder()
            .tableName(table)
            .keyConditionExpression("#cluster = :cluster AND begins_with(#item, :prefix)")
            .expressionAttributeNames(Map.of("#cluster", "cluster", "#item", "item"))
            .expressionAttributeValues(
                Map.of(":cluster", Attributes.text(cluster), ":prefix", Attributes.text(prefix)))
            .consistentRead(true)
            .build();
    return AwsErrors.call(
        "dynamodb:Query",
        "rows " + prefix + "* of cluster " + cluster,
        () -> new QueryIterable(client, request).items().stream().toList());
  }

  /** The answer, or nothing where the row's present state forbids the update. */
  private Optional<UpdateItemResponse> update(String subject, UpdateItemRequest request) {
    return AwsErrors.call(
        "dynamodb:UpdateItem",
        subject,
        () -> {
          try {
            return Optional.of(client.updateItem(request));
          } catch (ConditionalCheckFailedException forbidden) {
            if (forbidden.item().isEmpty()) {
              throw new RefusedException("Table " + table + " has no row of " + subject, forbidden);
            }
            return Optional.<UpdateItemResponse>empty();
          }
        });
  }

  /** Updates the row of a service that has not ended. */
  private UpdateItemResponse updateOpen(
      DeploymentReference deployment, String service, UpdateItemRequest request) {
    String subject = subject(deployment, service);
    return update(subject, request)
        .orElseThrow(() ->
            new RefusedException("The work on " + subject + " has ended; nothing more is done"));
  }

  private static String subject(DeploymentReference deployment, String service) {
    return "service " + service + " of deployment " + deployment;
  }

  private AttributeValue now() {
    return Attributes.text(clock.instant().toString());
  }

  private Instant expiry() {
    return clock.instant().plus(KEPT);
  }
}
