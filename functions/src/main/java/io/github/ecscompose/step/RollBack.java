package io.github.ecscompose.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.TransientException;
import io.github.ecscompose.plan.Before;
import io.github.ecscompose.plan.Before.Former;
import io.github.ecscompose.plan.DeploymentPlan.Action;
import io.github.ecscompose.plan.DeploymentPlan.ServicePlan;
import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.plan.LoadBalancingDesign;
import io.github.ecscompose.plan.ServiceDocuments;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.stackfile.Service;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Brings a service that existed back to the settings, task definition and tags that it had. Where
 * ECS's circuit breaker did so already, nothing is left to do but to wait.
 */
public final class RollBack {

  static final String NAME = "RollBack";

  private static final String CREATED = "createdAt";
  private static final String COUNT = "desiredCount";
  private static final String REBALANCING = "availabilityZoneRebalancing";

  private final Documents documents;
  private final DeploymentRecords records;
  private final Clusters clusters;
  private final ForeignChanges foreignChanges;

  public RollBack(DeploymentFiles files, DeploymentRecords records, Clusters clusters) {
    this.documents = new Documents(files);
    this.records = records;
    this.clusters = clusters;
    this.foreignChanges = new ForeignChanges(documents, clusters);
  }

  /**
   * Brings it back, which is stable later.
   *
   * @throws RefusedException if somebody deleted, deployed or changed the service meanwhile
   * @throws TransientException while ECS does not show a service that was made again
   */
  public void run(DeploymentReference deployment, String serviceName) {
    Before before =
        documents
            .before(deployment, serviceName)
            .orElseThrow(() -> new NoSuchElementException(serviceName + " was not looked at"));
    Former former =
        before
            .former()
            .orElseThrow(() -> new NoSuchElementException(serviceName + " did not exist"));
    Service service = documents.service(deployment, serviceName);
    ServicePlan plan = documents.servicePlan(deployment, serviceName);
    boolean replaced = plan.action() == Action.REPLACE;
    LiveService live = find(deployment, serviceName, replaced);
    ServiceRecord row = row(deployment, serviceName);
    requireOurs(row, live, former);
    foreignChanges.refuseBack(deployment, row, live, former);
    LiveService back = update(deployment, live, former, wanted(live, plan, former));
    retag(live, given(deployment, service, plan), former.tags());

    String text =
        told(plan, former)
            + (replaced ? toldOfReplacement(live, former) : "")
            + leftOver(deployment, before);
    if (former.completed()) {
      records.rollingBack(
          deployment,
          serviceName,
          former.taskDefinition(),
          back.primary().map(LiveService.Deployment::id).orElse(""),
          text);
    } else {
      records.rolledBack(
          deployment,
          serviceName,
          ServiceState.ROLLED_BACK,
          Optional.of(text + "; it was not stable before either"));
    }
  }

  private LiveService find(DeploymentReference deployment, String service, boolean replaced) {
    return clusters
        .service(deployment.cluster(), service)
        .filter(LiveService::isActive)
        .orElseThrow(() ->
            replaced
                ? new TransientException(
                    "ECS does not show the service %s yet, which was made again."
                        .formatted(service))
                : new RefusedException(
                    "Somebody deleted the service %s while it was being deployed. Deploy the former stackfile to have it made again."
                        .formatted(service)));
  }

  private ServiceRecord row(DeploymentReference deployment, String service) {
    return records
        .service(deployment, service)
        .orElseThrow(() -> new NoSuchElementException(service + " has no row"));
  }

  /**
   * What ECS works towards has to be this deployment's, or on the way back already, by an earlier
   * call or by the circuit breaker. Where no rollout was noted, nothing tells them apart.
   */
  private static void requireOurs(ServiceRecord row, LiveService live, Former former) {
    Optional<LiveService.Deployment> other =
        live.primary()
            .filter(rollout -> row.target().isPresent())
            .filter(rollout -> !row.target().equals(Optional.of(rollout.id())))
            .filter(rollout -> !row.taskDefinition().equals(Optional.of(rollout.taskDefinition())))
            .filter(rollout -> !former.taskDefinition().equals(rollout.taskDefinition()));
    other.ifPresent(rollout -> {
      throw new RefusedException(
          "Somebody deployed the service %s meanwhile, so it keeps %s. Deploy the stackfile that you want it to have."
              .formatted(live.name(), Tags.revision(rollout.taskDefinition())));
    });
  }

