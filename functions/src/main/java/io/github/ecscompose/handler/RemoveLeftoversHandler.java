package io.github.ecscompose.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.step.RemoveLeftovers;
import java.time.Instant;

/** The function of the state {@code RemoveLeftovers}. */
public final class RemoveLeftoversHandler extends JsonHandler {

  private final RemoveLeftovers step;

  public RemoveLeftoversHandler() {
    this(Wiring.removeLeftovers());
  }

  RemoveLeftoversHandler(RemoveLeftovers step) {
    this.step = step;
  }

  @Override
  protected ObjectNode handle(JsonNode input) {
    step.run(deployment(input), Instant.parse(text(input, "deadline")));
    return object();
  }
}
