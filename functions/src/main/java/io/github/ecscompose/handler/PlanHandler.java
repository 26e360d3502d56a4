package io.github.ecscompose.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.stackfile.Service;
import io.github.ecscompose.step.Plan;
import java.util.Locale;

/** The function of the state {@code Plan}. */
public final class PlanHandler extends JsonHandler {

  private final Plan step;

  public PlanHandler() {
    this(Wiring.plan());
  }

  PlanHandler(Plan step) {
    this.step = step;
  }

  @Override
  protected ObjectNode handle(JsonNode input) {
    Plan.Outline outline = step.run(deployment(input));
    ObjectNode answer =
        object()
            .put("changed", !outline.changed().isEmpty())
            .put("namespace", outline.needsNamespace())
            .put("schedule", outline.needsSchedule());
    ArrayNode services = answer.putArray("services");
    for (Service service : outline.changed()) {
      services
          .addObject()
          .put("service", service.name())
          .put("type", service.kind().name().toLowerCase(Locale.ROOT))
          .put("loadBalancer", outline.needsLoadBalancer(service))
          .put("discovery", outline.needsDiscovery(service));
    }
    return answer;
  }
}
