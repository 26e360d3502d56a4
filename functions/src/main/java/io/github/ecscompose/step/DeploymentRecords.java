package io.github.ecscompose.step;

import io.github.ecscompose.deployment.Cancellation;
import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.error.PreconditionFailedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table: deployments and what each did to its services. Every method may be repeated. */
public interface DeploymentRecords {

  /** Adds a deployment, or completes the row that the API made when it queued it. */
  default void start(DeploymentRecord deployment) {
    start(deployment, new Precondition.None());
  }

  /**
   * Adds a deployment of a cluster of which something holds. It is the cluster's newest from then
   * on, unless a newer one was added meanwhile.
   *
   * @throws PreconditionFailedException if it does not hold, unless this deployment itself is the
   *     reason
   */
  void start(DeploymentRecord deployment, Precondition precondition);

  /**
   * The id of the cluster's newest deployment. It is known from when the deployment is asked for,
   * before {@link #find} knows the deployment.
   */
  Optional<String> newest(String cluster);

  /** Moves a deployment on. A deployment that has reached a final status stays there. */
  void status(DeploymentReference deployment, DeploymentStatus status);

  /**
   * Ends a deployment.
   *
   * @param finishedAt ISO 8601
   */
  void finish(
      DeploymentReference deployment,
      DeploymentStatus status,
      Map<String, Integer> counts,
      Optional<String> error,
      String finishedAt);

  Optional<DeploymentRecord> find(DeploymentReference deployment);

  /**
   * Notes that somebody wants a deployment to go no further; what was noted first stays.
   *
   * @return the deployment as it is since; empty where it has ended or goes back already, so that
   *     nothing was noted
   */
  Optional<DeploymentRecord> cancel(DeploymentReference deployment, Cancellation cancellation);

  /** Adds the rows of the services that the deployment will change; rows that exist are kept. */
  void planned(DeploymentReference deployment, List<ServiceRecord> services);

  /** The services of a deployment, by name. Consistent with every write before the call. */
  List<ServiceRecord> services(DeploymentReference deployment);

  /** One of them. Consistent with every write before the call. */
  Optional<ServiceRecord> service(DeploymentReference deployment, String service);

  /**
   * Notes that a step begins work on a service ({@code DEPLOYING}).
   *
   * @return whether the step had begun before, so that its work may be half done
   */
  boolean begin(DeploymentReference deployment, String service, String step);

  /** Notes what has to become stable ({@code STABILIZING}). */
  void stabilizing(
      DeploymentReference deployment, String service, String taskDefinition, String target);

  /**
   * Notes why a service that is waited for is not stable yet. What is noted of it next takes this
   * away again.
   */
  void progress(DeploymentReference deployment, String service, String text);

  /** Notes how a service ended: {@code SUCCEEDED}, or {@code FAILED} with the error. */
  void settle(
      DeploymentReference deployment, String service, ServiceState state, Optional<String> error);

  /**
   * Notes what has to become stable for a service to be back ({@code ROLLING_BACK}).
   *
   * @param text what the service goes back to
   */
  void rollingBack(
      DeploymentReference deployment,
      String service,
      String taskDefinition,
      String target,
      String text);

  /**
   * Notes whether a service is what it was: {@code ROLLED_BACK}, or {@code FAILED}. The error for
   * which the deployment failed stays beside it.
   *
   * @param text what rolling back came to, where that was not noted before
   */
  void rolledBack(
      DeploymentReference deployment, String service, ServiceState state, Optional<String> text);

  /**
   * Notes that something stays beside a service that is back.
   *
   * @param state {@code FAILED} where that should have gone, else {@code ROLLED_BACK} still
   * @param text in the place of what was told of the service
   */
  void left(DeploymentReference deployment, String service, ServiceState state, String text);

  /** Digests of the run-once tasks of a cluster that ended well, by service, the latest each. */
  Map<String, String> finishedTasks(String cluster);

  /** Notes that a run-once task ended well. */
  void taskFinished(DeploymentReference deployment, String service, String digest);

  /**
   * Notes that a service is about to be removed with all that was made for it, in the place of an
   * earlier note of that service.
   *
   * @param deployment whose {@code before.json} tells what there was
   */
  void noteRemoval(DeploymentReference deployment, String service);

  /** Notes that nothing is left of a service, or that it runs again. */
  void forgetRemoval(String cluster, String service);

  /** Removals that were begun and not ended: ids of the deployments that noted them, by service. */
  Map<String, String> removals(String cluster);

  /** Forgets that a run-once task ended well, if it is noted. */
  void forgetTask(String cluster, String service);

  /** Whether the cluster has a schedule, or may have one. */
  boolean hasSchedule(String cluster);

  /** Notes that the cluster is about to have a schedule, which redeploys that deployment. */
  void noteSchedule(DeploymentReference deployment);

  /** Notes that the cluster has no schedule any more. */
  void forgetSchedule(String cluster);
}
