package io.github.ecscompose.step;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.plan.DestroyPlan;
import io.github.ecscompose.plan.Left;
import io.github.ecscompose.plan.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What came of a destroy beside its services.
 *
 * @param removed as {@code load balancer shop-web-lb}, in the order of their going
 */
record Destroyed(List<String> removed, List<Left> left, List<String> warnings) {

  /** Sentences of a row's error; report.json has all. */
  private static final int NAMED = 5;

  Destroyed {
    removed = List.copyOf(removed);
    left = List.copyOf(left);
    warnings = List.copyOf(warnings);
  }

  /** Of one that was planned; what was not come to is left. */
  static Optional<Destroyed> of(Documents documents, DeploymentReference deployment) {
    return documents.destroyPlan(deployment).map(plan -> of(plan, documents.left(deployment)));
  }

  private static Destroyed of(DestroyPlan plan, Optional<List<Left>> found) {
    List<Left> left =
        found.orElseGet(() ->
            plan.resources().stream()
                .map(resource -> Left.of(resource, "the destroy ended before"))
                .toList());
    Set<String> staying = left.stream().map(Left::what).collect(Collectors.toSet());
    return new Destroyed(
        plan.resources().stream()
            .map(Resource::text)
            .filter(text -> !staying.contains(text))
            .toList(),
        Stream.concat(plan.left().stream(), left.stream()).toList(),
        plan.warnings());
  }

  /**
   * How the destroy ended.
   *
   * @param ofServices how it would have, had there been nothing beside the services
   */
  DeploymentStatus status(DeploymentStatus ofServices) {
    if (!ofServices.hasSucceeded()) {
      return ofServices;
    }
    if (left.stream().anyMatch(Left::ours)) {
      return DeploymentStatus.FAILED;
    }
    return removed.isEmpty() ? ofServices : DeploymentStatus.SUCCEEDED;
  }

  /** Why something did not go, beside what is told of the services. */
  static Optional<String> error(Optional<Destroyed> destroyed, Optional<String> ofServices) {
    List<String> sentences =
        Stream.concat(ofServices.stream(), destroyed.flatMap(Destroyed::error).stream()).toList();
    return sentences.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", sentences));
  }

  private Optional<String> error() {
    List<String> ours = left.stream().filter(Left::ours).map(Left::toString).toList();
    if (ours.isEmpty()) {
      return Optional.empty();
    }
    String named = ours.stream().limit(NAMED).collect(Collectors.joining("; "));
    int more = ours.size() - NAMED;
    return Optional.of(
        "Not removed: " + (more > 0 ? named + "; and " + more + " more, see report.json" : named));
  }

  /** Adds it to a report, the services among it. */
  void addTo(ObjectNode report, List<ServiceRecord> services) {
    report.put("operation", "destroy");
    if (!warnings.isEmpty()) {
      ArrayNode notes = report.withArray("notes");
      warnings.forEach(notes::add);
    }
    List<String> all = new ArrayList<>();
    ArrayNode stay = report.putArray("left");
    for (ServiceRecord service : services) {
      if (service.state() == ServiceState.SUCCEEDED) {
        all.add("service " + service.service());
      } else {
        stay.addObject()
            .put("what", "service " + service.service())
            .put("why", service.error().orElse("it was not removed"))
            .put("ours", true);
      }
    }
    all.addAll(removed);
    all.forEach(report.putArray("removed")::add);
    for (Left each : left) {
      stay.addObject().put("what", each.what()).put("why", each.why()).put("ours", each.ours());
    }
  }
}
