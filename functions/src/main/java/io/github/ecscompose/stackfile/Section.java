package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Node.Entry;
import io.github.ecscompose.stackfile.Node.Mapping;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A map of the stackfile with known keys. A key without a value or with an empty map counts as not
 * given, as it did in the older tool.
 */
record Section(Field field, Map<String, Entry> entries) {

  /** The section, after its keys were checked. */
  static Section of(Field field, Map<String, Entry> entries, Keys keys) {
    entries.forEach((key, entry) -> keys.check(key, entry, field));
    return new Section(field, entries);
  }

  Optional<Field> get(String key) {
    return given(key).filter(found -> !isEmptyMap(found));
  }

  /** The key's field, be it an empty map. */
  Optional<Field> given(String key) {
    return Optional.ofNullable(entries.get(key))
        .map(entry -> field.child(key, entry))
        .filter(found -> !found.isNull());
  }

  /** What the key gives, or the default where it is not given or cannot be read. */
  <T> T get(String key, Function<Field, Optional<T>> reader, T otherwise) {
    return get(key).flatMap(reader).orElse(otherwise);
  }

  /** The key's field; that it is missing is reported. */
  Optional<Field> require(String key, String purpose) {
    Optional<Field> found = get(key);
    if (found.isEmpty()) {
      field
          .problems()
          .error(
              Optional.ofNullable(entries.get(key)).map(Entry::key).orElse(field.at()),
              field.path().key(key),
              "the key " + key + " is missing: " + purpose);
    }
    return found;
  }

  private static boolean isEmptyMap(Field field) {
    return field.node() instanceof Mapping mapping && mapping.entries().isEmpty();
  }
}
