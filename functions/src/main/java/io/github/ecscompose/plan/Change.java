package io.github.ecscompose.plan;

import java.util.Objects;
import java.util.Optional;

/**
 * One difference between what should be and what is.
 *
 * @param path in the stackfile's words, as {@code services.web.image}
 * @param before what is; absent where nothing is
 * @param after what should be; absent where nothing should be
 */
public record Change(String path, Optional<String> before, Optional<String> after) {

  static final String SECRET = "(secret)";

  /** Characters of a value that are shown: many changes have to fit into a row of the table. */
  private static final int SHOWN = 200;

  public Change {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(before, "before");
    Objects.requireNonNull(after, "after");
  }

  static Change created(String path) {
    return new Change(path, Optional.empty(), Optional.of("new"));
  }

  static Change removed(String path, String before) {
    return new Change(path, Optional.of(before), Optional.empty());
  }

  /** The same place, its values hidden. */
  Change hidden() {
    return new Change(path, before.map(value -> SECRET), after.map(value -> SECRET));
  }

  Change under(String prefix) {
    return new Change(prefix + "." + path, before, after);
  }

  private static String shown(Optional<String> value) {
    String text = value.orElse("none");
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }

  /** The change in one line, as {@code services.web.image: "a:1" → "a:2"}. */
  @Override
  public String toString() {
    return path + ": " + shown(before) + " → " + shown(after);
  }
}
