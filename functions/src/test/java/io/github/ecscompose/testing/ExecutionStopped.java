package io.github.ecscompose.testing;

/** Somebody stopped the execution: nothing of it goes on, not even what catches every error. */
public final class ExecutionStopped extends Error {

  private static final long serialVersionUID = 1L;

  public ExecutionStopped(String when) {
    super("stopped " + when);
  }
}
