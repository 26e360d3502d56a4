package io.github.ecscompose.error;

/** An older service of the same name drains still. The workflow asks again, later. */
public final class DrainingException extends EcsComposeException {

  private static final long serialVersionUID = 1L;

  public DrainingException(String message) {
    super(message);
  }

  public DrainingException(String message, Throwable cause) {
    super(message, cause);
  }
}
