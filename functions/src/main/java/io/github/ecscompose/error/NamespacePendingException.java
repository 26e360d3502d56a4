package io.github.ecscompose.error;

/**
 * The private DNS namespace is still being made, which takes AWS up to a minute. The workflow asks
 * again.
 */
public final class NamespacePendingException extends EcsComposeException {

  private static final long serialVersionUID = 1L;

  public NamespacePendingException(String message) {
    super(message);
  }

  public NamespacePendingException(String message, Throwable cause) {
    super(message, cause);
  }
}
