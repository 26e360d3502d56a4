package io.github.ecscompose.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.step.WaitStable;
import io.github.ecscompose.step.WaitStable.Phase;
import java.time.Instant;

/** The function of the state {@code WaitStable}. */
public final class WaitStableHandler extends JsonHandler {

  private final WaitStable step;

  public WaitStableHandler() {
    this(Wiring.waitStable());
  }

  WaitStableHandler(WaitStable step) {
    this.step = step;
  }

  @Override
  protected ObjectNode handle(JsonNode input) {
    WaitStable.Outcome outcome =
        step.run(
            deployment(input),
            Instant.parse(text(input, "deadline")),
            input.path("rollBack").asBoolean() ? Phase.ROLL_BACK : Phase.DEPLOY);
    return object()
        .put("done", outcome.done())
        .put("failed", outcome.failed())
        .put("waitSeconds", outcome.waitSeconds());
  }
}
