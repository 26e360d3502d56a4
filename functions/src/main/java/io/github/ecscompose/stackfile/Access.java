package io.github.ecscompose.stackfile;

import java.util.Objects;
import java.util.Optional;

/**
 * What the tasks of a service may do, and who may look into them.
 *
 * @param taskRole ARN of the role that the containers assume
 * @param executionRole ARN of the role with which ECS pulls the image, reads secrets and writes
 *     logs
 * @param executeCommand whether a command may be run in a running container (ECS Exec)
 */
public record Access(
    Optional<String> taskRole, Optional<String> executionRole, boolean executeCommand) {

  /** No role, and no way in. */
  public static final Access NONE = new Access(Optional.empty(), Optional.empty(), false);

  public Access {
    Objects.requireNonNull(taskRole, "taskRole");
    Objects.requireNonNull(executionRole, "executionRole");
  }
}
