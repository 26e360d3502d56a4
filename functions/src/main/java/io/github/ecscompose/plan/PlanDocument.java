package io.github.ecscompose.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.json.JsonText;
import io.github.ecscompose.plan.DeploymentPlan.Action;
import io.github.ecscompose.plan.DeploymentPlan.ServicePlan;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** {@code plan.json}. Written by hand: reflection would cost every function's cold start. */
public final class PlanDocument {

  private PlanDocument() {}

  public static ObjectNode of(DeploymentPlan plan) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("redeploy", plan.redeploy());
    document.put("update_only", plan.updateOnly());
    ArrayNode services = document.putArray("services");
    for (ServicePlan service : plan.services()) {
      ObjectNode node = services.addObject();
      node.put("service", service.service());
      node.put("action", service.action().name());
      node.put("digest", service.digest());
      changes(node.putArray("changes"), service.changes());
      if (!service.notes().isEmpty()) {
        service.notes().forEach(node.putArray("notes")::add);
      }
      service.liveTaskDefinition().ifPresent(arn -> node.put("liveTaskDefinition", arn));
      node.put("familyExists", service.familyExists());
      ArrayNode limits = node.putArray("limits");
      service.limits().stream().sorted().map(Limit::name).forEach(limits::add);
    }
    return document;
  }

  private static void changes(ArrayNode list, List<Change> changes) {
    for (Change change : changes) {
      ObjectNode node = list.addObject().put("path", change.path());
      change.before().ifPresent(value -> node.put("before", value));
      change.after().ifPresent(value -> node.put("after", value));
    }
  }

  public static DeploymentPlan read(JsonNode document) {
    List<ServicePlan> services = new ArrayList<>();
    for (JsonNode node : document.path("services")) {
      services.add(
          new ServicePlan(
              node.path("service").asText(),
              Action.valueOf(node.path("action").asText()),
              node.path("digest").asText(),
              changes(node.path("changes")),
              notes(node.path("notes")),
              JsonText.member(node, "liveTaskDefinition"),
              node.path("familyExists").asBoolean(),
              limits(node.path("limits"))));
    }
    return new DeploymentPlan(
        document.path("redeploy").asBoolean(), document.path("update_only").asBoolean(), services);
  }

  private static List<String> notes(JsonNode list) {
    List<String> notes = new ArrayList<>();
    list.forEach(note -> notes.add(note.asText()));
    return notes;
  }

  private static List<Change> changes(JsonNode list) {
    List<Change> changes = new ArrayList<>();
    for (JsonNode node : list) {
      changes.add(
          new Change(
              node.path("path").asText(),
              JsonText.member(node, "before"),
              JsonText.member(node, "after")));
    }
    return changes;
  }

  private static Set<Limit> limits(JsonNode list) {
    Set<Limit> limits = EnumSet.noneOf(Limit.class);
    list.forEach(name -> limits.add(Limit.valueOf(name.asText())));
    return limits;
  }
}
