package io.github.ecscompose.testing;

import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.step.DeploymentHistory;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The lists of the table in memory; like DynamoDB's, a full page names a next one, even if empty.
 */
public final class InMemoryHistory implements DeploymentHistory {

  private final InMemoryRecords records;

  InMemoryHistory(InMemoryRecords records) {
    this.records = records;
  }

  @Override
  public Page<DeploymentRecord> deployments(String cluster, int limit, Optional<String> after) {
    List<DeploymentRecord> all =
        records.all().stream()
            .filter(deployment -> deployment.reference().cluster().equals(cluster))
            .filter(
                deployment -> after.isEmpty() || id(deployment).compareTo(after.orElseThrow()) < 0)
            .sorted(Comparator.comparing(InMemoryHistory::id).reversed())
            .toList();
    return page(all, limit, InMemoryHistory::id);
  }

  @Override
  public Page<String> clusters(int limit, Optional<String> after) {
    List<String> all =
        records.all().stream()
            .map(deployment -> deployment.reference().cluster())
            .filter(name -> after.isEmpty() || name.compareTo(after.orElseThrow()) > 0)
            .distinct()
            .sorted()
            .toList();
    return page(all, limit, Function.identity());
  }

  private static <T> Page<T> page(List<T> all, int limit, Function<T, String> place) {
    return all.size() < limit
        ? new Page<>(all, Optional.empty())
        : new Page<>(all.subList(0, limit), Optional.of(place.apply(all.get(limit - 1))));
  }

  private static String id(DeploymentRecord deployment) {
    return deployment.reference().id();
  }
}
