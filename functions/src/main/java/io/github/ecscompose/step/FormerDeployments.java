package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.step.DeploymentHistory.Page;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the deployments that can be repeated. */
final class FormerDeployments {

  private static final int PAGE = 100;

  /** Deployments of deployments' stackfiles in a row: a schedule's turn, of a redeployment. */
  private static final int MAXIMUM_FOLLOWED = 10;

  private final DeploymentRecords records;
  private final DeploymentHistory history;

  FormerDeployments(DeploymentRecords records, DeploymentHistory history) {
    this.records = records;
    this.history = history;
  }

  /** The newest one, whatever came of it. */
  Optional<DeploymentRecord> present(String cluster) {
    return history.deployments(cluster, 1, Optional.empty()).entries().stream().findFirst();
  }

  /**
   * The last one after which all was as its stackfile had it, unless all of the cluster was
   * destroyed since, or was to be.
   */
  Optional<DeploymentRecord> lastSucceeded(String cluster) {
    return all(cluster)
        .takeWhile(deployment -> !deployment.operation().destroysAll() || isNothing(deployment))
        .filter(deployment -> !deployment.operation().isDestroy())
        .filter(deployment -> deployment.status().hasSucceeded())
        .findFirst();
  }

  /** Whether it ended without having touched anything. */
  private static boolean isNothing(DeploymentRecord deployment) {
    return switch (deployment.status()) {
      case SUPERSEDED, UNCHANGED, REJECTED -> true;
      case QUEUED,
          VALIDATING,
          DEPLOYING,
          STABILIZING,
          ROLLING_BACK,
          SUCCEEDED,
          FAILED,
          ROLLED_BACK,
          CANCELED ->
          false;
    };
  }

  /**
   * The last one that succeeded before the present one, which is the newest. Where that succeeded
   * itself, those that came to the same are passed over: it found nothing to change after them, or
   * deployed the same stackfile again. A destroy is gone back from like from a failure.
   */
  Optional<DeploymentRecord> beforeThePresent(String cluster) {
    Iterator<DeploymentRecord> newestFirst = all(cluster).iterator();
    if (!newestFirst.hasNext()) {
      return Optional.empty();
    }
    DeploymentRecord same = newestFirst.next();
    boolean succeeded = same.status().hasSucceeded() && !same.operation().isDestroy();
    boolean unchanged = same.status() == DeploymentStatus.UNCHANGED;
    while (newestFirst.hasNext()) {
      DeploymentRecord next = newestFirst.next();
      if (next.operation().isDestroy()) {
        unchanged &= isNothing(next);
      } else if (!next.status().hasSucceeded()) {
        // What it left is what the later one found.
        unchanged &= next.status() != DeploymentStatus.FAILED;
      } else if (succeeded && (unchanged || origin(same).equals(origin(next)))) {
        same = next;
        unchanged = next.status() == DeploymentStatus.UNCHANGED;
      } else {
        return Optional.of(next);
      }
    }
    return Optional.empty();
  }

  /** The deployment for which the stackfile was written: itself, or the one that it repeated. */
  DeploymentReference origin(DeploymentRecord deployment) {
    DeploymentRecord origin = deployment;
    for (int followed = 0; followed < MAXIMUM_FOLLOWED; followed++) {
      DeploymentReference own = origin.reference();
      Optional<DeploymentReference> repeated =
          own.at(origin.stackfile().key()).filter(other -> !other.equals(own));
      if (repeated.isEmpty()) {
        return own;
      }
      Optional<DeploymentRecord> found = repeated.flatMap(records::find);
      if (found.isEmpty()) {
        return repeated.get();
      }
      origin = found.get();
    }
    return origin.reference();
  }

  /** Newest first, read page by page as far as it is asked for. */
  private Stream<DeploymentRecord> all(String cluster) {
    return Stream.iterate(
            Optional.of(history.deployments(cluster, PAGE, Optional.empty())),
            Optional::isPresent,
            page ->
                page.flatMap(Page::next)
                    .map(next -> history.deployments(cluster, PAGE, Optional.of(next))))
        .flatMap(Optional::stream)
        .flatMap(page -> page.entries().stream());
  }
}
