package io.github.ecscompose.stackfile;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The values of {@code $NAME} in a stackfile. */
public record Variables(Map<String, Value> values) {

  /** Names that begin so are those of ecs-compose's own variables. */
  public static final String BUILT_IN = "ECS_COMPOSE_";

  public Variables {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /** Whether a text can name a variable: ASCII letters, digits and underscores, no digit first. */
  public static boolean isName(String text) {
    return Template.isName(text);
  }

  /** The value of that variable, if it is defined. */
  public Optional<Value> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /**
   * A variable's value. Messages and logs name variables and never show what they are.
   *
   * @param secret whether it came from a secret, so that plans and reports must not show it either
   */
  public record Value(String text, boolean secret) {
    @Override
    public String toString() {
      return secret ? "(secret)" : "(value)";
    }
  }
}
