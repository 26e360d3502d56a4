package io.github.ecscompose.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.error.NotOursException;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.plan.Before;
import io.github.ecscompose.plan.Before.Former;
import io.github.ecscompose.plan.Change;
import io.github.ecscompose.plan.DeploymentPlan.Action;
import io.github.ecscompose.plan.DeploymentPlan.ServicePlan;
import io.github.ecscompose.plan.Interference;
import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.plan.LoadBalancingDesign;
import io.github.ecscompose.plan.ServiceDocuments;
import io.github.ecscompose.plan.ServiceDocuments.Ties;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.plan.TaskDefinitions;
import io.github.ecscompose.stackfile.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Refuses to touch a service that somebody else changed, made or deleted since the deployment's
 * plan looked at it. An attempt of the deployment's own whose answer was lost is nobody else's.
 */
final class ForeignChanges {

  private static final List<String> TIES = List.of("loadBalancers", "serviceRegistries");

  private final Documents documents;
  private final Clusters clusters;

  ForeignChanges(Documents documents, Clusters clusters) {
    this.documents = documents;
    this.clusters = clusters;
  }

  /**
   * Before a service is updated that the plan found, or made anew that it did not find.
   *
   * @param live what there is under its name now
   * @param wanted the members of CreateService
   * @throws NotOursException if somebody made a service under that name
   * @throws RefusedException if somebody changed or deleted it
   */
  void refuse(
      DeploymentReference deployment,
      ServicePlan plan,
      Optional<LiveService> live,
      ObjectNode wanted) {
    Optional<Former> found = found(deployment, plan);
    boolean stays = found.isPresent() && plan.action() != Action.REPLACE;
    if (stays && live.stream().noneMatch(LiveService::isActive)) {
      throw new RefusedException(
          "Somebody deleted the service %s since this deployment looked at it. Deploy again to have it made again."
              .formatted(plan.service()));
    }
    live.filter(LiveService::isActive)
        .ifPresent(there -> {
          if (plan.action() != Action.ADOPT) {
            requireOurs(deployment, plan, there);
          }
          refuse(there, changes(deployment, plan, there, wanted));
        });
  }

  /**
   * Before a service is replaced.
   *
   * @param wanted the members of CreateService of what takes its place
   * @throws NotOursException if somebody made another service under that name
   * @throws RefusedException if somebody changed it
   */
  void refuseReplaced(
      DeploymentReference deployment, ServicePlan plan, LiveService live, ObjectNode wanted) {
    requireOurs(deployment, plan, live);
    List<String> revisions = plan.liveTaskDefinition().stream().toList();
    refuse(
        live,
        found(deployment, plan)
            .map(former -> Interference.of(former, revisions(plan, former, wanted), live, wanted))
            .orElseGet(() ->
                revisions.contains(live.taskDefinition())
                    ? List.of()
                    : Interference.ofMade(wanted, live)));
  }

  /**
   * Before a service goes back to what it was: what this deployment may have done is known from the
   * stackfile alone, since it may have failed before anything of it was noted.
   *
   * @throws NotOursException if somebody made another service under that name
   * @throws RefusedException if somebody changed it
   */
  void refuseBack(
      DeploymentReference deployment, ServiceRecord row, LiveService live, Former former) {
    Service service = documents.service(deployment, row.service());
    ServicePlan plan = documents.servicePlan(deployment, row.service());
    ObjectNode wanted = ServiceDocuments.create(service, ties(deployment, service, live));
    List<String> revisions = new ArrayList<>(revisions(plan, former, wanted));
    row.taskDefinition().ifPresent(revisions::add);
    if (!revisions.contains(live.taskDefinition()) && isDesigned(deployment, service, live)) {
      revisions.add(live.taskDefinition());
    }
    if (plan.action() != Action.ADOPT) {
      requireOurs(deployment, plan, live);
    }
    List<Change> changes = Interference.of(former, revisions, live, wanted);
    if (!changes.isEmpty()) {
      throw new RefusedException(
          "Somebody changed the service %s meanwhile, so it keeps what it has (%s). Deploy the stackfile that you want it to have."
              .formatted(live.name(), text(changes)));
    }
  }

