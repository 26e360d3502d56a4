package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Meaning.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Generates a map of known keys, told key by key. What is told of a key last holds. */
final class SettingsGenerator {

  private static final double ABSENT = 0.7;

  private final Map<String, Arbitrary<Optional<Meaning>>> given = new LinkedHashMap<>();
  private final Map<String, Meaning> unsaid = new LinkedHashMap<>();

  /** A key that is always given. */
  SettingsGenerator required(String key, Arbitrary<? extends Meaning> values) {
    given.put(key, values.map(Optional::of));
    return this;
  }

  /** A key that may be given. */
  SettingsGenerator optional(String key, Arbitrary<? extends Meaning> values) {
    given.put(key, values.<Meaning>map(value -> value).optional(1 - ABSENT));
    return this;
  }

  /** What holds where the key is not given. */
  SettingsGenerator unsaid(String key, Meaning value) {
    unsaid.put(key, value);
    return this;
  }

  /** A key with a default. */
  SettingsGenerator optional(String key, Arbitrary<? extends Meaning> values, Meaning value) {
    return optional(key, values).unsaid(key, value);
  }

  Arbitrary<Settings> settings() {
    List<String> keys = List.copyOf(given.keySet());
    return Combinators.combine(List.copyOf(given.values()))
        .as(values -> new Settings(named(keys, values), unsaid));
  }

  private static Map<String, Meaning> named(List<String> keys, List<Optional<Meaning>> values) {
    Map<String, Meaning> named = new LinkedHashMap<>();
    for (int index = 0; index < keys.size(); index++) {
      String key = keys.get(index);
      values.get(index).ifPresent(value -> named.put(key, value));
    }
    return named;
  }
}
