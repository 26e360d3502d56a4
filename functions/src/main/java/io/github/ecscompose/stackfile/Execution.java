package io.github.ecscompose.stackfile;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How the process of a container is run.
 *
 * @param command empty for the image's own
 * @param entrypoint likewise
 * @param workingDir absolute path; absent for the image's own
 * @param user as docker takes it, as {@code 1000:1000}; absent for the image's own
 * @param init whether a small init process forwards signals and reaps processes
 * @param stopGracePeriod seconds until a process that was asked to stop is killed; absent for the
 *     machine's own setting
 */
public record Execution(
    List<String> command,
    List<String> entrypoint,
    Optional<String> workingDir,
    Optional<String> user,
    boolean init,
    boolean privileged,
    Optional<Integer> stopGracePeriod) {

  /** As the image says. */
  public static final Execution AS_BUILT =
      new Execution(
          List.of(), List.of(), Optional.empty(), Optional.empty(), false, false, Optional.empty());

  public Execution {
    command = List.copyOf(command);
    entrypoint = List.copyOf(entrypoint);
    Objects.requireNonNull(workingDir, "workingDir");
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(stopGracePeriod, "stopGracePeriod");
  }
}
