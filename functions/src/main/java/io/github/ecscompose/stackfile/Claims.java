package io.github.ecscompose.stackfile;

import java.util.HashMap;
import java.util.Map;

/** What one service should have for itself. */
final class Claims {

  private final Map<String, Field> first = new HashMap<>();

  /** Takes what no two services can have; an error where another one has it. */
  void require(String what, Field field, String description) {
    Field other = first.putIfAbsent(what, field);
    if (other != null) {
      field.error(
          "%s is given in %s too, on line %d"
              .formatted(description, other.path(), other.node().position().line()));
    }
  }

  /** Takes something for a service; warns where another one has it. */
  void claim(String what, Field field, String description) {
    Field other = first.putIfAbsent(what, field);
    if (other != null) {
      field.warning(
          "%s is given in %s too, on line %d"
              .formatted(description, other.path(), other.node().position().line()));
    }
  }
}
