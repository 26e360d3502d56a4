package io.github.ecscompose.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeployRequest;
import io.github.ecscompose.deployment.RequestDocument;
import io.github.ecscompose.step.PlanDestroy;
import io.github.ecscompose.step.PlanDestroy.Outline;
import java.util.List;

/** The function of the state {@code PlanDestroy}. */
public final class PlanDestroyHandler extends JsonHandler {

  private final PlanDestroy step;

  public PlanDestroyHandler() {
    this(Wiring.planDestroy());
  }

  PlanDestroyHandler(PlanDestroy step) {
    this.step = step;
  }

  /** The step writes a status before it reads, so only the reading is gone through. */
  @Override
  protected void prime() {
    RequestDocument.read(object());
  }

  @Override
  protected ObjectNode handle(JsonNode input) {
    DeployRequest request = RequestDocument.read(input.path("request"));
    Outline outline = step.run(request);
    ObjectNode answer =
        object()
            .put("cluster", request.reference().cluster())
            .put("id", request.reference().id())
            .put("schedule", outline.schedule())
            .put("remains", outline.remains());
    ArrayNode waves = answer.putArray("waves");
    for (List<String> wave : outline.waves()) {
      ArrayNode services = waves.addObject().putArray("services");
      for (String service : wave) {
        ObjectNode item = services.addObject().put("service", service).put("type", "remove");
        int offset = outline.offsets().getOrDefault(service, 0);
        if (offset > 0) {
          item.put("offset", offset);
        }
      }
    }
    return answer;
  }
}