  private Optional<Former> found(DeploymentReference deployment, ServicePlan plan) {
    return documents.before(deployment, plan.service()).flatMap(Before::former);
  }

  private static void requireOurs(
      DeploymentReference deployment, ServicePlan plan, LiveService live) {
    boolean ours =
        switch (plan.action()) {
          case UPDATE, REDEPLOY -> Tags.areOurs(live.tags(), deployment.cluster());
          case CREATE, REPLACE, ADOPT, RUN, REMOVE, NONE, SKIP ->
              Tags.areOf(live.tags(), deployment.cluster(), plan.service());
        };
    if (!ours) {
      throw new NotOursException(
          "Somebody made a service %s in the cluster %s since this deployment looked at it: it does not carry the tags of ecs-compose. Delete it or rename it, then deploy again."
              .formatted(plan.service(), deployment.cluster()));
    }
  }

  private List<Change> changes(
      DeploymentReference deployment, ServicePlan plan, LiveService live, ObjectNode wanted) {
    boolean makes = plan.action() == Action.CREATE || plan.action() == Action.REPLACE;
    if (makes && deployment.id().equals(live.tags().get(Tags.DEPLOYMENT))) {
      return Interference.ofMade(asTied(deployment, wanted, live), live);
    }
    return found(deployment, plan)
        .map(former -> Interference.of(former, revisions(plan, former, wanted), live, wanted))
        .orElse(List.of());
  }

  /** With {@code update_only}, what a service was tied to is not the stackfile's to say. */
  private ObjectNode asTied(DeploymentReference deployment, ObjectNode wanted, LiveService live) {
    ObjectNode tied = wanted.deepCopy();
    if (documents.plan(deployment).updateOnly()) {
      for (String member : TIES) {
        tied.remove(member);
        Optional.ofNullable(live.document().get(member)).ifPresent(is -> tied.set(member, is));
      }
    }
    return tied;
  }

  /** ECS itself may go back to the one before, where the plan found a rollout on its way. */
  private static List<String> revisions(ServicePlan plan, Former former, ObjectNode wanted) {
    List<String> revisions = new ArrayList<>(plan.liveTaskDefinition().stream().toList());
    revisions.add(former.taskDefinition());
    revisions.add(wanted.path("taskDefinition").asText());
    return revisions;
  }

  /** Those of the live service, where they can be this deployment's. */
  private static Ties ties(DeploymentReference deployment, Service service, LiveService live) {
    String targetGroup = first(live, "loadBalancers", "targetGroupArn");
    return new Ties(
        "",
        LoadBalancingDesign.of(deployment.cluster(), service)
            .map(design ->
                targetGroup.contains("/" + design.targetGroup().name()) ? targetGroup : ""),
        service.discovery().map(discovery -> first(live, "serviceRegistries", "registryArn")));
  }

  private static String first(LiveService live, String list, String member) {
    JsonNode elements = live.document().path(list);
    return elements.path(0).path(member).asText();
  }

  private boolean isDesigned(DeploymentReference deployment, Service service, LiveService live) {
    return clusters.taskDefinition(live.taskDefinition()).stream()
        .anyMatch(revision ->
            TaskDefinitions.of(deployment.cluster(), service)
                .meansTheSame(revision.definition(), service.name()));
  }

  private static void refuse(LiveService live, List<Change> changes) {
    if (!changes.isEmpty()) {
      throw new RefusedException(
          "Somebody changed the service %s since this deployment looked at it, so it is left as it is (%s). Deploy again: the plan then tells what that changes."
              .formatted(live.name(), text(changes)));
    }
  }

  private static String text(List<Change> changes) {
    return changes.stream().map(Change::toString).collect(Collectors.joining("; "));
  }
}
