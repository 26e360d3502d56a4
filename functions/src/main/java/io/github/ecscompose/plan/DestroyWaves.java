package io.github.ecscompose.plan;

import io.github.ecscompose.stackfile.Service;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** In what order services go: each once all that depend on it are gone. Pure. */
public final class DestroyWaves {

  private DestroyWaves() {}

  /**
   * The services in waves, each in the order given. One whose dependencies nobody knows goes with
   * the first.
   *
   * @param definitions by service, as far as they are known
   */
  public static List<List<String>> of(
      Collection<String> services, Map<String, Service> definitions) {
    List<List<Service>> deployed =
        Waves.of(services.stream().map(definitions::get).filter(Objects::nonNull).toList());
    List<List<String>> waves = new ArrayList<>();
    Set<String> later = new HashSet<>();
    for (int wave = 0; wave < deployed.size() - 1; wave++) {
      List<String> names = deployed.get(wave).stream().map(Service::name).toList();
      later.addAll(names);
      waves.addFirst(names);
    }
    List<String> first = services.stream().filter(name -> !later.contains(name)).toList();
    if (!first.isEmpty()) {
      waves.addFirst(first);
    }
    return List.copyOf(waves);
  }

  /** Those of the other services that depend on one, in order. */
  public static List<String> dependents(String service, Collection<Service> others) {
    return others.stream()
        .filter(other -> other.dependsOn().contains(service))
        .map(Service::name)
        .distinct()
        .sorted()
        .toList();
  }
}
