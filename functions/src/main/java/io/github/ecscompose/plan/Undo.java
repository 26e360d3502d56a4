package io.github.ecscompose.plan;

import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.plan.DeploymentPlan.Action;
import io.github.ecscompose.stackfile.Service;
import java.util.Objects;
import java.util.Optional;

/** How what a deployment did to a service is undone. Pure. */
public sealed interface Undo {

  String service();

  /** Changes of services, as AWS counts them, that it takes at most at about the same time. */
  default int serviceChanges() {
    return switch (this) {
      case Restore restore when restore.replaced() -> Pace.CHANGES_OF_REPLACEMENT;
      case Restore restore -> 1;
      case Remove remove -> 1;
    };
  }

  /**
   * What a service and its load balancer were last brought to.
   *
   * @param deployment id of the deployment that did it
   */
  record Design(String deployment, Service service) {
    public Design {
      Objects.requireNonNull(deployment, "deployment");
      Objects.requireNonNull(service, "service");
    }
  }

  /**
   * It goes back to what it was.
   *
   * @param loadBalancer id of the deployment to whose design its load balancer goes back; absent
   *     where the load balancer was not changed, or nothing tells what it was
   * @param replaced whether another one may have taken its place by now
   */
  record Restore(String service, Optional<String> loadBalancer, boolean replaced) implements Undo {
    public Restore {
      Objects.requireNonNull(service, "service");
      Objects.requireNonNull(loadBalancer, "loadBalancer");
    }
  }

  /** It was not there, and goes, with all that was made for it. */
  record Remove(String service) implements Undo {
    public Remove {
      Objects.requireNonNull(service, "service");
    }
  }

  /**
   * What to undo of a service; empty where nothing was done, or nothing can be undone: a task that
   * ran has run, and what was removed is gone.
   *
   * @param former what the service was last brought to, where it is known
   */
  static Optional<Undo> of(
      ServiceRecord row, Before before, Service definition, Optional<Design> former) {
    if (!isTouched(row) || isBeyondUndoing(Action.valueOf(row.action()))) {
      return Optional.empty();
    }
    return Optional.of(
        before
            .former()
            .<Undo>map(service ->
                new Restore(
                    row.service(),
                    former
                        .filter(design -> isBalanced(definition, design.service()))
                        .map(Design::deployment),
                    row.action().equals(Action.REPLACE.name())))
            .orElseGet(() -> new Remove(row.service())));
  }

  private static boolean isTouched(ServiceRecord row) {
    return switch (row.state()) {
      case PENDING, NOT_BEGUN, ROLLED_BACK -> false;
      case DEPLOYING, STABILIZING, SUCCEEDED, FAILED, ROLLING_BACK -> true;
    };
  }

  /** Whether rolling back leaves what that action did. */
  static boolean isBeyondUndoing(Action action) {
    return switch (action) {
      case RUN, REMOVE, NONE, SKIP -> true;
      case CREATE, UPDATE, REPLACE, ADOPT, REDEPLOY -> false;
    };
  }

  private static boolean isBalanced(Service definition, Service former) {
    return definition.loadBalancer().isPresent() && former.loadBalancer().isPresent();
  }
}
