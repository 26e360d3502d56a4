package io.github.ecscompose.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an ECS cluster holds.
 *
 * @param containerInstances machines that are registered in it
 * @param services that are not deleted
 * @param tasks that run or start
 * @param capacityProviders names
 */
public record ClusterContents(
    int containerInstances, int services, int tasks, List<String> capacityProviders) {

  /** AWS's own: they hold no machine of the account. */
  private static final Set<String> WITHOUT_MACHINES = Set.of("FARGATE", "FARGATE_SPOT");

  public ClusterContents {
    capacityProviders = List.copyOf(capacityProviders);
  }

  /** Why the cluster is not empty, half a sentence; nothing where it is. */
  public Optional<String> obstacle() {
    List<String> found = new ArrayList<>();
    add(found, services, "service");
    add(found, tasks, "task");
    add(found, containerInstances, "container instance");
    List<String> capacity =
        capacityProviders.stream().filter(name -> !WITHOUT_MACHINES.contains(name)).toList();
    if (!capacity.isEmpty()) {
      found.add("the capacity of " + String.join(", ", capacity));
    }
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of("it is not empty, it has " + String.join(", ", found));
  }

  private static void add(List<String> found, int count, String word) {
    if (count > 0) {
      found.add(count + " " + word + (count == 1 ? "" : "s"));
    }
  }
}
