package io.github.ecscompose.stackfile;

import java.util.Objects;
import java.util.Optional;

/**
 * Where tasks may be placed.
 *
 * @param expression in the cluster query language; absent for {@code DISTINCT_INSTANCE}
 */
public record PlacementConstraint(Type type, Optional<String> expression) {

  public PlacementConstraint {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(expression, "expression");
  }

  /** AWS calls them {@code memberOf} and {@code distinctInstance}. */
  public enum Type {
    MEMBER_OF,
    DISTINCT_INSTANCE
  }
}
