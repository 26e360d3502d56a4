package io.github.ecscompose.plan;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a load balancer thinks of one target of a target group.
 *
 * @param id an IPv4 address, or a machine's id
 * @param state as {@code healthy} (API reference of Elastic Load Balancing, TargetHealth)
 * @param reason as {@code Target.Timeout}; empty where it is healthy
 * @param description the reason in words; empty where it is healthy
 */
public record TargetHealth(String id, String state, String reason, String description) {

  public TargetHealth {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(description, "description");
  }

  boolean isHealthy() {
    return state.equals("healthy");
  }

  /** Whether it is on its way out, with the task that it stands for. */
  boolean isLeaving() {
    return state.equals("draining") || state.equals("unhealthy.draining");
  }

  /** Whether it is an address, which tells the task that it belongs to. */
  boolean isAddress() {
    return !id.startsWith("i-");
  }

  /** Whether it gets no traffic: the target group is on no listener, or its zone is not enabled. */
  private boolean isUnused() {
    return state.equals("unused");
  }

  private boolean isRefused() {
    return state.equals("unhealthy") || state.equals("initial");
  }

  /** For a person: {@code unhealthy: Request timed out (Target.Timeout)}. */
  private String told() {
    String word = state.equals("initial") ? "still checked" : state;
    if (description.isEmpty()) {
      return reason.isEmpty() ? word : word + ": " + reason;
    }
    return word + ": " + description + (reason.isEmpty() ? "" : " (" + reason + ")");
  }

  /**
   * Why a service whose rollout ECS calls complete does not count as stable all the same; empty
   * where nothing speaks against it.
   *
   * <ul>
   *   <li>{@code unhealthy} and {@code initial}: not yet.
   *   <li>{@code draining}: passed over, since it stands for a task that is on its way out.
   *   <li>{@code unused}: not yet where no target gets traffic. Beside healthy ones it is a task in
   *       a zone that the load balancer does not serve, which ECS does not mend either.
   *   <li>{@code unavailable}: passed over, since the load balancer does not check it.
   *   <li>No target at all: ECS's word stands. It has registered each task and seen it healthy
   *       before it called the rollout complete, so that the answer is one from before that, or
   *       somebody took the targets away by hand.
   * </ul>
   */
  public static Optional<String> objection(List<TargetHealth> targets) {
    List<TargetHealth> refused = targets.stream().filter(TargetHealth::isRefused).toList();
    if (!refused.isEmpty()) {
      return Optional.of(told(refused));
    }
    List<TargetHealth> unused = targets.stream().filter(TargetHealth::isUnused).toList();
    return unused.isEmpty() || targets.stream().anyMatch(TargetHealth::isHealthy)
        ? Optional.empty()
        : Optional.of(told(unused));
  }

  /** What is wrong with those that are neither healthy nor leaving, grouped. */
  static Optional<String> problems(List<TargetHealth> targets) {
    List<TargetHealth> bad =
        targets.stream().filter(target -> target.isRefused() || target.isUnused()).toList();
    return bad.isEmpty() ? Optional.empty() : Optional.of(told(bad));
  }

  private static String told(List<TargetHealth> targets) {
    return Causes.of(targets.stream().map(TargetHealth::told).toList()).told("target", "targets");
  }
}
