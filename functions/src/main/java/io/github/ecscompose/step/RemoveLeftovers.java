package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.error.DrainingException;
import io.github.ecscompose.error.EcsComposeException;
import io.github.ecscompose.error.NamespacePendingException;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.plan.Before;
import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.plan.LoadBalancingDesign;
import io.github.ecscompose.plan.Names;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.stackfile.Discovery;
import io.github.ecscompose.stackfile.Service;
import io.github.ecscompose.step.ServiceDiscovery.Namespace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Removes what a deployment that is undone made beside services that were there before, once they
 * are back and nothing leads to it any more, and then the private DNS namespace that it made.
 */
public final class RemoveLeftovers {

  /** Tasks of what was undone, and their instances in Cloud Map, go after the services are back. */
  static final Duration GRACE = Duration.ofMinutes(10);

  private final Documents documents;
  private final DeploymentRecords records;
  private final Clusters clusters;
  private final RemoveBeside beside;
  private final ServiceDiscovery discovery;
  private final Clock clock;

  public RemoveLeftovers(
      DeploymentFiles files,
      DeploymentRecords records,
      Clusters clusters,
      LoadBalancers loadBalancers,
      DnsRecords dnsRecords,
      ServiceDiscovery discovery,
      Clock clock) {
    this.documents = new Documents(files);
    this.records = records;
    this.clusters = clusters;
    this.beside = new RemoveBeside(loadBalancers, dnsRecords, discovery);
    this.discovery = discovery;
    this.clock = clock;
  }

  /**
   * Goes on with the removal, from wherever an earlier call came to. What cannot be removed keeps
   * the others from nothing: its service is not back then.
   *
   * @param deadline of the roll back; what is not gone ten minutes after it is left
   * @throws DrainingException while something has to end by itself before more can be removed
   * @throws NamespacePendingException while the namespace is being deleted
   */
  public void run(DeploymentReference deployment, Instant deadline) {
    if (documents.plan(deployment).updateOnly()) {
      return;
    }
    List<ServiceRecord> rows = records.services(deployment);
    List<EcsComposeException> passing = new ArrayList<>();
    for (ServiceRecord row : rows) {
      if (row.state() == ServiceState.ROLLED_BACK) {
        try {
          remove(deployment, row.service());
        } catch (EcsComposeException e) {
          if (Passing.passes(e) && !isOver(deadline)) {
            passing.add(e);
          } else {
            records.left(
                deployment, row.service(), ServiceState.FAILED, "not back: " + e.getMessage());
          }
        }
      }
    }
    if (!passing.isEmpty()) {
      throw passing.getFirst();
    }
    removeNamespace(deployment, rows, deadline);
  }

  private boolean isOver(Instant deadline) {
    return !clock.instant().isBefore(deadline.plus(GRACE));
  }

  private void remove(DeploymentReference deployment, String serviceName) {
    Optional<Before> before =
        documents.before(deployment, serviceName).filter(found -> found.former().isPresent());
    Optional<Service> service = documents.stack(deployment).service(serviceName);
    if (before.isPresent()
        && service.isPresent()
        && RemoveBeside.mayHaveMade(before.get(), service.get())) {
      remove(deployment, before.get(), service.get());
    }
  }

  private void remove(DeploymentReference deployment, Before before, Service service) {
    Optional<LiveService> live = clusters.service(deployment.cluster(), service.name());
    live.ifPresent(RemoveLeftovers::requireSettled);
    Optional<Service> former = documents.formerService(deployment, before);
    boolean used =
        live.isPresent()
            && LoadBalancingDesign.of(deployment.cluster(), service)
                .filter(design -> beside.isUsed(live.get(), design))
                .isPresent();
    if (!used) {
      beside.made(deployment, before, former, service);
    }
  }

  /**
   * Where ELB's parts go before the tasks that they lead to, ECS's rollouts hang
   * (containers-roadmap#2196).
   */
  private static void requireSettled(LiveService live) {
    int tasks =
        live.deployments().stream()
            .filter(rollout -> !rollout.status().equals("PRIMARY"))
            .mapToInt(rollout -> rollout.running() + rollout.pending())
            .sum();
    if (tasks > 0) {
      throw new DrainingException(
          "%d tasks of the deployment of the service %s that was undone have yet to stop."
              .formatted(tasks, live.name()));
    }
  }

  /** One that others have come to use stays, and so does one whose maker nothing tells. */
  private void removeNamespace(
      DeploymentReference deployment, List<ServiceRecord> rows, Instant deadline) {
    for (ServiceRecord row : rows) {
      Optional<Discovery> wanted =
          documents.stack(deployment).service(row.service()).flatMap(Service::discovery);
      if (wanted.isPresent()) {
        // All services of a stack share one.
        removeNamespace(deployment, row.service(), wanted.get().namespace(), deadline);
        return;
      }
    }
  }

  private void removeNamespace(
      DeploymentReference deployment, String service, String name, Instant deadline) {
    Optional<Namespace> made =
        discovery
            .namespace(name)
            .flatMap(discovery::describe)
            .filter(found -> isMadeBy(deployment, name, found));
    if (made.isPresent()) {
      try {
        if (!discovery.deleteNamespace(made.get().id())) {
          note(deployment, service, name, "it is not empty");
        }
      } catch (NamespacePendingException e) {
        if (!isOver(deadline)) {
          throw e;
        }
        note(deployment, service, name, String.valueOf(e.getMessage()));
      } catch (RefusedException e) {
        note(deployment, service, name, String.valueOf(e.getMessage()));
      }
    }
  }

  private boolean isMadeBy(DeploymentReference deployment, String name, Namespace found) {
    String token = Names.token(deployment.toString(), "namespace", name);
    return found.creator().equals(Optional.of(token))
        && deployment.cluster().equals(discovery.tags(found.arn()).get(Tags.CLUSTER));
  }

  /** Told with the first service that was to be in it; the service is back nevertheless. */
  private void note(DeploymentReference deployment, String service, String name, String why) {
    ServiceRecord row =
        records.services(deployment).stream()
            .filter(known -> known.service().equals(service))
            .findFirst()
            .orElseThrow();
    String text = "; the namespace %s, which this deployment made, stays: %s".formatted(name, why);
    String told = row.rollBack().orElse("");
    if (!told.endsWith(text)) {
      records.left(deployment, service, row.state(), told + text);
    }
  }
}
