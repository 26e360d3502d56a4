package io.github.ecscompose.deployment;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A changed service's row in a deployment.
 *
 * @param digest of the service's normalised definition
 * @param step the step that runs or ran last, named as the state machine names it
 * @param changes the plan's reasons
 * @param taskDefinition ARN, once registered
 * @param target what has to become stable: an ECS deployment's id, or for a run-once task the
 *     task's ARN; once known
 * @param error why the service failed, or was not begun
 * @param rollBack what rolling back came to; absent where it was not rolled back
 * @param progress why what is waited for is not stable yet; absent before and after
 * @param updatedAt ISO 8601; when the row was last written, but for its progress
 */
public record ServiceRecord(
    String service,
    ServiceState state,
    String action,
    String digest,
    String step,
    List<String> changes,
    Optional<String> taskDefinition,
    Optional<String> target,
    Optional<String> error,
    Optional<String> rollBack,
    Optional<String> progress,
    String updatedAt) {

  public ServiceRecord {
    Objects.requireNonNull(service, "service");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(digest, "digest");
    Objects.requireNonNull(step, "step");
    changes = List.copyOf(changes);
    Objects.requireNonNull(taskDefinition, "taskDefinition");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(error, "error");
    Objects.requireNonNull(rollBack, "rollBack");
    Objects.requireNonNull(progress, "progress");
    Objects.requireNonNull(updatedAt, "updatedAt");
  }

  /** One without progress. */
  public ServiceRecord(
      String service,
      ServiceState state,
      String action,
      String digest,
      String step,
      List<String> changes,
      Optional<String> taskDefinition,
      Optional<String> target,
      Optional<String> error,
      Optional<String> rollBack,
      String updatedAt) {
    this(
        service,
        state,
        action,
        digest,
        step,
        changes,
        taskDefinition,
        target,
        error,
        rollBack,
        Optional.empty(),
        updatedAt);
  }

  /** Where a service stands within its deployment. */
  public enum ServiceState {
    PENDING,
    DEPLOYING,
    STABILIZING,
    SUCCEEDED,
    FAILED,
    /** Left as it was, since something before it failed. */
    NOT_BEGUN,
    /** Going back to what it was. */
    ROLLING_BACK,
    /** What it was again, or removed again where it was not there. */
    ROLLED_BACK;

    /** Whether the deployment does nothing more for the service, unless it is rolled back. */
    public boolean isFinal() {
      return switch (this) {
        case PENDING, DEPLOYING, STABILIZING -> false;
        case SUCCEEDED, FAILED, NOT_BEGUN, ROLLING_BACK, ROLLED_BACK -> true;
      };
    }
  }
}
