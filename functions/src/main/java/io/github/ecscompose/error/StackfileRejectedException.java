package io.github.ecscompose.error;

/** What the user gave cannot be deployed as it is; nothing was touched. Never retried. */
public final class StackfileRejectedException extends EcsComposeException {

  private static final long serialVersionUID = 1L;

  public StackfileRejectedException(String message) {
    super(message);
  }

  public StackfileRejectedException(String message, Throwable cause) {
    super(message, cause);
  }
}
