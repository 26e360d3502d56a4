package io.github.ecscompose.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.plan.ServiceDocuments.Ties;
import io.github.ecscompose.step.UpdateService;
import java.util.Optional;

/** The function of the state {@code UpdateService}. */
public final class UpdateServiceHandler extends JsonHandler {

  private final UpdateService step;

  public UpdateServiceHandler() {
    this(Wiring.updateService());
  }

  UpdateServiceHandler(UpdateService step) {
    this.step = step;
  }

  @Override
  protected ObjectNode handle(JsonNode input) {
    return object().put("target", step.run(deployment(input), text(input, "service"), ties(input)));
  }

  /** What the states before have made for the service. */
  static Ties ties(JsonNode input) {
    return new Ties(
        text(input, "taskDefinitionArn"),
        Optional.ofNullable(input.path("targetGroupArn").textValue()),
        Optional.ofNullable(input.path("registryArn").textValue()));
  }
}
