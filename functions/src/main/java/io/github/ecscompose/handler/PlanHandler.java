package io.github.ecscompose.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.stackfile.Service;
import io.github.ecscompose.step.Plan;
import java.util.List;
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
            .put("changed", outline.changes())
            .put("namespace", outline.needsNamespace())
            .put("schedule", outline.needsSchedule())
            .put("deadline", outline.deadline().toString())
            .put("rollBack", outline.rollBack());
    ArrayNode waves = answer.putArray("waves");
    for (List<Service> wave : outline.waves()) {
      ArrayNode services = waves.addObject().putArray("services");
      wave.forEach(service -> services.add(item(outline, service)));
    }
    if (!outline.removals().isEmpty()) {
      // Last, so that nothing goes before all that stays is stable.
      ArrayNode services = waves.addObject().putArray("services");
      outline
          .removals()
          .forEach(service ->
              services.add(
                  paced(outline, service, object().put("service", service).put("type", "remove"))));
    }
    return answer;
  }

  private static ObjectNode item(Plan.Outline outline, Service service) {
    ObjectNode item =
        object()
            .put("service", service.name())
            .put("type", service.kind().name().toLowerCase(Locale.ROOT))
            .put("loadBalancer", outline.needsLoadBalancer(service))
            .put("discovery", outline.needsDiscovery(service));
    if (outline.concernsStandIn(service)) {
      item.put("standIn", true);
    }
    return paced(outline, service.name(), item);
  }

  /** Most services need not wait, and what travels through the workflow has to stay small. */
  private static ObjectNode paced(Plan.Outline outline, String service, ObjectNode item) {
    int offset = outline.offsets().getOrDefault(service, 0);
    return offset > 0 ? item.put("offset", offset) : item;
  }
}
