package io.github.ecscompose.error;

/** AWS refused a call and would refuse it again. Never retried. */
public final class RefusedException extends EcsComposeException {

  private static final long serialVersionUID = 1L;

  public RefusedException(String message) {
    super(message);
  }

  public RefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
