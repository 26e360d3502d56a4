package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.step.DeploymentHistory.Page;
import java.util.Objects;
import java.util.Optional;

/** What was deployed: the history of a cluster, and all clusters with their last deployment. */
public final class ListDeployments {

  private final DeploymentHistory history;
  private final DeploymentRecords records;

  public ListDeployments(DeploymentHistory history, DeploymentRecords records) {
    this.history = history;
    this.records = records;
  }

  /** A cluster, and its last deployment as far as the table still has it. */
  public record Cluster(String name, Optional<DeploymentRecord> last) {
    public Cluster {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(last, "last");
    }
  }

  /** The deployments of a cluster, newest first; none where it never had any. */
  public Page<DeploymentRecord> of(String cluster, int limit, Optional<String> after) {
    return history.deployments(cluster, limit, after);
  }

  /** The id of the cluster's newest deployment, by which a caller tells what it has seen. */
  public Optional<String> newest(String cluster) {
    return records.newest(cluster);
  }

  /** The clusters by name. Each costs a query of one row. */
  public Page<Cluster> clusters(int limit, Optional<String> after) {
    Page<String> names = history.clusters(limit, after);
    return new Page<>(
        names.entries().stream()
            .map(name ->
                new Cluster(
                    name,
                    history.deployments(name, 1, Optional.empty()).entries().stream().findFirst()))
            .toList(),
        names.next());
  }
}
