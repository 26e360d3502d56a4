package io.github.ecscompose.aws;

import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.FailureCause;
import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A service's part in a deployment as the table holds it. */
final class ServiceRow {

  static final List<String> FINAL_STATES =
      Arrays.stream(ServiceState.values())
          .filter(ServiceState::isFinal)
          .map(ServiceState::name)
          .toList();

  /** In which no progress is told. */
  static final List<String> NOT_WAITED_FOR =
      Arrays.stream(ServiceState.values())
          .filter(state -> state != ServiceState.STABILIZING && state != ServiceState.ROLLING_BACK)
          .map(ServiceState::name)
          .toList();

  private ServiceRow() {}

  static Map<String, AttributeValue> key(DeploymentReference deployment, String service) {
    return Map.of(
        "cluster", Attributes.text(deployment.cluster()),
        "item", Attributes.text(prefix(deployment) + service));
  }

  /** What the keys of a deployment's service rows begin with. */
  static String prefix(DeploymentReference deployment) {
    return "service#" + deployment.id() + "#";
  }

  static Map<String, AttributeValue> row(
      DeploymentReference deployment, ServiceRecord service, Instant now, Instant expiry) {
    Map<String, AttributeValue> row = new HashMap<>(key(deployment, service.service()));
    row.put("service", Attributes.text(service.service()));
    row.put("state", Attributes.text(service.state().name()));
    row.put("action", Attributes.text(service.action()));
    row.put("digest", Attributes.text(service.digest()));
    row.put("step", Attributes.text(service.step()));
    row.put("changes", Attributes.texts(service.changes()));
    service.taskDefinition().ifPresent(arn -> row.put("taskDefinition", Attributes.text(arn)));
    service.target().ifPresent(target -> row.put("target", Attributes.text(target)));
    service.error().ifPresent(error -> row.put("error", Attributes.text(error)));
    service.rollBack().ifPresent(text -> row.put("rollBack", Attributes.text(text)));
    row.put("updatedAt", Attributes.text(now.toString()));
    row.put("expiresAt", Attributes.number(expiry.getEpochSecond()));
    return row;
  }

  static ServiceRecord read(Map<String, AttributeValue> row) {
    return new ServiceRecord(
        Attributes.text(row, "service"),
        ServiceState.valueOf(Attributes.text(row, "state")),
        Attributes.text(row, "action"),
        Attributes.text(row, "digest"),
        Attributes.text(row, "step"),
        Attributes.texts(row, "changes"),
        Attributes.optionalText(row, "taskDefinition"),
        Attributes.optionalText(row, "target"),
        Attributes.optionalText(row, "error").or(() -> failureOfWorkflow(row)),
        failureOfRollBack(row).or(() -> Attributes.optionalText(row, "rollBack")),
        Attributes.optionalText(row, "progress"),
        Attributes.text(row, "updatedAt"));
  }

  /** The workflow notes a service's failure as it got it, and in attributes of its own. */
  private static Optional<String> failureOfWorkflow(Map<String, AttributeValue> row) {
    return failure(row, "failureName", "failureCause");
  }

  private static Optional<String> failureOfRollBack(Map<String, AttributeValue> row) {
    return failure(row, "rollBackFailureName", "rollBackFailureCause")
        .map(failure -> "not back: " + failure);
  }

  private static Optional<String> failure(
      Map<String, AttributeValue> row, String name, String cause) {
    return row.containsKey(name) || row.containsKey(cause)
        ? Optional.of(
            FailureCause.describe(Attributes.text(row, name), Attributes.text(row, cause)))
        : Optional.empty();
  }
}
