package io.github.ecscompose.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.RequestDocument;
import io.github.ecscompose.plan.TaskDefinitions;
import io.github.ecscompose.stackfile.Source;
import io.github.ecscompose.stackfile.StackfileReader;
import io.github.ecscompose.stackfile.Variables;
import io.github.ecscompose.step.Validate;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The function of the state {@code Validate}. */
public final class ValidateHandler extends JsonHandler {

  private final Validate step;

  public ValidateHandler() {
    this(Wiring.validate());
  }

  ValidateHandler(Validate step) {
    this.step = step;
  }

  /** Validate begins with a row of its own, so only the reading is gone through. */
  @Override
  protected void prime() {
    byte[] stackfile = "services: {worker: {image: worker}}".getBytes(StandardCharsets.UTF_8);
    StackfileReader.read(
        List.of(new Source("stackfile.yml", stackfile)),
        "cluster",
        new Variables(Map.of()),
        service -> TaskDefinitions.of("cluster", service).size());
  }

  @Override
  protected ObjectNode handle(JsonNode input) {
    DeploymentReference deployment = step.run(RequestDocument.read(input));
    return object().put("cluster", deployment.cluster()).put("id", deployment.id());
  }
}
