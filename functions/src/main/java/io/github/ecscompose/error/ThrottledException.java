package io.github.ecscompose.error;

/** AWS went on throttling after the SDK's own retries. The workflow retries it, later. */
public final class ThrottledException extends EcsComposeException {

  private static final long serialVersionUID = 1L;

  public ThrottledException(String message) {
    super(message);
  }

  public ThrottledException(String message, Throwable cause) {
    super(message, cause);
  }
}
