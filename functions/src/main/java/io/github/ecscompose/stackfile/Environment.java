package io.github.ecscompose.stackfile;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Environment variables of a container.
 *
 * @param secrets names whose value came from a secret
 */
record Environment(Map<String, String> values, Set<String> secrets) {

  static final Environment EMPTY = new Environment(Map.of(), Set.of());

  /** These values, and of the others those that are not among them. */
  Environment over(Environment others) {
    Map<String, String> values = new HashMap<>(others.values);
    Set<String> secrets = new HashSet<>(others.secrets);
    secrets.removeAll(this.values.keySet());
    values.putAll(this.values);
    secrets.addAll(this.secrets);
    return new Environment(values, secrets);
  }

  /** These values, but for those names. */
  Environment without(Set<String> names) {
    Map<String, String> values = new HashMap<>(this.values);
    Set<String> secrets = new HashSet<>(this.secrets);
    values.keySet().removeAll(names);
    secrets.removeAll(names);
    return new Environment(values, secrets);
  }

  /** Reads a map, a list of maps, or a list of {@code NAME=value}. */
  static Environment read(Field field) {
    Map<String, String> values = new TreeMap<>();
    Set<String> secrets = new TreeSet<>();
    Assignments.read(field, Assignments.Kind.VARIABLE)
        .forEach((name, assignment) -> {
          values.put(name, assignment.value());
          if (assignment.secret()) {
            secrets.add(name);
          }
        });
    return new Environment(values, secrets);
  }
}
