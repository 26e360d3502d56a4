package io.github.ecscompose.stackfile;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a container may take of its machine.
 *
 * @param memory hard limit in MiB; absent for a sidecar that shares its task's
 * @param memoryReservation in MiB, by which ECS finds a machine; absent where that is by memory
 * @param cpu units, of which 1024 are one vCPU; 0 for no reservation
 * @param gpus number of GPUs, 0 for none
 * @param ulimits by the name that ECS has for them
 */
public record Resources(
    Optional<Integer> memory,
    Optional<Integer> memoryReservation,
    int cpu,
    int gpus,
    Map<String, Ulimit> ulimits) {

  /** What a container has that asks for nothing. */
  public static final Resources DEFAULT =
      new Resources(Optional.of(1024), Optional.empty(), 0, 0, Map.of());

  public Resources {
    Objects.requireNonNull(memory, "memory");
    Objects.requireNonNull(memoryReservation, "memoryReservation");
    ulimits = Collections.unmodifiableMap(new TreeMap<>(ulimits));
  }

  /** Limits of the kernel, {@link #UNLIMITED} for none. */
  public record Ulimit(int soft, int hard) {

    public static final int UNLIMITED = -1;
  }
}
