package io.github.ecscompose.testing.machine;

/** A state failed, with the name by which {@code Retry} and {@code Catch} know it. */
public final class StateFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String error;

  public StateFailure(String error, String cause) {
    super(cause);
    this.error = error;
  }

  public StateFailure(String error, String cause, Throwable origin) {
    super(cause, origin);
    this.error = error;
  }

  public String error() {
    return error;
  }

  public String cause() {
    return String.valueOf(getMessage());
  }
}
