package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeployRequest;
import io.github.ecscompose.deployment.DeployRequest.Options;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.error.CanceledException;
import io.github.ecscompose.error.StackfileRejectedException;
import io.github.ecscompose.plan.Before;
import io.github.ecscompose.plan.BeforeDocument;
import io.github.ecscompose.plan.DeploymentPlan.ServicePlan;
import io.github.ecscompose.plan.Pace;
import io.github.ecscompose.plan.PlanDocument;
import io.github.ecscompose.stackfile.Deploy.OnFailure;
import io.github.ecscompose.stackfile.Service;
import io.github.ecscompose.stackfile.Service.Kind;
import io.github.ecscompose.stackfile.Stack;
import io.github.ecscompose.step.Decide.Decision;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Has it decided what changes, and files that. Touches nothing that runs. */
public final class Plan {

  private final Documents documents;
  private final DeploymentRecords records;
  private final Decide decide;
  private final Clock clock;

  public Plan(DeploymentFiles files, DeploymentRecords records, Sources sources, Clock clock) {
    this.documents = new Documents(files);
    this.records = records;
    this.decide = new Decide(documents, records, sources);
    this.clock = clock;
  }

  /** All that is read of what runs. */
  public record Sources(
      Clusters clusters,
      LoadBalancers loadBalancers,
      DnsRecords dnsRecords,
      ServiceDiscovery discovery,
      ScalableTargets scalableTargets) {}

  /**
   * What the workflow has to go through.
   *
   * @param needsSchedule whether the cluster's schedule has to be seen to
   * @param waves the services that change, in the order of their dependencies
   * @param standIns names of those services that a stand-in is needed for, or is left over of
   * @param removals names of the services that go once all others are stable
   * @param offsets seconds after its wave's start before which a service is not begun, by service
   * @param deadline when what is not stable has failed
   * @param rollBack whether all is undone when something fails
   */
  public record Outline(
      boolean updateOnly,
      boolean needsSchedule,
      List<List<Service>> waves,
      Set<String> standIns,
      List<String> removals,
      Map<String, Integer> offsets,
      Instant deadline,
      boolean rollBack) {
    public Outline {
      waves = List.copyOf(waves);
      standIns = Set.copyOf(standIns);
      removals = List.copyOf(removals);
      offsets = Map.copyOf(offsets);
      Objects.requireNonNull(deadline, "deadline");
    }

    /** Whether there is anything to do. */
    public boolean changes() {
      return !waves.isEmpty() || !removals.isEmpty();
    }

    /** Whether the namespace of service discovery has to be there. */
    public boolean needsNamespace() {
      return waves.stream().flatMap(List::stream).anyMatch(this::needsDiscovery);
    }

    public boolean needsDiscovery(Service service) {
      return !updateOnly && service.kind() == Kind.SERVICE && service.discovery().isPresent();
    }

    public boolean concernsStandIn(Service service) {
      return standIns.contains(service.name());
    }

    public boolean needsLoadBalancer(Service service) {
      return !updateOnly && service.kind() == Kind.SERVICE && service.loadBalancer().isPresent();
    }
  }

  /**
   * Decides, and files the plan and the rows of the services that change.
   *
   * @throws StackfileRejectedException if the cluster does not exist, or a change is not possible
   * @throws CanceledException if somebody canceled the deployment
   */
  public Outline run(DeploymentReference deployment) {
    // In this order: whoever cancels a deployment that is not DEPLOYING yet is heard here.
    records.status(deployment, DeploymentStatus.DEPLOYING);
    Cancellations.refuseBegin(records.find(deployment));
    Stack stack = documents.stack(deployment);
    DeployRequest request = documents.request(deployment);
    Options options = request.options();
    Decision decision =
        decide.run(deployment.cluster(), stack, options, request.trigger().isScheduled());
    List<ServicePlan> changed = decision.plan().changed();
    documents.write(deployment, Documents.PLAN, PlanDocument.of(decision.plan()));
    decision.requirePossible();
    if (!changed.isEmpty()) {
      List<Before> before =
          changed.stream().map(service -> decision.observed().before(service.service())).toList();
      documents.write(deployment, Documents.BEFORE, BeforeDocument.of(before));
    }
    records.planned(
        deployment, changed.stream().map(service -> PlannedRow.of(service, "Plan")).toList());
    decision.runAgain().forEach(name -> records.forgetRemoval(deployment.cluster(), name));
    Map<String, Integer> offsets = offsets(decision);
    return new Outline(
        options.updateOnly(),
        EnsureSchedule.isNeeded(request, stack, records),
        decision.waves().stream().map(wave -> byTime(wave, offsets)).toList(),
        changed.stream()
            .filter(ServicePlan::concernsStandIn)
            .map(ServicePlan::service)
            .collect(Collectors.toSet()),
        decision.removals(),
        offsets,
        clock.instant().plusSeconds(stack.deploy().timeout()),
        stack.deploy().onFailure() == OnFailure.ROLLBACK);
  }

  /** Removals are the last wave. */
  private static Map<String, Integer> offsets(Decision decision) {
    List<List<String>> waves =
        Stream.concat(
                decision.waves().stream().map(wave -> wave.stream().map(Service::name).toList()),
                Stream.of(decision.removals()))
            .toList();
    return Pace.offsets(decision.plan().changed(), waves);
  }

  /** So that none that has to wait long takes the place of one that could begin. */
  private static List<Service> byTime(List<Service> wave, Map<String, Integer> offsets) {
    return wave.stream()
        .sorted(Comparator.comparing(service -> offsets.getOrDefault(service.name(), 0)))
        .toList();
  }
}
