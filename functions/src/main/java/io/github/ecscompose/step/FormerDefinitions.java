package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.plan.DeploymentPlan;
import io.github.ecscompose.plan.Names;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.stackfile.Service;
import io.github.ecscompose.stackfile.Stack;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What the last deployments wanted of a cluster's services, and found of them: it tells where
 * records, names and task definitions of services are that no longer run.
 */
final class FormerDefinitions {

  /** Deployments that are looked through beside those that brought the services about. */
  private static final int DEPLOYMENTS = 20;

  private final Documents documents;
  private final DeploymentHistory history;

  FormerDefinitions(Documents documents, DeploymentHistory history) {
    this.documents = documents;
    this.history = history;
  }

  /** Deployments of a cluster among which one that changed something is looked for. */
  private static final int LOOKED_AT = 100;

  /**
   * The definitions, newest first; one that several deployments had is there once.
   *
   * @param deployments ids of those that brought the services about
   */
  List<Service> of(String cluster, Collection<String> deployments) {
    Set<Service> definitions = new LinkedHashSet<>();
    for (String id : ids(cluster, deployments, known -> !known.operation().isDestroy())) {
      documents
          .filedStack(new DeploymentReference(cluster, id))
          .map(Stack::services)
          .ifPresent(definitions::addAll);
    }
    return List.copyOf(definitions);
  }

  /**
   * Which task definitions of their own families services ran when the deployments, or destroys
   * before, were planned, as {@code family:revision}. What was taken over from others is among
   * them, and carries no tag.
   *
   * @param deployments ids of those that brought the services about
   */
  Set<String> revisions(String cluster, Collection<String> deployments) {
    Set<String> revisions = new TreeSet<>();
    for (String id : ids(cluster, deployments, known -> true)) {
      documents
          .filedPlan(new DeploymentReference(cluster, id))
          .map(DeploymentPlan::services)
          .ifPresent(services ->
              services.forEach(service ->
                  service.liveTaskDefinition().stream()
                      .map(Tags::revision)
                      .filter(revision ->
                          revision.startsWith(Names.family(cluster, service.service()) + ":"))
                      .forEach(revisions::add)));
    }
    return revisions;
  }

  /** Newest first. */
  private Set<String> ids(
      String cluster, Collection<String> deployments, Predicate<DeploymentRecord> wanted) {
    Set<String> ids = new TreeSet<>(Comparator.reverseOrder());
    ids.addAll(deployments);
    history.deployments(cluster, DEPLOYMENTS, Optional.empty()).entries().stream()
        .filter(wanted)
        .forEach(deployment -> ids.add(deployment.reference().id()));
    return ids;
  }

  /** Whether a deployment of the cluster ever came to where it changes something. */
  boolean hasDeployed(String cluster) {
    return history.deployments(cluster, LOOKED_AT, Optional.empty()).entries().stream()
        .filter(deployment -> !deployment.operation().isDestroy())
        .anyMatch(deployment ->
            switch (deployment.status()) {
              case SUCCEEDED, UNCHANGED, FAILED, ROLLED_BACK, STABILIZING, ROLLING_BACK -> true;
              case QUEUED, VALIDATING, DEPLOYING, REJECTED, SUPERSEDED, CANCELED -> false;
            });
  }
}
