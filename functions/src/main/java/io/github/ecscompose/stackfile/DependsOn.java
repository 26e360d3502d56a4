package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Node.Mapping;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What services wait for: read one by one, and checked when all are known. */
final class DependsOn {

  /**
   * Docker compose's words. Here a service counts as started when it is stable, and a task when it
   * has ended well, which is more than any of them asks.
   */
  private static final Map<String, String> CONDITIONS =
      Map.of(
          "service_started", "service_started",
          "service_healthy", "service_healthy",
          "service_completed_successfully", "service_completed_successfully");

  private final Map<String, Map<String, Field>> all = new LinkedHashMap<>();

  /** The names that a service waits for. */
  Collection<String> read(String service, Section section) {
    Map<String, Field> names = new LinkedHashMap<>();
    section
        .get("depends_on")
        .ifPresent(field -> {
          if (field.node() instanceof Mapping mapping) {
            mapping.entries().forEach((name, entry) -> add(names, field.child(name, entry), name));
          } else {
            field
                .items()
                .orElse(List.of())
                .forEach(item ->
                    item.text(Names.ECS, "the name of a service")
                        .ifPresent(name -> put(names, item, name)));
          }
        });
    all.put(service, names);
    return names.keySet();
  }

  private static void add(Map<String, Field> names, Field field, String name) {
    field
        .section(Keys.DEPENDENCY)
        .flatMap(section -> section.get("condition"))
        .ifPresent(condition ->
            condition.choice(
                CONDITIONS, "service_started, service_healthy or service_completed_successfully"));
    put(names, field, name);
  }

  private static void put(Map<String, Field> names, Field field, String name) {
    if (names.putIfAbsent(name, field) != null) {
      field.warning("the service is named twice");
    }
  }

  /** Reports names that no service has, and services that wait for themselves. */
  void check() {
    all.forEach((service, names) -> names.forEach(this::checkName));
    Map<String, Set<String>> left = new LinkedHashMap<>();
    all.forEach((service, names) -> {
      Set<String> known = new LinkedHashSet<>(names.keySet());
      known.retainAll(all.keySet());
      left.put(service, known);
    });
    peel(left);
    while (!left.isEmpty()) {
      List<String> cycle = walk(left);
      report(cycle);
      left.keySet().removeAll(cycle);
      left.values().forEach(names -> names.removeAll(cycle));
      peel(left);
    }
  }

  private void checkName(String name, Field field) {
    if (!all.containsKey(name)) {
      field.errorAtKey(
          "there is no service "
              + Texts.quote(name)
              + Texts.suggestion(name, all.keySet(), " in this stackfile"));
    }
  }

  private void report(List<String> cycle) {
    Field field =
        Optional.ofNullable(all.get(cycle.getFirst()))
            .map(names -> names.get(cycle.get(1 % cycle.size())))
            .orElseThrow();
    field.errorAtKey(
        "the service waits for itself: "
            + Texts.clip(String.join(" → ", cycle) + " → " + cycle.getFirst()));
  }

  /** Takes away what waits for nothing until nothing changes; what is left goes round. */
  private static void peel(Map<String, Set<String>> left) {
    List<String> free = free(left);
    while (!free.isEmpty()) {
      Set<String> gone = Set.copyOf(free);
      left.keySet().removeAll(gone);
      left.values().forEach(names -> names.removeAll(gone));
      free = free(left);
    }
  }

  private static List<String> free(Map<String, Set<String>> left) {
    return left.entrySet().stream()
        .filter(entry -> entry.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Each of them waits for another one of them, so that a walk comes back to where it was. */
  private static List<String> walk(Map<String, Set<String>> left) {
    List<String> path = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    String at = left.keySet().iterator().next();
    while (seen.add(at)) {
      path.add(at);
      at = left.getOrDefault(at, Set.of()).iterator().next();
    }
    return List.copyOf(path.subList(path.indexOf(at), path.size()));
  }
}
