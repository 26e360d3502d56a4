package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeployRequest.Options;
import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.deployment.DeploymentReference;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Deploys the stackfile of an earlier deployment, with the variables that lie beside it: to give
 * services new tasks, or to go back.
 */
public final class DeployAgain {

  private final DeploymentFiles files;
  private final DeploymentRecords records;
  private final Documents documents;
  private final FormerDeployments former;
  private final StartExecution execution;
  private final EndedExecutions ended;

  public DeployAgain(
      DeploymentFiles files,
      DeploymentRecords records,
      DeploymentHistory history,
      Executions executions,
      EndedExecutions ended,
      Clock clock) {
    this.files = files;
    this.records = records;
    this.documents = new Documents(files);
    this.former = new FormerDeployments(records, history);
    this.execution = new StartExecution(records, executions, clock);
    this.ended = ended;
  }

  /** What came of asking. */
  public sealed interface Answer {

    /** It was queued, or may have been. */
    record Queued(StartDeployment.Answer answer) implements Answer {}

    /** There is no deployment to repeat; a sentence says why. */
    record Absent(String reason) implements Answer {}

    /** There is one, and it cannot be repeated; a sentence says why. */
    record Refused(String reason) implements Answer {}
  }

  /**
   * Gives services new tasks, from the stackfile that succeeded last.
   *
   * @param services those alone, or all where none is named
   */
  public Answer redeploy(String cluster, Set<String> services, Caller caller) {
    return former
        .lastSucceeded(cluster)
        .map(last -> deploy(last, true, services, caller))
        .orElseGet(() ->
            new Answer.Absent(
                "No deployment of the cluster %s has succeeded yet, or none since it was destroyed: deploy a stackfile first."
                    .formatted(cluster)));
  }

  /**
   * Deploys what succeeded before the present deployment. Not while that one runs: who asks twice
   * would go back from what is being gone back to. One whose execution was stopped does not run.
   */
  public Answer rollBack(String cluster, Caller caller) {
    Optional<DeploymentRecord> running =
        former
            .present(cluster)
            .filter(deployment -> !deployment.status().isFinal())
            .filter(deployment -> !ended.settle(deployment));
    if (running.isPresent()) {
      return new Answer.Refused(
          "The deployment %s is still %s: wait for its end, cancel it, or name the deployment to go back to."
              .formatted(running.get().reference().id(), running.get().status()));
    }
    return former
        .beforeThePresent(cluster)
        .map(before -> deploy(before, false, Set.of(), caller))
        .orElseGet(() ->
            new Answer.Absent(
                "No deployment of the cluster %s that succeeded came to something else before the present one: there is nothing to roll back to."
                    .formatted(cluster)));
  }

  /** Deploys what that deployment did. */
  public Answer rollBackTo(DeploymentReference to, Caller caller) {
    Optional<DeploymentRecord> found = records.find(to);
    if (found.isEmpty()) {
      return new Answer.Absent(
          "The cluster %s has no deployment %s.".formatted(to.cluster(), to.id()));
    }
    DeploymentRecord deployment = found.get();
    if (deployment.operation().isDestroy()) {
      return new Answer.Refused(
          "%s is a destroy, after which nothing can be deployed again: name a deployment."
              .formatted(to.id()));
    }
    if (!deployment.status().hasSucceeded()) {
      return new Answer.Refused(
          "The deployment %s is %s: only one that is SUCCEEDED or UNCHANGED can be gone back to."
              .formatted(to.id(), deployment.status()));
    }
    return deploy(deployment, false, Set.of(), caller);
  }

  private Answer deploy(
      DeploymentRecord earlier, boolean redeploy, Set<String> services, Caller caller) {
    DeploymentReference deployment = caller.deployment(earlier.reference().cluster());
    boolean updateOnly = documents.request(earlier.reference()).options().updateOnly();
    boolean started =
        execution.run(
            deployment,
            files.reference(former.origin(earlier), Documents.STACKFILE),
            caller,
            new Options(redeploy, updateOnly, services));
    return new Answer.Queued(
        started
            ? new StartDeployment.Answer.Started(deployment, List.of())
            : new StartDeployment.Answer.Unconfirmed(deployment));
  }
}
