package io.github.ecscompose.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.json.JsonText;
import io.github.ecscompose.step.RemoveRemains;

/** The function of the state {@code RemoveRemains}. */
public final class RemoveRemainsHandler extends JsonHandler {

  private final RemoveRemains step;

  public RemoveRemainsHandler() {
    this(Wiring.removeRemains());
  }

  RemoveRemainsHandler(RemoveRemains step) {
    this.step = step;
  }

  @Override
  protected ObjectNode handle(JsonNode input) {
    RemoveRemains.Outcome outcome =
        step.run(
            deployment(input), JsonText.member(input, "service"), input.path("attempt").asInt());
    return object().put("done", outcome.done()).put("waitSeconds", outcome.waitSeconds());
  }
}
