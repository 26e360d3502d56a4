package io.github.ecscompose.stackfile;

import java.util.Objects;

/**
 * A further container of each task.
 *
 * @param essential whether the task stops when it does
 */
public record Sidecar(String name, Container container, boolean essential) {
  public Sidecar {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(container, "container");
  }
}
