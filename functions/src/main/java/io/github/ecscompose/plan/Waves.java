package io.github.ecscompose.plan;

import io.github.ecscompose.stackfile.Service;
import io.github.ecscompose.stackfile.Stack;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** In what order services are deployed: each once all that it depends on is stable. Pure. */
public final class Waves {

  private Waves() {}

  /**
   * The services that change, those of a wave in the order given. What does not change is there
   * already, so that nobody waits for it. Services that wait for one another, which no stackfile
   * that was read has, are one wave.
   */
  public static List<List<Service>> of(List<Service> changed) {
    List<List<Service>> waves = new ArrayList<>();
    Set<String> left = changed.stream().map(Service::name).collect(Collectors.toSet());
    List<Service> waiting = changed;
    while (!waiting.isEmpty()) {
      Map<Boolean, List<Service>> byReadiness =
          waiting.stream()
              .collect(
                  Collectors.partitioningBy(
                      service -> service.dependsOn().stream().noneMatch(left::contains)));
      List<Service> ready = byReadiness.getOrDefault(true, List.of());
      List<Service> rest = byReadiness.getOrDefault(false, List.of());
      waves.add(ready.isEmpty() ? waiting : ready);
      ready.forEach(service -> left.remove(service.name()));
      waiting = ready.isEmpty() ? List.of() : rest;
    }
    return List.copyOf(waves);
  }

  /** One of those that failed on which a service depends, directly or through others. */
  public static Optional<String> failedDependency(Stack stack, String service, Set<String> failed) {
    Set<String> seen = new HashSet<>();
    Deque<String> next = new ArrayDeque<>(dependencies(stack, service));
    while (!next.isEmpty()) {
      String name = next.removeFirst();
      if (failed.contains(name)) {
        return Optional.of(name);
      }
      if (seen.add(name)) {
        next.addAll(dependencies(stack, name));
      }
    }
    return Optional.empty();
  }

  private static List<String> dependencies(Stack stack, String service) {
    return stack.service(service).map(Service::dependsOn).orElse(List.of());
  }
}
