package io.github.ecscompose.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.step.EnsureSchedule;

/** The function of the state {@code EnsureSchedule}. */
public final class EnsureScheduleHandler extends JsonHandler {

  private final EnsureSchedule step;

  public EnsureScheduleHandler() {
    this(Wiring.ensureSchedule());
  }

  EnsureScheduleHandler(EnsureSchedule step) {
    this.step = step;
  }

  @Override
  protected ObjectNode handle(JsonNode input) {
    return object().put("schedule", step.run(deployment(input)).name());
  }
}
