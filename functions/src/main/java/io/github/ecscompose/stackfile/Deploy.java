package io.github.ecscompose.stackfile;

import java.util.Objects;

/**
 * How a stack is deployed.
 *
 * @param timeout seconds, from when the plan is made, after which what is not stable has failed
 * @param prune whether services that the stackfile no longer has are removed
 */
public record Deploy(OnFailure onFailure, int timeout, boolean prune) {

  /** What holds where a stackfile says nothing. */
  public static final Deploy DEFAULT = new Deploy(OnFailure.ROLLBACK, 1800, false);

  public Deploy {
    Objects.requireNonNull(onFailure, "onFailure");
  }

  /** What becomes of the services that changed when one of them fails. */
  public enum OnFailure {
    /** All of them go back to what they were. */
    ROLLBACK,
    /** They stay as they are. */
    KEEP
  }
}
