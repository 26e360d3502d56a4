package io.github.ecscompose.aws;

import io.github.ecscompose.deployment.Cancellation;
import io.github.ecscompose.deployment.DeployRequest.StackfileReference;
import io.github.ecscompose.deployment.DeployRequest.Trigger;
import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.deployment.Operation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A deployment as the table holds it. */
final class DeploymentRow {

  static final List<String> FINAL_STATUSES =
      Arrays.stream(DeploymentStatus.values())
          .filter(DeploymentStatus::isFinal)
          .map(DeploymentStatus::name)
          .toList();

  /** What the keys of deployments' rows begin with, before the id. */
  static final String PREFIX = "deployment#";

  /** The attribute that holds who canceled a deployment. */
  static final String CANCELLATION = "cancellation";

  /** Those of deployments that it is too late to cancel. */
  static final List<String> NOT_CANCELABLE =
      Stream.concat(FINAL_STATUSES.stream(), Stream.of(DeploymentStatus.ROLLING_BACK.name()))
          .toList();

  private DeploymentRow() {}

  static Map<String, AttributeValue> key(DeploymentReference deployment) {
    return Map.of(
        "cluster", Attributes.text(deployment.cluster()),
        "item", Attributes.text(PREFIX + deployment.id()));
  }

  /** The deployment's id, by the row or its key. */
  static String id(Map<String, AttributeValue> row) {
    return Attributes.text(row, "item").substring(PREFIX.length());
  }

  static AttributeValue trigger(Trigger trigger) {
    return AttributeValue.fromM(
        Map.of(
            "kind", Attributes.text(trigger.kind()),
            "by", Attributes.text(trigger.by()),
            "at", Attributes.text(trigger.at())));
  }

  static AttributeValue stackfile(StackfileReference stackfile) {
    Map<String, AttributeValue> members = new HashMap<>();
    members.put("bucket", Attributes.text(stackfile.bucket()));
    members.put("key", Attributes.text(stackfile.key()));
    stackfile.versionId().ifPresent(id -> members.put("versionId", Attributes.text(id)));
    stackfile.etag().ifPresent(etag -> members.put("etag", Attributes.text(etag)));
    return AttributeValue.fromM(members);
  }

  static AttributeValue cancellation(Cancellation cancellation) {
    return AttributeValue.fromM(
        Map.of(
            "by", Attributes.text(cancellation.by()),
            "at", Attributes.text(cancellation.at())));
  }

  private static Optional<Cancellation> cancellation(Map<String, AttributeValue> members) {
    return members.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Cancellation(Attributes.text(members, "by"), Attributes.text(members, "at")));
  }

  static DeploymentRecord read(DeploymentReference reference, Map<String, AttributeValue> row) {
    Map<String, AttributeValue> trigger = Attributes.members(row, "trigger");
    Map<String, AttributeValue> stackfile = Attributes.members(row, "stackfile");
    return new DeploymentRecord(
        reference,
        DeploymentStatus.valueOf(Attributes.text(row, "status")),
        new Trigger(
            Attributes.text(trigger, "kind"),
            Attributes.text(trigger, "by"),
            Attributes.text(trigger, "at")),
        new StackfileReference(
            Attributes.text(stackfile, "bucket"),
            Attributes.text(stackfile, "key"),
            Attributes.optionalText(stackfile, "versionId"),
            Attributes.optionalText(stackfile, "etag")),
        Attributes.numbers(row, "counts"),
        Attributes.optionalText(row, "error"),
        Attributes.text(row, "createdAt"),
        Attributes.optionalText(row, "finishedAt"),
        Attributes.optionalText(row, "executionArn"),
        cancellation(Attributes.members(row, CANCELLATION)),
        Operation.of(
            Attributes.optionalText(row, "operation").orElse(""),
            Attributes.optionalText(row, "service")));
  }
}
