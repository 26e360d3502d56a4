package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeployRequest.Trigger;
import io.github.ecscompose.deployment.DeploymentId;
import io.github.ecscompose.deployment.DeploymentReference;
import java.time.Instant;
import java.util.Objects;

/**
 * Who asks the API for something that becomes a deployment. Equal callers get the same deployment:
 * a call that is repeated starts nothing twice.
 *
 * @param by the caller's ARN
 * @param seed makes the deployment's id unique, as the request's id or the key of what is repeated
 * @param at when it was asked for, of what is repeated the first time
 * @param precondition what has to hold of the cluster
 */
public record Caller(String by, String seed, Instant at, Precondition precondition) {

  public Caller {
    Objects.requireNonNull(by, "by");
    Objects.requireNonNull(seed, "seed");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(precondition, "precondition");
  }

  /** The deployment that comes of the call. */
  public DeploymentReference deployment(String cluster) {
    return new DeploymentReference(cluster, DeploymentId.of(at, seed));
  }

  public Trigger trigger() {
    return new Trigger("api", by, at.toString());
  }
}
