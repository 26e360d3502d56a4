package io.github.ecscompose.error;

/**
 * The root of every error that ecs-compose raises by itself.
 *
 * <p>Lambda reports an exception by its fully qualified class name and the state machines' {@code
 * ErrorEquals} match on it, so the names of the subclasses are public API. A message says what was
 * tried, why it failed and what to do; it never holds a secret.
 */
public abstract sealed class EcsComposeException extends RuntimeException
    permits StackfileRejectedException,
        ThrottledException,
        TransientException,
        NamespacePendingException,
        DrainingException,
        StandInPendingException,
        PreconditionFailedException,
        RefusedException,
        NotOursException,
        CanceledException {

  private static final long serialVersionUID = 1L;

  protected EcsComposeException(String message) {
    super(message);
  }

  protected EcsComposeException(String message, Throwable cause) {
    super(message, cause);
  }
}
