package io.github.ecscompose.error;

/** AWS failed or did not answer, and may do so no longer in a while. The workflow retries it. */
public final class TransientException extends EcsComposeException {

  private static final long serialVersionUID = 1L;

  public TransientException(String message) {
    super(message);
  }

  public TransientException(String message, Throwable cause) {
    super(message, cause);
  }
}
