package io.github.ecscompose.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.error.DrainingException;
import io.github.ecscompose.error.NotOursException;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.plan.DeploymentPlan;
import io.github.ecscompose.plan.DeploymentPlan.Action;
import io.github.ecscompose.plan.DeploymentPlan.ServicePlan;
import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.plan.Names;
import io.github.ecscompose.plan.Replacement;
import io.github.ecscompose.plan.ServiceDocuments;
import io.github.ecscompose.plan.ServiceDocuments.Ties;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.stackfile.Service;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Creates the service, or brings the one that runs to what it should be. */
public final class UpdateService {

  static final String NAME = "UpdateService";

  private final Documents documents;
  private final DeploymentRecords records;
  private final Clusters clusters;
  private final ForeignChanges foreignChanges;

  public UpdateService(DeploymentFiles files, DeploymentRecords records, Clusters clusters) {
    this.documents = new Documents(files);
    this.records = records;
    this.clusters = clusters;
    this.foreignChanges = new ForeignChanges(documents, clusters);
  }

  /**
   * The id of the ECS deployment that has to become stable.
   *
   * @throws DrainingException while an older service of that name drains
   * @throws NotOursException if somebody made a service of that name since the plan
   * @throws RefusedException if somebody changed or deleted the service since the plan
   */
  public String run(DeploymentReference deployment, String serviceName, Ties ties) {
    Service service = documents.service(deployment, serviceName);
    DeploymentPlan plan = documents.plan(deployment);
    ServicePlan servicePlan = documents.servicePlan(deployment, serviceName);
    boolean repeated = records.begin(deployment, serviceName, NAME);
    Map<String, String> tags =
        Tags.ofService(
            deployment.cluster(),
            service,
            servicePlan.digest(),
            deployment.id(),
            ties.taskDefinition());
    if (plan.updateOnly() && hasMoreThanAService(service)) {
      // What was left out is made by the next full deployment, which a new digest would hide.
      tags.remove(Tags.DIGEST);
    }
    boolean replaces = servicePlan.action() == Action.REPLACE;
    if (replaces) {
      tags.put(Tags.STAND_IN, Names.standIn(serviceName));
    }
    ObjectNode wanted = ServiceDocuments.create(service, ties);

    // A service that is to be created and has a task definition is one that drained.
    boolean isNew =
        servicePlan.action() == Action.CREATE
            && servicePlan.liveTaskDefinition().isEmpty()
            && !repeated;
    Optional<LiveService> live =
        isNew ? Optional.empty() : clusters.service(deployment.cluster(), serviceName);
    foreignChanges.refuse(deployment, servicePlan, live, wanted);
    requireNotDraining(live);
    if (replaces) {
      live.ifPresent(found -> requireReplaced(found, wanted));
      if (plan.updateOnly() && live.isEmpty()) {
        keepTies(deployment, serviceName, wanted);
      }
    }
    LiveService brought =
        live.isPresent()
            ? update(deployment, live.get(), wanted, plan, tags)
            : create(deployment, serviceName, wanted, tags);
    String target =
        brought
            .primary()
            .map(LiveService.Deployment::id)
            .orElseThrow(() ->
                new RefusedException(
                    "ECS gives no deployment for the service %s. Is its deployment controller another one than ECS?"
                        .formatted(serviceName)));
    records.stabilizing(deployment, serviceName, ties.taskDefinition(), target);
    return target;
  }

  private static boolean hasMoreThanAService(Service service) {
    return service.loadBalancer().isPresent() || service.discovery().isPresent();
  }

  private static void requireNotDraining(Optional<LiveService> live) {
    live.filter(found -> found.status().equals("DRAINING"))
        .ifPresent(found -> {
          throw new DrainingException(
              "The service %s of an earlier time drains still; ECS lets its name be used again when it is gone."
                  .formatted(found.name()));
        });
  }

  /** ECS may show a service that was deleted a moment ago as it was before. */
  private static void requireReplaced(LiveService live, ObjectNode wanted) {
    if (Replacement.isNeeded(live, wanted)) {
      throw new DrainingException(
          "The service %s was deleted to be made anew, and ECS shows it still."
              .formatted(live.name()));
    }
  }

  private void keepTies(DeploymentReference deployment, String service, ObjectNode wanted) {
    new KeptTies(documents)
        .keep(
            deployment,
            service,
            wanted,
            clusters.services(deployment.cluster(), List.of(Names.standIn(service))));
  }

  private LiveService create(
      DeploymentReference deployment, String service, ObjectNode wanted, Map<String, String> tags) {
    return clusters.create(
        deployment.cluster(), wanted, tags, Names.token(deployment.toString(), "create", service));
  }

  /**
   * Tags come last, those that go before those that come: where the latter are right, everything
   * before them was done.
   */
  private LiveService update(
      DeploymentReference deployment,
      LiveService live,
      ObjectNode wanted,
      DeploymentPlan plan,
      Map<String, String> tags) {
    boolean done = live.tags().entrySet().containsAll(tags.entrySet());
    Set<String> obsolete =
        new HashSet<>(plan.service(live.name()).map(ServicePlan::removedTags).orElseGet(Set::of));
    if (!tags.containsKey(Tags.DIGEST)) {
      // Left there, it would call what was brought about before the live state.
      obsolete.add(Tags.DIGEST);
    }
    if (plan.updateOnly()) {
      wanted.remove(List.of("loadBalancers", "serviceRegistries"));
    }
    if (plan.service(live.name()).stream().noneMatch(ServicePlan::changesCount)) {
      // Autoscaling's, or somebody's who changed it since the plan: not this deployment's.
      wanted.remove("desiredCount");
    }
    ObjectNode update = ServiceDocuments.update(live, wanted);
    boolean nothing = update.size() == 1;
    if (!done && (plan.redeploy() || (nothing && live.isGivenUp()))) {
      update.put("forceNewDeployment", true);
      nothing = false;
    }
    LiveService updated = nothing ? live : clusters.update(deployment.cluster(), update);
    if (!done) {
      untag(live, obsolete);
      clusters.tag(live.arn(), tags);
    }
    return updated;
  }

  private void untag(LiveService live, Set<String> keys) {
    Set<String> left =
        keys.stream().filter(live.tags()::containsKey).collect(Collectors.toUnmodifiableSet());
    if (!left.isEmpty()) {
      clusters.untag(live.arn(), left);
    }
  }
}
