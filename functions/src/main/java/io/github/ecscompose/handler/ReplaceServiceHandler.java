package io.github.ecscompose.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.step.ReplaceService;
import java.time.Instant;

/** The function of the state {@code ReplaceService}. */
public final class ReplaceServiceHandler extends JsonHandler {

  private final ReplaceService step;

  public ReplaceServiceHandler() {
    this(Wiring.replaceService());
  }

  ReplaceServiceHandler(ReplaceService step) {
    this.step = step;
  }

  @Override
  protected ObjectNode handle(JsonNode input) {
    DeploymentReference deployment = deployment(input);
    String service = text(input, "service");
    Instant deadline = Instant.parse(text(input, "deadline"));
    if (input.path("type").asText().equals("restore")) {
      step.runBack(deployment, service, deadline);
    } else {
      step.run(deployment, service, UpdateServiceHandler.ties(input), deadline);
    }
    return object();
  }
}
