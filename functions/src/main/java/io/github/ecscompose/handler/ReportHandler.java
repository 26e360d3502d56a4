package io.github.ecscompose.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeploymentStatus;
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
    Optional<Failure> failure =
        Optional.of(input.path("failure"))
            .filter(JsonNode::isObject)
            .map(node -> new Failure(node.path("error").asText(), node.path("cause").asText()));
    Report.Result result = step.run(RequestDocument.read(input.path("request")), failure);
    return object()
        .put("status", result.status().name())
        .put("cluster", result.deployment().cluster())
        .put("id", result.deployment().id())
        .put("error", result.error().isEmpty() ? "" : errorName(result.status()))
        .put("cause", result.error().orElse(""));
  }

  /** The name with which the execution fails. */
  private static String errorName(DeploymentStatus status) {
    return status == DeploymentStatus.REJECTED ? "StackfileRejected" : "DeploymentFailed";
  }
}
