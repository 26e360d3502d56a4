package io.github.ecscompose.step;

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
import io.github.ecscompose.plan.Names;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.stackfile.Service;
import java.util.List;
import java.util.Map;
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
  private final Removal removal;

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
    this.removal = new Removal(clusters);
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
    String cluster = deployment.cluster();
    Map<String, LiveService> live =
        clusters.services(cluster, List.of(serviceName, Names.standIn(serviceName)));
    Optional<LiveService> service = Optional.ofNullable(live.get(serviceName));
    if (before.former().isPresent()) {
      if (isRemoved(deployment, serviceName)) {
        return;
      }
      records.begin(deployment, serviceName, NAME);
      // Once the service is gone, nothing else tells a later deployment what is left beside it.
      records.noteRemoval(deployment, serviceName);
      removeService(cluster, service);
      removeStandIn(cluster, serviceName, live);
      remove(deployment, before, before.former().get());
      records.forgetRemoval(cluster, serviceName);
      records.settle(deployment, serviceName, ServiceState.SUCCEEDED, Optional.empty());
    } else {
      service.ifPresent(found -> requireOf(deployment, found));
      removeService(cluster, service);
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

  /**
   * A service may run that the plan did not see, or that another deployment brought to something
   * else since. What was made beside it serves that one then.
   */
  private static void requireOf(DeploymentReference deployment, LiveService live) {
    if (live.isActive() && !deployment.id().equals(live.tags().get(Tags.DEPLOYMENT))) {
      throw new NotOursException(
          "The service %s that runs was not made by this deployment, so it is left, with its load balancer, DNS record and Cloud Map service."
              .formatted(live.name()));
    }
  }

  private void removeService(String cluster, Optional<LiveService> live) {
    live.filter(LiveService::isActive).ifPresent(active -> requireOurs(cluster, active));
    live.ifPresent(found -> removal.run(cluster, found));
  }

  private static void requireOurs(String cluster, LiveService live) {
    if (!Tags.areOf(live.tags(), cluster, live.name())) {
      throw new NotOursException(
          "The service %s of the cluster %s does not carry the tags of ecs-compose, so it is not ecs-compose's to remove."
              .formatted(live.name(), cluster));
    }
  }

  /** One that a replacement left goes with its service; one that is not ours stays. */
  private void removeStandIn(String cluster, String service, Map<String, LiveService> live) {
    Optional.ofNullable(live.get(Names.standIn(service)))
        .filter(standIn -> Tags.areOfStandIn(standIn.tags(), cluster, service))
        .ifPresent(standIn -> removal.run(cluster, standIn));
  }

  private void remove(DeploymentReference deployment, Before before, Former former) {
    Optional<Service> definition = documents.formerService(deployment, before);
    boolean tied =
        !former.document().path("loadBalancers").isEmpty()
            || !former.document().path("serviceRegistries").isEmpty();
    if (definition.isEmpty() && tied) {
      // No later deployment could tell either.
      records.forgetRemoval(deployment.cluster(), before.service());
      throw new RefusedException(
          "The service %s is removed, and the stack of the deployment %s, which tells what was made for it beside, is not filed any more. Delete its load balancer, DNS record and Cloud Map service by hand."
              .formatted(before.service(), former.deployment().orElse("that made it")));
    }
    definition.ifPresent(service -> beside.all(deployment.cluster(), service));
  }

  private String leftOver(DeploymentReference deployment, Before before) {
    return (before.standInServed()
            ? "; its stand-in %s serves on, as before".formatted(Names.standIn(before.service()))
            : "")
        + leftBalancer(deployment, before);
  }

  /** A load balancer that was there before may serve others, so nothing of it is taken away. */
  private String leftBalancer(DeploymentReference deployment, Before before) {
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
