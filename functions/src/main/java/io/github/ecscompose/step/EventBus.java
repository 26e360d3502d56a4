package io.github.ecscompose.step;

import io.github.ecscompose.error.EcsComposeException;
import io.github.ecscompose.step.Announce.StatusChange;
import java.util.List;

/** EventBridge's default bus. */
public interface EventBus {

  /**
   * Puts an event of each change on the bus.
   *
   * @param changes 1 to 10
   * @throws EcsComposeException if one was not taken; the others may have been
   */
  void publish(List<StatusChange> changes);
}
