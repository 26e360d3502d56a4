package io.github.ecscompose.step;

import io.github.ecscompose.deployment.Cancellation;
import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.DeploymentStatus;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Notes that somebody wants a deployment to go no further. Its workflow sees that where it looks
 * anyway, and goes back in its own order (docs/adr/0018).
 */
public final class CancelDeployment {

  private final DeploymentRecords records;
  private final EndedExecutions ended;
  private final Clock clock;

  public CancelDeployment(DeploymentRecords records, EndedExecutions ended, Clock clock) {
    this.records = records;
    this.ended = ended;
    this.clock = clock;
  }

  /** What came of asking. */
  public sealed interface Answer {

    /** It was heard; the deployment is canceled, or about to be. */
    record Accepted(DeploymentRecord deployment) implements Answer {
      public Accepted {
        Objects.requireNonNull(deployment, "deployment");
      }
    }

    /** There is no such deployment. */
    record Absent() implements Answer {}

    /** It is too late; a sentence says why. */
    record Refused(String reason) implements Answer {
      public Refused {
        Objects.requireNonNull(reason, "reason");
      }
    }
  }

  /**
   * Cancels a deployment. One that only waits, or whose execution does not run, is settled at once.
   *
   * @param by who asks
   */
  public Answer run(DeploymentReference deployment, String by) {
    Cancellation cancellation = new Cancellation(by, clock.instant().toString());
    return records
        .find(deployment)
        .map(found -> cancel(found, cancellation))
        .orElseGet(Answer.Absent::new);
  }

  private Answer cancel(DeploymentRecord found, Cancellation cancellation) {
    DeploymentReference deployment = found.reference();
    if (found.status().isFinal()) {
      return refused(found);
    }
    if (ended.cancel(found, cancellation)) {
      return accepted(deployment);
    }
    Optional<DeploymentRecord> noted = records.cancel(deployment, cancellation);
    if (noted.isEmpty()) {
      return records.find(deployment).map(CancelDeployment::refused).orElseGet(Answer.Absent::new);
    }
    if (noted.get().status() == DeploymentStatus.QUEUED) {
      // It hears of this before it touches anything, whenever that is.
      records.finish(
          deployment,
          DeploymentStatus.CANCELED,
          Map.of(),
          noted.get().cancellation().map(first -> first.sentence() + ". Nothing was touched."),
          clock.instant().toString());
    }
    return accepted(deployment);
  }

  private Answer accepted(DeploymentReference deployment) {
    // It may have come to its end by itself in between.
    return records
        .find(deployment)
        .map(found ->
            found.status().isFinal() && found.status() != DeploymentStatus.CANCELED
                ? refused(found)
                : new Answer.Accepted(found))
        .orElseGet(Answer.Absent::new);
  }

  private static Answer refused(DeploymentRecord deployment) {
    String id = deployment.reference().id();
    return new Answer.Refused(
        deployment.status().isFinal()
            ? "The deployment %s is %s: there is nothing to cancel. To undo what it did, roll back."
                .formatted(id, deployment.status())
            : "The deployment %s is %s: it goes back to what was there before already."
                .formatted(id, deployment.status()));
  }
}
