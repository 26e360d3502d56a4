package io.github.ecscompose.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.plan.DeploymentPlan.Action;
import io.github.ecscompose.plan.DeploymentPlan.ServicePlan;
import io.github.ecscompose.stackfile.Problem;
import io.github.ecscompose.stackfile.Service;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A plan as the API tells it: what {@code plan.json} says of each service but for what only the
 * workflow needs, how much there is of everything, and the order. Values that may be secret are
 * hidden in the plan already.
 */
public final class PlanReport {

  private PlanReport() {}

  /**
   * The report of a plan.
   *
   * @param waves the services that change, in the order of their dependencies
   * @param removals names of the services that go once all others are stable
   * @param warnings of the stackfile
   */
  public static ObjectNode of(
      String cluster,
      DeploymentPlan plan,
      List<List<Service>> waves,
      List<String> removals,
      List<Problem> warnings) {
    ObjectNode report =
        JsonNodeFactory.instance
            .objectNode()
            .put("cluster", cluster)
            .put("changed", !plan.changed().isEmpty())
            .put("redeploy", plan.redeploy())
            .put("update_only", plan.updateOnly());
    report.set("counts", counts(plan));
    ArrayNode services = report.putArray("services");
    JsonNode filed = PlanDocument.of(plan).path("services");
    filed.forEach(service -> services.add(service((ObjectNode) service)));
    ArrayNode order = report.putArray("waves");
    Stream.concat(
            waves.stream().map(wave -> wave.stream().map(Service::name).toList()),
            Stream.of(removals).filter(wave -> !wave.isEmpty()))
        .forEach(wave -> wave.forEach(order.addArray()::add));
    warnings(report.putArray("warnings"), warnings);
    return report;
  }

  private static ObjectNode service(ObjectNode filed) {
    ObjectNode service = filed.deepCopy();
    service.retain(List.of("service", "action", "changes", "notes"));
    return service;
  }

  /** Every action, also those of which there are none. */
  private static ObjectNode counts(DeploymentPlan plan) {
    Map<Action, Integer> counts = new EnumMap<>(Action.class);
    Stream.of(Action.values()).forEach(action -> counts.put(action, 0));
    plan.services().stream()
        .map(ServicePlan::action)
        .forEach(action -> counts.merge(action, 1, Integer::sum));
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    counts.forEach((action, count) -> node.put(word(action), count));
    return node;
  }

  private static String word(Action action) {
    return action == Action.NONE ? "unchanged" : action.name().toLowerCase(Locale.ROOT);
  }

  private static void warnings(ArrayNode list, List<Problem> warnings) {
    for (Problem warning : warnings) {
      list.addObject()
          .put("file", warning.file())
          .put("line", warning.line())
          .put("column", warning.column())
          .put("path", warning.path())
          .put("message", warning.message());
    }
  }
}
