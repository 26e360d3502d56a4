package io.github.ecscompose.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.step.RegisterTask;

/** The function of the state {@code RegisterTask}. */
public final class RegisterTaskHandler extends JsonHandler {

  private final RegisterTask step;

  public RegisterTaskHandler() {
    this(Wiring.registerTask());
  }

  RegisterTaskHandler(RegisterTask step) {
    this.step = step;
  }

  @Override
  protected ObjectNode handle(JsonNode input) {
    return object().put("taskDefinitionArn", step.run(deployment(input), text(input, "service")));
  }
}
