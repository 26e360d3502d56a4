package io.github.ecscompose.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.plan.Limit;
import io.github.ecscompose.plan.Pace;
import io.github.ecscompose.plan.Undo;
import io.github.ecscompose.step.PlanRollBack;

/** The function of the state {@code PlanRollBack}. */
public final class PlanRollBackHandler extends JsonHandler {

  private final PlanRollBack step;

  public PlanRollBackHandler() {
    this(Wiring.planRollBack());
  }

  PlanRollBackHandler(PlanRollBack step) {
    this.step = step;
  }

  @Override
  protected ObjectNode handle(JsonNode input) {
    PlanRollBack.Outline outline = step.run(deployment(input));
    ObjectNode answer =
        object()
            .put("changed", !outline.undos().isEmpty())
            .put("leftovers", outline.leftovers())
            .put("deadline", outline.deadline().toString());
    ArrayNode services = answer.putArray("services");
    int changes = 0;
    for (Undo undo : outline.undos()) {
      changes += undo.serviceChanges();
      int offset = Pace.offset(Limit.SERVICE_CHANGES, changes - 1);
      ObjectNode item = item(undo);
      services.add(offset > 0 ? item.put("offset", offset) : item);
    }
    return answer;
  }

  private static ObjectNode item(Undo undo) {
    ObjectNode item = object().put("service", undo.service());
    return switch (undo) {
      case Undo.Remove remove -> item.put("type", "remove");
      case Undo.Restore restore -> {
        restore.loadBalancer().ifPresent(id -> item.put("stack", id));
        if (restore.replaced()) {
          item.put("standIn", true);
        }
        yield item.put("type", "restore").put("loadBalancer", restore.loadBalancer().isPresent());
      }
    };
  }
}
