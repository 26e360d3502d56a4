package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeploymentRecord;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The table as it is listed, page by page: what a page costs does not grow with the history. */
public interface DeploymentHistory {

  /**
   * The deployments of a cluster, newest first.
   *
   * @param limit at most so many
   * @param after the id behind which the page begins; the newest one where there is none
   */
  Page<DeploymentRecord> deployments(String cluster, int limit, Optional<String> after);

  /**
   * The clusters that have deployments, by name.
   *
   * @param limit at most so many
   * @param after the name behind which the page begins
   */
  Page<String> clusters(int limit, Optional<String> after);

  /**
   * Part of a list.
   *
   * @param next where the next page begins, unless the list ends here; a page without entries may
   *     follow
   */
  record Page<T>(List<T> entries, Optional<String> next) {
    public Page {
      entries = List.copyOf(entries);
      Objects.requireNonNull(next, "next");
    }
  }
}
