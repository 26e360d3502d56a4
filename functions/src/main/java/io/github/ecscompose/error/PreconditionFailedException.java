package io.github.ecscompose.error;

/** What a caller demanded of a cluster does not hold; nothing was started. Never retried. */
public final class PreconditionFailedException extends EcsComposeException {

  private static final long serialVersionUID = 1L;

  public PreconditionFailedException(String message) {
    super(message);
  }
}
