package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.plan.Before;
import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.stackfile.Stack;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds the services of which an earlier deployment removed a part only, because it was stopped or
 * could not go on: no list of services tells of what is left beside them.
 */
final class HalfRemoved {

  private final Documents documents;
  private final DeploymentRecords records;
  private final Clusters clusters;

  HalfRemoved(Documents documents, DeploymentRecords records, Clusters clusters) {
    this.documents = documents;
    this.records = records;
    this.clusters = clusters;
  }

  /**
   * What is known of half removed services.
   *
   * @param before what there was of them, by name: of those that neither run nor are in the stack
   * @param runAgain names of those of ours that run again, which ends the matter: their own
   *     removal, one day, sees to what belongs to them
   */
  record Found(Map<String, Before> before, Set<String> runAgain) {

    static final Found NOTHING = new Found(Map.of(), Set.of());

    Found {
      before = Map.copyOf(before);
      runAgain = Set.copyOf(runAgain);
    }
  }

  /**
   * Looks for them: one query, and a call for ten of them.
   *
   * @param services live services of the stack
   * @param surplus those that are removed as a whole
   */
  Found run(
      String cluster,
      Stack stack,
      Map<String, LiveService> services,
      Map<String, LiveService> surplus) {
    Map<String, String> noted = new TreeMap<>(records.removals(cluster));
    Set<String> runAgain =
        noted.keySet().stream()
            .filter(name -> isOurs(cluster, name, services))
            .collect(Collectors.toSet());
    noted.keySet().removeIf(name -> stack.service(name).isPresent() || surplus.containsKey(name));
    if (noted.isEmpty()) {
      return new Found(Map.of(), runAgain);
    }
    Map<String, LiveService> live = clusters.services(cluster, noted.keySet());
    Map<String, Before> found = new HashMap<>();
    noted.forEach((name, deployment) -> {
      if (isGoneOrGoes(live, name)) {
        documents
            .filedBefore(new DeploymentReference(cluster, deployment), name)
            .filter(before -> before.former().isPresent())
            .ifPresent(before -> found.put(name, before));
      }
    });
    return new Found(found, runAgain);
  }

  private static boolean isOurs(String cluster, String name, Map<String, LiveService> services) {
    return Optional.ofNullable(services.get(name)).stream()
        .anyMatch(live -> live.isActive() && Tags.areOf(live.tags(), cluster, name));
  }

  /** One that somebody made under that name may use what is there. */
  private static boolean isGoneOrGoes(Map<String, LiveService> live, String name) {
    return Optional.ofNullable(live.get(name)).stream().noneMatch(LiveService::isActive);
  }
}
