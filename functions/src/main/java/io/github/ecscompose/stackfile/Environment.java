package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Node.Entry;
import io.github.ecscompose.stackfile.Node.Mapping;
import io.github.ecscompose.stackfile.Node.Scalar;
import io.github.ecscompose.stackfile.Node.Sequence;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** Reads a map, a list of maps, or a list of {@code NAME=value}. */
  static Environment read(Field field) {
    Reader reader = new Reader();
    if (field.node() instanceof Mapping mapping) {
      reader.addAll(field, mapping);
    } else if (field.node() instanceof Sequence) {
      field.items().orElse(List.of()).forEach(reader::add);
    } else {
      field.expected("a map or a list");
    }
    return new Environment(reader.values, reader.secrets);
  }

  private static final class Reader {

    private final Map<String, String> values = new TreeMap<>();
    private final Set<String> secrets = new TreeSet<>();

    void addAll(Field field, Mapping mapping) {
      mapping.entries().forEach((name, entry) -> add(name, entry, field));
    }

    void add(Field item) {
      switch (item.node()) {
        case Mapping mapping -> addAll(item, mapping);
        case Scalar scalar when !scalar.isNull() -> assignment(item, scalar);
        default -> item.expected("`NAME: value` or NAME=value");
      }
    }

    private void add(String name, Entry entry, Field parent) {
      Field field = parent.child(name, entry);
      if (field.isNull()) {
        field.warning("no value is given, so it is empty: write `" + Texts.clip(name) + ": \"\"`");
        put(name, "", false, field);
      } else {
        boolean secret = entry.value() instanceof Scalar scalar && scalar.secret();
        field.value().ifPresent(value -> put(name, value, secret, field));
      }
    }

    /** The name is taken from what was written, lest a secret become a name. */
    private void assignment(Field item, Scalar scalar) {
      int written = scalar.written().indexOf('=');
      int equals = scalar.text().indexOf('=');
      Optional<String> name =
          Optional.of(scalar)
              .filter(found -> equals >= 0 && written >= 0)
              .map(found -> found.written().substring(0, written))
              .filter(found -> found.indexOf('$') < 0);
      name.ifPresentOrElse(
          found -> put(found, scalar.text().substring(equals + 1), scalar.secret(), item),
          () ->
              item.expected("NAME=value with a literal name (`NAME: $NAME` passes a variable on)"));
    }

    private void put(String name, String value, boolean secret, Field field) {
      if (name.isBlank() || name.indexOf('=') >= 0) {
        field.error("an environment variable's name may not be empty or have an equals sign");
      }
      if (values.put(name, value) != null) {
        field.warning("the variable is given twice in this list: the last one counts");
      }
      secrets.remove(name);
      if (secret) {
        secrets.add(name);
      }
    }
  }
}
