package io.github.ecscompose.plan;

import java.util.Objects;

/**
 * Something that a destroy leaves.
 *
 * @param what as {@code load balancer shop-web-lb}
 * @param why half a sentence
 * @param ours whether it should have gone, so that the destroy has failed
 */
public record Left(String what, String why, boolean ours) {

  public Left {
    Objects.requireNonNull(what, "what");
    Objects.requireNonNull(why, "why");
  }

  /** What goes, but for this reason. */
  public static Left of(Resource resource, String why) {
    return new Left(resource.text(), why, true);
  }

  @Override
  public String toString() {
    return what + ": " + why;
  }
}
