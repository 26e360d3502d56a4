package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.stackfile.Service;
import io.github.ecscompose.stackfile.Stack;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the last deployments wanted of a cluster's services: it tells where records and names of
 * services are that no longer run.
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

  /**
   * The definitions, newest first; one that several deployments had is there once.
   *
   * @param deployments ids of those that brought the services about
   */
  List<Service> of(String cluster, Collection<String> deployments) {
    Set<String> ids = new TreeSet<>(Comparator.reverseOrder());
    ids.addAll(deployments);
    history.deployments(cluster, DEPLOYMENTS, Optional.empty()).entries().stream()
        .filter(deployment -> !deployment.operation().isDestroy())
        .forEach(deployment -> ids.add(deployment.reference().id()));
    Set<Service> definitions = new LinkedHashSet<>();
    for (String id : ids) {
      documents
          .filedStack(new DeploymentReference(cluster, id))
          .map(Stack::services)
          .ifPresent(definitions::addAll);
    }
    return List.copyOf(definitions);
  }

  /** Whether anything was ever done to a cluster, beside that deployment. */
  boolean isKnown(DeploymentReference other) {
    return history.deployments(other.cluster(), 2, Optional.empty()).entries().stream()
        .anyMatch(deployment -> !deployment.reference().equals(other));
  }
}
