package io.github.ecscompose.deployment;

import java.util.Objects;

/**
 * Somebody's wish that a deployment goes no further.
 *
 * @param by who asked for it
 * @param at ISO 8601
 */
public record Cancellation(String by, String at) {

  public Cancellation {
    Objects.requireNonNull(by, "by");
    Objects.requireNonNull(at, "at");
  }

  /** The sentence that tells of it, without its full stop. */
  public String sentence() {
    return "%s canceled the deployment at %s".formatted(by, at);
  }
}
