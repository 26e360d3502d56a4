package io.github.ecscompose.plan;

import io.github.ecscompose.deployment.DeployRequest;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.UploadedVersion;
import java.util.Objects;
import java.util.Optional;

/**
 * A deployment's wish to work on its cluster.
 *
 * @param executionArn of the execution that would hold the lock
 * @param turnOf for a turn of the schedule, the id of the deployment whose stackfile it deploys
 * @param upload the version of a stackfile whose upload asked for it
 * @param aside whether it concerns one service, which is no reason for another one to give way, and
 *     no other one is for it
 */
public record Claim(
    DeploymentReference deployment,
    String executionArn,
    Optional<String> turnOf,
    Optional<UploadedVersion> upload,
    boolean aside) {

  public Claim {
    Objects.requireNonNull(deployment, "deployment");
    Objects.requireNonNull(executionArn, "executionArn");
    Objects.requireNonNull(turnOf, "turnOf");
    Objects.requireNonNull(upload, "upload");
  }

  /** One that concerns all of the cluster. */
  public Claim(
      DeploymentReference deployment,
      String executionArn,
      Optional<String> turnOf,
      Optional<UploadedVersion> upload) {
    this(deployment, executionArn, turnOf, upload, false);
  }

  /** The claim of a request. A turn whose stackfile is no deployment's gives way to newer ones. */
  public static Claim of(DeployRequest request) {
    DeploymentReference deployment = request.reference();
    Optional<String> turnOf =
        request.trigger().isScheduled()
            ? deployment
                .at(request.stackfile().key())
                .map(DeploymentReference::id)
                .or(() -> Optional.of(deployment.id()))
            : Optional.empty();
    return new Claim(
        deployment,
        request.execution().arn(),
        turnOf,
        UploadedVersion.of(request),
        request.operation().onlyService().isPresent());
  }
}
