package io.github.ecscompose.stackfile;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The keys that lead to a value, as {@code services.web.ports[0]}. Written out only when asked. */
final class Path {

  static final Path ROOT = new Path(null, "");

  private final @Nullable Path parent;
  private final String step;

  private Path(@Nullable Path parent, String step) {
    this.parent = parent;
    this.step = step;
  }

  Path key(String key) {
    String step = Texts.clip(key);
    return new Path(this, parent == null ? step : "." + step);
  }

  Path item(int index) {
    return new Path(this, "[" + index + "]");
  }

  /** The last key, without what leads to it. */
  String lastKey() {
    return step.startsWith(".") ? step.substring(1) : step;
  }

  @Override
  public String toString() {
    Deque<String> steps = new ArrayDeque<>();
    for (Path path = this; path != null; path = path.parent) {
      steps.addFirst(path.step);
    }
    return String.join("", steps);
  }
}
