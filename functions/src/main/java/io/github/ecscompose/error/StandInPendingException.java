package io.github.ecscompose.error;

/**
 * A service is being replaced, and either its stand-in or the service itself is not stable yet. The
 * workflow asks again.
 */
public final class StandInPendingException extends EcsComposeException {

  private static final long serialVersionUID = 1L;

  public StandInPendingException(String message) {
    super(message);
  }

  public StandInPendingException(String message, Throwable cause) {
    super(message, cause);
  }
}
