package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.error.EcsComposeException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Tells everybody who wants to know that a deployment has another status. What it is told of are
 * the changes of the table's rows, so that no status goes unannounced, whoever wrote it.
 */
public final class Announce {

  private final EventBus events;

  public Announce(EventBus events) {
    this.events = events;
  }

  /**
   * A deployment's row after a write.
   *
   * @param previous the status before the write; empty where the row is new
   */
  public record StatusChange(Optional<DeploymentStatus> previous, DeploymentRecord deployment) {
    public StatusChange {
      Objects.requireNonNull(previous, "previous");
      Objects.requireNonNull(deployment, "deployment");
    }

    boolean isOne() {
      return previous.filter(deployment.status()::equals).isEmpty();
    }
  }

  /**
   * Announces those writes that changed a status. Repeated, it announces them again: whoever
   * listens has to bear an event that comes twice.
   *
   * @param writes at most ten, in their order
   * @return what was announced
   * @throws EcsComposeException if an event was not taken
   */
  public List<StatusChange> run(List<StatusChange> writes) {
    List<StatusChange> changes = writes.stream().filter(StatusChange::isOne).toList();
    if (!changes.isEmpty()) {
      events.publish(changes);
    }
    return changes;
  }
}
