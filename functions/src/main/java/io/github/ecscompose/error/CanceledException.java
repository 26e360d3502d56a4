package io.github.ecscompose.error;

/** Somebody asked that the deployment goes no further. Never retried. */
public final class CanceledException extends EcsComposeException {

  private static final long serialVersionUID = 1L;

  public CanceledException(String message) {
    super(message);
  }
}
