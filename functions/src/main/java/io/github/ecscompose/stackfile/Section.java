package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Node.Entry;
import io.github.ecscompose.stackfile.Node.Mapping;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A map of the stackfile with known keys. A key without a value or with an empty map counts as not
 * given, as it did in the older tool; an empty map also says that no default is wanted.
 *
 * @param defaults where what is not given here is looked for
 */
record Section(Field field, Map<String, Entry> entries, Optional<Section> defaults) {

  /** The section, after its keys were checked. */
  static Section of(Field field, Map<String, Entry> entries, Keys keys) {
    entries.forEach((key, entry) -> keys.check(key, entry, field));
    return new Section(field, entries, Optional.empty());
  }

  /** This section, with others for what it does not give. */
  Section over(Section others) {
    return new Section(field, entries, Optional.of(others));
  }

  /** What this section gives for the key, or else its defaults, which an empty map takes away. */
  Optional<Field> get(String key) {
    return given(key).isPresent() ? own(key) : defaults.flatMap(others -> others.get(key));
  }

  /** A map of this section, key by key over that of its defaults. */
  Optional<Section> section(String key, Keys keys) {
    Optional<Section> base = defaults.flatMap(others -> others.section(key, keys));
    if (given(key).isEmpty()) {
      return base;
    }
    return own(key)
        .flatMap(found -> found.section(keys))
        .map(own -> base.map(own::over).orElse(own));
  }

  /** What this very section gives for the key. */
  Optional<Field> own(String key) {
    return given(key).filter(found -> !isEmptyMap(found));
  }

  /** The key's field in this very section, be it an empty map. */
  Optional<Field> given(String key) {
    return Optional.ofNullable(entries.get(key))
        .map(entry -> field.child(key, entry))
        .filter(found -> !found.isNull());
  }

  /** What the key gives, or the default where it is not given or cannot be read. */
  <T> T get(String key, Function<Field, Optional<T>> reader, T otherwise) {
    return get(key).flatMap(reader).orElse(otherwise);
  }

  /**
   * What the key gives as it adds up: read for the defaults first, then laid over that.
   *
   * @param reader takes what the key gives, and what that is laid over
   */
  <T> T overlaid(String key, Overlay<T> reader, T none) {
    T base = defaults.map(others -> others.overlaid(key, reader, none)).orElse(none);
    return own(key).map(found -> reader.over(found, base)).orElse(base);
  }

  /** Lays what a field gives over what others give. */
  interface Overlay<T> {
    T over(Field field, T others);
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
