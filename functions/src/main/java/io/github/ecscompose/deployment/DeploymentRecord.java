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
 * @param cancellation who asked that it goes no further, if anybody did
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
    Optional<String> executionArn,
    Optional<Cancellation> cancellation) {

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
    Objects.requireNonNull(cancellation, "cancellation");
  }

  /** One that nobody canceled. */
  public DeploymentRecord(
      DeploymentReference reference,
      DeploymentStatus status,
      Trigger trigger,
      StackfileReference stackfile,
      Map<String, Integer> counts,
      Optional<String> error,
      String createdAt,
      Optional<String> finishedAt,
      Optional<String> executionArn) {
    this(
        reference,
        status,
        trigger,
        stackfile,
        counts,
        error,
        createdAt,
        finishedAt,
        executionArn,
        Optional.empty());
  }

  /**
   * The row of a deployment that is at its beginning.
   *
   * @param createdAt ISO 8601
   */
  public static DeploymentRecord begun(
      DeploymentReference reference,
      DeploymentStatus status,
      Trigger trigger,
      StackfileReference stackfile,
      String createdAt,
      Optional<String> executionArn) {
    return new DeploymentRecord(
        reference,
        status,
        trigger,
        stackfile,
        Map.of(),
        Optional.empty(),
        createdAt,
        Optional.empty(),
        executionArn);
  }

  /** The row of a deployment whose execution runs. */
  public static DeploymentRecord validating(DeployRequest request, String createdAt) {
    return begun(
        request.reference(),
        DeploymentStatus.VALIDATING,
        request.trigger(),
        request.stackfile(),
        createdAt,
        Optional.of(request.execution().arn()));
  }
}
