package io.github.ecscompose.error;

/**
 * A resource of the wanted name exists, and neither ecs-compose nor the older tool made it for this
 * cluster. Never retried.
 */
public final class NotOursException extends EcsComposeException {

  private static final long serialVersionUID = 1L;

  public NotOursException(String message) {
    super(message);
  }

  public NotOursException(String message, Throwable cause) {
    super(message, cause);
  }
}
