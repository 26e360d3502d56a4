package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.error.EcsComposeException;
import io.github.ecscompose.plan.DestroyDocument;
import io.github.ecscompose.plan.DestroyPlan;
import io.github.ecscompose.plan.Left;
import io.github.ecscompose.plan.Resource;
import io.github.ecscompose.plan.Resource.Kind;
import io.github.ecscompose.plan.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Removes what a destroy planned to remove beside the services, once those are gone: what leads to
 * something before it, and the ECS cluster at last.
 */
public final class RemoveRemains {

  private static final int SHORTEST_WAIT = 3;
  private static final int LONGEST_WAIT = 30;

  private final Documents documents;
  private final DeploymentRecords records;
  private final RemoveResource removeResource;

  public RemoveRemains(
      DeploymentFiles files,
      DeploymentRecords records,
      LoadBalancers loadBalancers,
      DnsRecords dnsRecords,
      ServiceDiscovery discovery,
      Teardown teardown) {
    this.documents = new Documents(files);
    this.records = records;
    this.removeResource =
        new RemoveResource(records, loadBalancers, dnsRecords, discovery, teardown);
  }

  /**
   * How far it is.
   *
   * @param done whether nothing is left that another call could remove
   * @param waitSeconds until the next call, 3 to 30 s, growing with the calls
   */
  public record Outcome(boolean done, int waitSeconds) {}

  /**
   * Goes on with it, from wherever an earlier call came to, and files what is left, with the
   * reasons. What cannot be removed keeps nothing else, but for what it needs itself.
   *
   * @param attempt how many calls there were before
   */
  public Outcome run(DeploymentReference deployment, Optional<String> service, int attempt) {
    records.status(deployment, DeploymentStatus.STABILIZING);
    Cancellations.refuseMore(records.find(deployment));
    DestroyPlan plan =
        documents
            .destroyPlan(deployment)
            .orElseThrow(() -> new NoSuchElementException(deployment + " was not planned"));
    Scope scope = new Scope(deployment.cluster(), service);
    Set<String> staying = staying(deployment, plan);
    List<Left> left = new ArrayList<>();
    boolean waits = false;
    for (Kind kind : Kind.values()) {
      List<Resource> resources =
          plan.resources().stream().filter(resource -> resource.kind() == kind).toList();
      boolean waitsBefore = waits;
      for (Resource resource : resources) {
        if (waitsBefore) {
          left.add(Left.of(resource, "it waits for what goes before it"));
        } else if (resource.service().filter(staying::contains).isPresent()) {
          left.add(Left.of(resource, "its service is still there"));
        } else {
          try {
            removeResource.run(scope, plan, resource, left).ifPresent(left::add);
          } catch (EcsComposeException e) {
            left.add(Left.of(resource, String.valueOf(e.getMessage())));
            waits |= Passing.passes(e);
          }
        }
      }
    }
    documents.write(deployment, Documents.LEFT, DestroyDocument.of(left));
    return new Outcome(!waits, Math.clamp(attempt, SHORTEST_WAIT, LONGEST_WAIT));
  }

  /** Services that were to go and did not: nothing of theirs goes before them. */
  private Set<String> staying(DeploymentReference deployment, DestroyPlan plan) {
    Set<String> staying =
        records.services(deployment).stream()
            .filter(row -> row.state() != ServiceState.SUCCEEDED)
            .map(ServiceRecord::service)
            .collect(Collectors.toSet());
    plan.left().stream()
        .filter(each -> each.ours() && each.what().startsWith("service "))
        .forEach(each -> staying.add(each.what().substring("service ".length())));
    return staying;
  }
}
