package io.github.ecscompose.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.step.RemoveService;

/** The function of the state {@code RemoveService}. */
public final class RemoveServiceHandler extends JsonHandler {

  private final RemoveService step;

  public RemoveServiceHandler() {
    this(Wiring.removeService());
  }

  RemoveServiceHandler(RemoveService step) {
    this.step = step;
  }

  @Override
  protected ObjectNode handle(JsonNode input) {
    step.run(deployment(input), text(input, "service"));
    return object();
  }
}
