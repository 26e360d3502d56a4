package io.github.ecscompose.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.step.RollBack;

/** The function of the state {@code RollBack}. */
public final class RollBackHandler extends JsonHandler {

  private final RollBack step;

  public RollBackHandler() {
    this(Wiring.rollBack());
  }

  RollBackHandler(RollBack step) {
    this.step = step;
  }

  @Override
  protected ObjectNode handle(JsonNode input) {
    step.run(deployment(input), text(input, "service"));
    return object();
  }
}
