package io.github.ecscompose.aws;

import io.github.ecscompose.deployment.Lock;
import io.github.ecscompose.deployment.Lock.Holder;
import io.github.ecscompose.deployment.Lock.Place;
import io.github.ecscompose.deployment.Lock.Upload;
import io.github.ecscompose.deployment.UploadedVersion;
import io.github.ecscompose.step.Locks;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * {@link Locks} in a DynamoDB table with the keys {@code cluster} and {@code item}, one row for
 * each cluster. A row never expires: it knows what is the newest that came.
 */
public final class DynamoLocks implements Locks {

  private static final String ITEM = "lock";

  private final DynamoDbClient client;
  private final String table;

  public DynamoLocks(DynamoDbClient client, String table) {
    this.client = client;
    this.table = table;
  }

  @Override
  public Lock find(String cluster) {
    GetItemRequest request =
        GetItemRequest.builder().tableName(table).key(key(cluster)).consistentRead(true).build();
    GetItemResponse found =
        AwsErrors.call("dynamodb:GetItem", subject(cluster), () -> client.getItem(request));
    return found.hasItem() ? read(found.item()) : Lock.NONE;
  }

  @Override
  public boolean replace(String cluster, Lock seen, Lock next) {
    PutItemRequest.Builder request =
        PutItemRequest.builder().tableName(table).item(row(cluster, seen.revision() + 1, next));
    if (seen.revision() == 0) {
      request
          .conditionExpression("attribute_not_exists(#item)")
          .expressionAttributeNames(Map.of("#item", "item"));
    } else {
      request
          .conditionExpression("#revision = :seen")
          .expressionAttributeNames(Map.of("#revision", "revision"))
          .expressionAttributeValues(Map.of(":seen", Attributes.number(seen.revision())));
    }
    return AwsErrors.call(
        "dynamodb:PutItem",
        subject(cluster),
        () -> {
          try {
            client.putItem(request.build());
            return true;
          } catch (ConditionalCheckFailedException changed) {
            return false;
          }
        });
  }

  @Override
  public void release(String cluster, String executionArn, boolean succeeded) {
    Map<String, String> names =
        new HashMap<>(
            Map.of(
                "#revision", "revision",
                "#holder", "holder",
                "#place", "holderPlace",
                "#scheduled", "holderScheduled"));
    if (succeeded) {
      names.put("#succeeded", "succeeded");
    }
    UpdateItemRequest request =
        UpdateItemRequest.builder()
            .tableName(table)
            .key(key(cluster))
            .updateExpression(
                "SET #revision = #revision + :one"
                    + (succeeded ? ", #succeeded = #place" : "")
                    + " REMOVE #holder, #place, #scheduled")
            .conditionExpression("#holder = :holder")
            .expressionAttributeNames(names)
            .expressionAttributeValues(
                Map.of(":one", Attributes.number(1), ":holder", Attributes.text(executionArn)))
            .build();
    AwsErrors.call(
        "dynamodb:UpdateItem",
        subject(cluster),
        () -> {
          try {
            client.updateItem(request);
            return true;
          } catch (ConditionalCheckFailedException notHeld) {
            return false;
          }
        });
  }

  private static Map<String, AttributeValue> key(String cluster) {
    return Map.of("cluster", Attributes.text(cluster), "item", Attributes.text(ITEM));
  }

  private static String subject(String cluster) {
    return "lock of cluster " + cluster;
  }

  private static Map<String, AttributeValue> row(String cluster, long revision, Lock lock) {
    Map<String, AttributeValue> row = new HashMap<>(key(cluster));
    row.put("revision", Attributes.number(revision));
    lock.holder()
        .ifPresent(holder -> {
          row.put("holder", Attributes.text(holder.executionArn()));
          row.put("holderPlace", place(holder.place()));
          row.put("holderScheduled", AttributeValue.fromBool(holder.scheduled()));
        });
    lock.newest().ifPresent(newest -> row.put("newest", place(newest)));
    lock.newestTurn().ifPresent(newest -> row.put("newestTurn", place(newest)));
    lock.succeeded().ifPresent(succeeded -> row.put("succeeded", place(succeeded)));
    Map<String, AttributeValue> uploads = new HashMap<>();
    lock.uploads().forEach((key, upload) -> uploads.put(key, upload(upload)));
    row.put("uploads", AttributeValue.fromM(uploads));
    return row;
  }

  private static AttributeValue place(Place place) {
    return AttributeValue.fromM(
        Map.of(
            "rank", Attributes.text(place.rank()),
            "deployment", Attributes.text(place.deployment())));
  }

  private static AttributeValue upload(Upload upload) {
    Map<String, AttributeValue> members = new HashMap<>();
    members.put("place", place(upload.place()));
    upload.version().versionId().ifPresent(id -> members.put("versionId", Attributes.text(id)));
    upload.version().sequencer().ifPresent(text -> members.put("sequencer", Attributes.text(text)));
    return AttributeValue.fromM(members);
  }

  private static Lock read(Map<String, AttributeValue> row) {
    Map<String, Upload> uploads = new HashMap<>();
    Attributes.members(row, "uploads")
        .forEach((key, value) -> uploads.put(key, upload(key, value)));
    return new Lock(
        Long.parseLong(row.getOrDefault("revision", Attributes.number(0)).n()),
        holder(row),
        place(row, "newest"),
        place(row, "newestTurn"),
        place(row, "succeeded"),
        uploads);
  }

  private static Optional<Holder> holder(Map<String, AttributeValue> row) {
    return Attributes.optionalText(row, "holder")
        .flatMap(arn ->
            place(row, "holderPlace")
                .map(place ->
                    new Holder(
                        arn,
                        place,
                        Boolean.TRUE.equals(
                            row.getOrDefault("holderScheduled", AttributeValue.fromBool(false))
                                .bool()))));
  }

  private static Optional<Place> place(Map<String, AttributeValue> row, String name) {
    Map<String, AttributeValue> members = Attributes.members(row, name);
    return members.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Place(Attributes.text(members, "rank"), Attributes.text(members, "deployment")));
  }

  private static Upload upload(String key, AttributeValue value) {
    Map<String, AttributeValue> members = value.m();
    return new Upload(
        new UploadedVersion(
            key,
            Attributes.optionalText(members, "versionId"),
            Attributes.optionalText(members, "sequencer")),
        place(members, "place").orElseGet(() -> Place.of("")));
  }
}
