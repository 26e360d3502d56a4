package io.github.ecscompose.deployment;

import io.github.ecscompose.deployment.DeployRequest.StackfileReference;
import io.github.ecscompose.deployment.DeployRequest.Trigger;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A deployment's row.
 *
 * @param counts services by what came of them, as {@code created}, {@code unchanged}, {@code
 *     failed}
 * @param error one sentence; present when the deployment did not succeed
 * @param createdAt ISO 8601
 * @param finishedAt ISO 8601
 */
public record DeploymentRecord(
    DeploymentReference reference,
    DeploymentStatus status,
    Trigger trigger,
    StackfileReference stackfile,
    Map<String, Integer> counts,
    Optional<String> error,
    String createdAt,
    Optional<String> finishedAt,
    Optional<String> executionArn) {

  public DeploymentRecord {
    Objects.requireNonNull(reference, "reference");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(trigger, "trigger");
    Objects.requireNonNull(stackfile, "stackfile");
    counts = Collections.unmodifiableMap(new TreeMap<>(counts));
    Objects.requireNonNull(error, "error");
    Objects.requireNonNull(createdAt, "createdAt");
    Objects.requireNonNull(finishedAt, "finishedAt");
    Objects.requireNonNull(executionArn, "executionArn");
  }
}
