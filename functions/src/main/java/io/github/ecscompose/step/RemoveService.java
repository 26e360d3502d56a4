package io.github.ecscompose.step;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.error.DrainingException;
import io.github.ecscompose.error.NotOursException;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.plan.Before;
import io.github.ecscompose.plan.Before.Former;
import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.plan.LoadBalancingDesign;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.stackfile.Service;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Removes a service, once its tasks have stopped, and then what was made for it; where a deployment
 * is undone, only what that deployment made.
 */
public final class RemoveService {

  static final String NAME = "RemoveService";

  private final Documents documents;
  private final DeploymentRecords records;
  private final Clusters clusters;
  private final RemoveBeside beside;

  public RemoveService(
      DeploymentFiles files,
      DeploymentRecords records,
      Clusters clusters,
      LoadBalancers loadBalancers,
      DnsRecords dnsRecords,
      ServiceDiscovery discovery) {
    this.documents = new Documents(files);
    this.records = records;
    this.clusters = clusters;
    this.beside = new RemoveBeside(loadBalancers, dnsRecords, discovery);
  }

  /**
   * Goes on with the removal, from wherever an earlier call came to.
   *
   * @throws DrainingException while something has to end by itself before more can be removed
   * @throws NotOursException if a service of that name is not ecs-compose's, or where a deployment
   *     is undone, not of that deployment
   * @throws RefusedException if nothing tells what was made for the service beside it
   */
  public void run(DeploymentReference deployment, String serviceName) {
    Before before =
        documents
            .before(deployment, serviceName)
            .orElseThrow(() -> new NoSuchElementException(serviceName + " was not looked at"));
    if (before.former().isPresent()) {
      if (isRemoved(deployment, serviceName)) {
        return;
      }
      records.begin(deployment, serviceName, NAME);
      removeService(deployment.cluster(), live(deployment, serviceName));
      remove(deployment, before, before.former().get());
      records.settle(deployment, serviceName, ServiceState.SUCCEEDED, Optional.empty());
    } else {
      Optional<LiveService> live = live(deployment, serviceName);
      live.ifPresent(found -> requireOf(deployment, found));
      removeService(deployment.cluster(), live);
      beside.made(deployment, before, Optional.empty(), documents.service(deployment, serviceName));
      records.rolledBack(
          deployment,
          serviceName,
          ServiceState.ROLLED_BACK,
          Optional.of("removed again" + leftOver(deployment, before)));
    }
  }

  /** Whether an earlier call came to the end, and only its answer was lost. */
  private boolean isRemoved(DeploymentReference deployment, String service) {
    return records.service(deployment, service).map(ServiceRecord::state).stream()
        .anyMatch(ServiceState.SUCCEEDED::equals);
  }

  private Optional<LiveService> live(DeploymentReference deployment, String name) {
    return clusters.service(deployment.cluster(), name);
  }

  /**
   * A service may run that the plan did not see, or that another deployment brought to something
   * else since. What was made beside it serves that one then.
   */
  private static void requireOf(DeploymentReference deployment, LiveService live) {
    if (live.status().equals("ACTIVE")
        && !deployment.id().equals(live.tags().get(Tags.DEPLOYMENT))) {
      throw new NotOursException(
          "The service %s that runs was not made by this deployment, so it is left, with its load balancer, DNS record and Cloud Map service."
              .formatted(live.name()));
    }
  }

  private void removeService(String cluster, Optional<LiveService> live) {
    live.filter(found -> found.status().equals("ACTIVE"))
        .ifPresentOrElse(
            active -> delete(cluster, active), () -> live.ifPresent(RemoveService::requireDrained));
  }

  private void delete(String cluster, LiveService live) {
    requireOurs(cluster, live);
    if (!live.isDaemon()) {
      // A daemon has no count: its tasks stop when it is deleted.
      requireDrained(stopped(cluster, live));
    }
    clusters.delete(cluster, live.name()).ifPresent(RemoveService::requireDrained);
  }

  private static void requireOurs(String cluster, LiveService live) {
    if (!Tags.areOf(live.tags(), cluster, live.name())) {
      throw new NotOursException(
          "The service %s of the cluster %s does not carry the tags of ecs-compose, so it is not ecs-compose's to remove."
              .formatted(live.name(), cluster));
    }
  }

  private LiveService stopped(String cluster, LiveService live) {
    return live.document().path("desiredCount").asInt() == 0
        ? live
        : clusters.update(
            cluster,
            JsonNodeFactory.instance
                .objectNode()
                .put("service", live.name())
                .put("desiredCount", 0));
  }

  private static void requireDrained(LiveService live) {
    if (live.tasks() > 0) {
      throw new DrainingException(
          "%d tasks of the service %s have yet to stop.".formatted(live.tasks(), live.name()));
    }
  }

  private void remove(DeploymentReference deployment, Before before, Former former) {
    Optional<Service> definition = documents.formerService(deployment, before);
    boolean tied =
        !former.document().path("loadBalancers").isEmpty()
            || !former.document().path("serviceRegistries").isEmpty();
    if (definition.isEmpty() && tied) {
      throw new RefusedException(
          "The service %s is removed, and the stack of the deployment %s, which tells what was made for it beside, is not filed any more. Delete its load balancer, DNS record and Cloud Map service by hand."
              .formatted(before.service(), former.deployment().orElse("that made it")));
    }
    definition.ifPresent(service -> beside.all(deployment.cluster(), service));
  }

  /** A load balancer that was there before may serve others, so nothing of it is taken away. */
  private String leftOver(DeploymentReference deployment, Before before) {
    return LoadBalancingDesign.of(
            deployment.cluster(), documents.service(deployment, before.service()))
        .filter(design -> before.balancerExisted())
        .map(design -> design.balancer().name())
        .map(
            "; the load balancer %s, which was there before, stays as this deployment set it, with its listeners, target group and DNS record"
                ::formatted)
        .orElse("");
  }
}
