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
 * @param stackfile {@code NONE} where nothing is deployed
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
    Optional<Cancellation> cancellation,
    Operation operation) {

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
    Objects.requireNonNull(operation, "operation");
  }

  /** The row of something that deploys, and that nobody canceled. */
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
        Optional.empty(),
        new Operation.Deploy());
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
            Optional.of(request.execution().arn()))
        .of(request.operation());
  }

  /**
   * The row of a destroy that waits for its turn.
   *
   * @param createdAt ISO 8601
   */
  public static DeploymentRecord toDestroy(
      DeploymentReference reference,
      Operation operation,
      Trigger trigger,
      String createdAt,
      Optional<String> executionArn) {
    return begun(
            reference,
            DeploymentStatus.QUEUED,
            trigger,
            StackfileReference.NONE,
            createdAt,
            executionArn)
        .of(operation);
  }

  private DeploymentRecord of(Operation other) {
    return new DeploymentRecord(
        reference,
        status,
        trigger,
        stackfile,
        counts,
        error,
        createdAt,
        finishedAt,
        executionArn,
        cancellation,
        other);
  }
}
