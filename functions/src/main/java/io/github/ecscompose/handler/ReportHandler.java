package io.github.ecscompose.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.deployment.FailureCause;
import io.github.ecscompose.deployment.RequestDocument;
import io.github.ecscompose.step.Report;
import io.github.ecscompose.step.Report.Failure;
import java.util.Optional;

/** The function of the state {@code Report}. */
public final class ReportHandler extends JsonHandler {

  private final Report step;

  public ReportHandler() {
    this(Wiring.report());
  }

  ReportHandler(Report step) {
    this.step = step;
  }

  /** Report writes a row where there is none, so only the reading is gone through. */
  @Override
  protected void prime() {
    RequestDocument.read(object());
  }

  @Override
  protected ObjectNode handle(JsonNode input) {
    Report.Result result =
        step.run(
            RequestDocument.read(input.path("request")),
            failure(input.path("failure")),
            failure(input.path("rollBackFailure")));
    return object()
        .put("status", result.status().name())
        .put("cluster", result.deployment().cluster())
        .put("id", result.deployment().id())
        .put("error", result.error().isEmpty() ? "" : errorName(result.status()))
        .put("cause", result.error().orElse(""));
  }

  private static Optional<Failure> failure(JsonNode node) {
    return Optional.of(node)
        .filter(JsonNode::isObject)
        .map(told -> new Failure(told.path("error").asText(), told.path("cause").asText()));
  }

  /** The name with which the execution fails. */
  private static String errorName(DeploymentStatus status) {
    return switch (status) {
      case REJECTED -> "StackfileRejected";
      case ROLLED_BACK -> "DeploymentRolledBack";
      case SUPERSEDED -> FailureCause.SUPERSEDED;
      case CANCELED -> "DeploymentCanceled";
      case QUEUED, VALIDATING, DEPLOYING, STABILIZING, ROLLING_BACK, SUCCEEDED, UNCHANGED, FAILED ->
          "DeploymentFailed";
    };
  }
}
