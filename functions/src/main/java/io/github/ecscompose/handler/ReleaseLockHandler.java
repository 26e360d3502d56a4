package io.github.ecscompose.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.deployment.RequestDocument;
import io.github.ecscompose.step.ReleaseLock;

/** The function of the state {@code ReleaseLock}. */
public final class ReleaseLockHandler extends JsonHandler {

  private final ReleaseLock step;

  public ReleaseLockHandler() {
    this(Wiring.releaseLock());
  }

  ReleaseLockHandler(ReleaseLock step) {
    this.step = step;
  }

  /** The step writes without reading, so only the reading of its input is gone through. */
  @Override
  protected void prime() {
    RequestDocument.read(object());
  }

  @Override
  protected ObjectNode handle(JsonNode input) {
    step.run(
        RequestDocument.read(input.path("request")),
        DeploymentStatus.valueOf(text(input, "status")));
    return object();
  }
}
