package io.github.ecscompose.stackfile;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * On what machines tasks run.
 *
 * @param launchType absent where the cluster decides, or the capacity providers do
 * @param capacityProviders empty where the launch type or the cluster decides
 * @param architecture absent where the machine decides
 * @param ephemeralStorage GiB of a Fargate task's own disk; absent for AWS's 20
 * @param constraints that a machine must fulfil
 * @param strategies by which ECS chooses among the machines, in their order
 */
public record Compute(
    Optional<LaunchType> launchType,
    List<CapacityProvider> capacityProviders,
    Optional<Architecture> architecture,
    Optional<Integer> ephemeralStorage,
    List<PlacementConstraint> constraints,
    List<PlacementStrategy> strategies) {

  /** As the cluster decides. */
  public static final Compute OF_CLUSTER =
      new Compute(
          Optional.empty(), List.of(), Optional.empty(), Optional.empty(), List.of(), List.of());

  public Compute {
    Objects.requireNonNull(launchType, "launchType");
    capacityProviders = List.copyOf(capacityProviders);
    Objects.requireNonNull(architecture, "architecture");
    Objects.requireNonNull(ephemeralStorage, "ephemeralStorage");
    constraints = List.copyOf(constraints);
    strategies = List.copyOf(strategies);
  }

  /** Whether tasks run on Fargate, where CPU and memory are the whole task's. */
  public boolean isFargate() {
    return isFargate(launchType, capacityProviders);
  }

  static boolean isFargate(Optional<LaunchType> launchType, List<CapacityProvider> providers) {
    return launchType.filter(LaunchType.FARGATE::equals).isPresent()
        || providers.stream().anyMatch(CapacityProvider::isFargate);
  }

  /** {@code launch_type} of the stackfile. */
  public enum LaunchType {
    EC2,
    FARGATE,
    EXTERNAL
  }

  /** Instruction set of the machines; the operating system is Linux. */
  public enum Architecture {
    X86_64,
    ARM64
  }

  /**
   * A share of the tasks.
   *
   * @param weight share of the tasks beyond all bases, relative to the other weights
   * @param base number of tasks that run there before any other; of one provider at most
   */
  public record CapacityProvider(String name, int weight, int base) {
    public CapacityProvider {
      Objects.requireNonNull(name, "name");
    }

    /** Whether it is one of the two that AWS has for Fargate. */
    public boolean isFargate() {
      return name.equals("FARGATE") || name.equals("FARGATE_SPOT");
    }
  }

  /**
   * How ECS chooses among machines.
   *
   * @param field as {@code attribute:ecs.availability-zone} or {@code memory}; absent for {@code
   *     RANDOM}
   */
  public record PlacementStrategy(Type type, Optional<String> field) {
    public PlacementStrategy {
      Objects.requireNonNull(type, "type");
      Objects.requireNonNull(field, "field");
    }

    /** {@code type} of the stackfile. */
    public enum Type {
      RANDOM,
      SPREAD,
      BINPACK
    }
  }
}
