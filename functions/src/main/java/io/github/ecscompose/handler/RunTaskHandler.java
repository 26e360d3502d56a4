package io.github.ecscompose.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.step.RunTask;

/** The function of the state {@code RunTask}. */
public final class RunTaskHandler extends JsonHandler {

  private final RunTask step;

  public RunTaskHandler() {
    this(Wiring.runTask());
  }

  RunTaskHandler(RunTask step) {
    this.step = step;
  }

  @Override
  protected ObjectNode handle(JsonNode input) {
    return object()
        .put(
            "target",
            step.run(deployment(input), text(input, "service"), text(input, "taskDefinitionArn")));
  }
}
