package io.github.ecscompose.testing;

/** The process of a function is gone, in the middle of its work. */
public final class FunctionKilled extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public FunctionKilled(String when) {
    super("killed " + when);
  }
}
