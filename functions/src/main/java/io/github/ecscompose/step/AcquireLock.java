package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeployRequest;
import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.deployment.Lock;
import io.github.ecscompose.deployment.Lock.Holder;
import io.github.ecscompose.deployment.Lock.Place;
import io.github.ecscompose.error.CanceledException;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.TransientException;
import io.github.ecscompose.plan.Claim;
import io.github.ecscompose.plan.Queue;
import io.github.ecscompose.plan.Queue.Standing;
import io.github.ecscompose.step.ExecutionStates.State;
import java.time.Clock;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Gets a deployment the lock of its cluster, or says that it has to wait, or that a newer one has
 * made it void. The holder is an execution: one that does not run any more holds nothing.
 */
public final class AcquireLock {

  /** Changes by others that are met with a new look, before the workflow is asked to come again. */
  private static final int LOOKS = 10;

  private final Locks locks;
  private final DeploymentRecords records;
  private final ExecutionStates executions;
  private final Abandoned abandoned;
  private final Clock clock;

  public AcquireLock(
      Locks locks, DeploymentRecords records, ExecutionStates executions, Clock clock) {
    this.locks = locks;
    this.records = records;
    this.executions = executions;
    this.abandoned = new Abandoned(records, clock);
    this.clock = clock;
  }

  /** Whether the deployment may work. */
  public sealed interface Answer {

    /** It may, until it releases the lock. */
    record Acquired() implements Answer {}

    /** Another one works. */
    record Wait(int seconds) implements Answer {}

    /**
     * It may not, ever.
     *
     * @param sentence names the newer deployment
     */
    record Superseded(String sentence) implements Answer {
      public Superseded {
        Objects.requireNonNull(sentence, "sentence");
      }
    }
  }

  /**
   * Asks for the lock.
   *
   * @param attempt how often the deployment has asked and was told to wait
   * @throws CanceledException if somebody canceled the deployment
   */
  public Answer run(DeployRequest request, int attempt) {
    if (attempt == 0 && request.operation().isDestroy()) {
      begin(request);
    }
    Claim claim = Claim.of(request);
    Cancellations.refuseBegin(records.find(claim.deployment()));
    Set<String> withoutEffect = new HashSet<>();
    for (int look = 0; look < LOOKS; look++) {
      Lock lock = locks.find(claim.deployment().cluster());
      Optional<Answer> answer =
          switch (Queue.standing(lock, claim, withoutEffect)) {
            case Standing.Held held -> Optional.of(new Answer.Acquired());
            case Standing.Free free -> replaced(claim, lock, free.next(), new Answer.Acquired());
            case Standing.Superseded superseded ->
                replaced(
                    claim, lock, superseded.noted(), new Answer.Superseded(superseded.sentence()));
            case Standing.Unclear unclear -> {
              if (hasEffect(claim, unclear.newer())) {
                yield Optional.of(
                    new Answer.Superseded(Queue.givesWay(lock, claim, unclear.newer()).sentence()));
              }
              withoutEffect.add(unclear.newer().deployment());
              yield Optional.empty();
            }
            case Standing.Behind behind -> behind(claim, lock, behind, attempt);
          };
      if (answer.isPresent()) {
        return answer.get();
      }
    }
    throw new TransientException(
        "Getting the lock of the cluster %s failed: others changed it %d times meanwhile"
            .formatted(claim.deployment().cluster(), LOOKS));
  }

  /** A destroy has no step before this one that could put it on record. */
  private void begin(DeployRequest request) {
    if (!request.reference().isValid()) {
      throw new RefusedException(
          "No cluster can be named \"%s\": a cluster's name has 1 to 255 letters, digits, hyphens and underscores."
              .formatted(request.reference().cluster()));
    }
    records.start(
        DeploymentRecord.toDestroy(
            request.reference(),
            request.operation(),
            request.trigger(),
            clock.instant().toString(),
            Optional.of(request.execution().arn())));
  }

  /** The answer, once the lock is changed as it says; nothing where others were faster. */
  private Optional<Answer> replaced(Claim claim, Lock seen, Lock next, Answer answer) {
    boolean done = next.equals(seen) || locks.replace(claim.deployment().cluster(), seen, next);
    return done ? Optional.of(answer) : Optional.empty();
  }

  /** The former holder is settled first: once its lock is gone, nobody would look for it. */
  private Optional<Answer> behind(Claim claim, Lock lock, Standing.Behind behind, int attempt) {
    Holder holder = behind.holder();
    State state = executions.of(holder.executionArn());
    if (state != State.RUNNING) {
      abandoned.settle(deployment(claim, holder.place()), state);
      return replaced(claim, lock, behind.takenOver(), new Answer.Acquired());
    }
    Optional<Answer> answer =
        replaced(claim, lock, behind.joined(), new Answer.Wait(Queue.pause(attempt)));
    if (answer.isPresent() && attempt == 0) {
      records.status(claim.deployment(), DeploymentStatus.QUEUED);
    }
    return answer;
  }

  /** Whether a deployment that a person asked for works, waits or has succeeded. */
  private boolean hasEffect(Claim claim, Place newer) {
    DeploymentReference deployment = deployment(claim, newer);
    Optional<DeploymentRecord> row = records.find(deployment);
    if (row.isEmpty() || row.get().status().isFinal()) {
      return row.map(DeploymentRecord::status).filter(DeploymentStatus::hasSucceeded).isPresent();
    }
    State state = row.get().executionArn().map(executions::of).orElse(State.RUNNING);
    if (state == State.RUNNING) {
      return true;
    }
    return abandoned.settle(deployment, state).filter(DeploymentStatus::hasSucceeded).isPresent();
  }

  private static DeploymentReference deployment(Claim claim, Place place) {
    return new DeploymentReference(claim.deployment().cluster(), place.deployment());
  }
}
