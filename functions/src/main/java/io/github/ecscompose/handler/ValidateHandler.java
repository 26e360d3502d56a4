package io.github.ecscompose.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.RequestDocument;
import io.github.ecscompose.step.Validate;

/** The function of the state {@code Validate}. */
public final class ValidateHandler extends JsonHandler {

  private final Validate step;

  public ValidateHandler() {
    this(Wiring.validate());
  }

  ValidateHandler(Validate step) {
    this.step = step;
  }

  @Override
  protected ObjectNode handle(JsonNode input) {
    DeploymentReference deployment = step.run(RequestDocument.read(input));
    return object().put("cluster", deployment.cluster()).put("id", deployment.id());
  }
}
