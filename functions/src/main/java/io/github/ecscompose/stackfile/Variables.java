package io.github.ecscompose.stackfile;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The values of {@code $NAME} in a stackfile. */
public record Variables(Map<String, Value> values) {

  public Variables {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /** The value of that variable, if it is defined. */
  public Optional<Value> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /**
   * A variable's value.
   *
   * @param secret whether it came from a secret and must never be shown
   */
  public record Value(String text, boolean secret) {
    @Override
    public String toString() {
      return secret ? "(secret)" : text;
    }
  }
}