  /** A rollout of the same revision leaves nothing to go back to. */
  private static String told(ServicePlan plan, Former former) {
    String revision = Tags.revision(former.taskDefinition());
    return plan.action() == Action.REDEPLOY
            && plan.liveTaskDefinition().equals(Optional.of(former.taskDefinition()))
        ? "its tasks stay new: the revision was %s before, too".formatted(revision)
        : "back to " + revision;
  }

  /** ECS tells when a service was made, and of one that was made again another time. */
  private static String toldOfReplacement(LiveService live, Former former) {
    boolean madeAgain = !live.document().path(CREATED).equals(former.document().path(CREATED));
    return madeAgain
        ? "; it was gone, and is made again"
        : "; it was still there, and its stand-in goes";
  }

  private static ObjectNode wanted(LiveService live, ServicePlan plan, Former former) {
    ObjectNode wanted = former.document().deepCopy();
    // A replacement takes all tasks from the service that it found.
    if (live.isToHaveTasks() && !plan.changesCount()) {
      // This deployment did not change it, so that another one is autoscaling's or somebody's.
      wanted.remove(COUNT);
    }
    return wanted;
  }

  private LiveService update(
      DeploymentReference deployment, LiveService live, Former former, ObjectNode wanted) {
    ObjectNode update = ServiceDocuments.update(live, wanted);
    restoreRebalancing(live, former, update);
    boolean nothing = update.size() == 1;
    if (hasProviders(live.document()) && !hasProviders(former.document())) {
      // So AWS goes back to the launch type (API reference of Amazon ECS, UpdateService).
      update.putArray("capacityProviderStrategy");
      update.put("forceNewDeployment", true);
    }
    if (nothing && live.isGivenUp()) {
      update.put("forceNewDeployment", true);
    }
    return update.size() == 1 ? live : clusters.update(deployment.cluster(), update);
  }

  /** No stackfile decides it, but an update may have had to turn it off. */
  private static void restoreRebalancing(LiveService live, Former former, ObjectNode update) {
    JsonNode before = former.document().path(REBALANCING);
    update.remove(REBALANCING);
    if (before.isTextual() && !before.equals(live.document().path(REBALANCING))) {
      update.set(REBALANCING, before);
    }
  }

  private static boolean hasProviders(ObjectNode service) {
    return !service.path("capacityProviderStrategy").isEmpty();
  }

  /** Keys of the tags that this deployment gave the service or took off it. */
  private static Set<String> given(
      DeploymentReference deployment, Service service, ServicePlan plan) {
    Set<String> keys =
        new HashSet<>(Tags.ofService(deployment.cluster(), service, "", "", "").keySet());
    keys.addAll(plan.removedTags());
    return keys;
  }

  /**
   * Tags come last, so that a deployment which follows sees what was not finished. Those that
   * others set meanwhile stay.
   */
  private void retag(LiveService live, Set<String> given, Map<String, String> former) {
    Set<String> more =
        live.tags().keySet().stream()
            .filter(key -> given.contains(key) && !former.containsKey(key))
            .collect(Collectors.toUnmodifiableSet());
    Map<String, String> other = new HashMap<>(former);
    other.keySet().retainAll(given);
    other.entrySet().removeAll(live.tags().entrySet());
    if (!other.isEmpty()) {
      clusters.tag(live.arn(), other);
    }
    if (!more.isEmpty()) {
      clusters.untag(live.arn(), more);
    }
  }

  /** What this deployment changed beside the service and what nothing undoes. */
  private String leftOver(DeploymentReference deployment, Before before) {
    Service service = documents.service(deployment, before.service());
    return documents.plan(deployment).updateOnly() || !before.balancerExisted()
        ? ""
        : LoadBalancingDesign.of(deployment.cluster(), service)
            .filter(design ->
                documents
                    .formerService(deployment, before)
                    .flatMap(Service::loadBalancer)
                    .isEmpty())
            .map(design -> design.balancer().name())
            .map(
                "; the load balancer %s stays as this deployment set it, for nothing tells what it was"
                    ::formatted)
            .orElse("");
  }
}
