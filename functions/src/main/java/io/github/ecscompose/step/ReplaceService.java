package io.github.ecscompose.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.error.DrainingException;
import io.github.ecscompose.error.NotOursException;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.StandInPendingException;
import io.github.ecscompose.plan.Before;
import io.github.ecscompose.plan.Before.Former;
import io.github.ecscompose.plan.DeploymentPlan.ServicePlan;
import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.plan.Names;
import io.github.ecscompose.plan.ServiceDocuments;
import io.github.ecscompose.plan.ServiceDocuments.Ties;
import io.github.ecscompose.plan.StandInMove;
import io.github.ecscompose.plan.StandInMove.Situation;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.stackfile.Service;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Replaces a service by one with settings that AWS changes of none that exists: a stand-in comes to
 * serve beside the old one, the old one goes, the new one comes to serve under its name, and the
 * stand-in goes. Each call looks at what there is and does the next thing (docs/adr/0011).
 */
public final class ReplaceService {

  static final String NAME = "ReplaceService";

  private final Documents documents;
  private final DeploymentRecords records;
  private final Clusters clusters;
  private final Clock clock;
  private final Removal removal;
  private final UpdateService updateService;
  private final RollBack rollBack;
  private final RemoveStandIn removeStandIn;
  private final ForeignChanges foreignChanges;

  public ReplaceService(
      DeploymentFiles files, DeploymentRecords records, Clusters clusters, Clock clock) {
    this.documents = new Documents(files);
    this.records = records;
    this.clusters = clusters;
    this.clock = clock;
    this.removal = new Removal(clusters);
    this.updateService = new UpdateService(files, records, clusters);
    this.rollBack = new RollBack(files, records, clusters);
    this.removeStandIn = new RemoveStandIn(clusters, clock);
    this.foreignChanges = new ForeignChanges(documents, clusters);
  }

  /** What is replaced by what. */
  private record Replaced(
      DeploymentReference deployment,
      Service service,
      ObjectNode wanted,
      boolean back,
      Instant deadline) {
    Replaced {
      Objects.requireNonNull(deployment, "deployment");
      Objects.requireNonNull(service, "service");
      Objects.requireNonNull(wanted, "wanted");
      Objects.requireNonNull(deadline, "deadline");
    }

    String name() {
      return service.name();
    }

    String standIn() {
      return Names.standIn(name());
    }

    Map<String, String> standInTags() {
      return Tags.ofStandIn(deployment.cluster(), service, deployment.id());
    }
  }

  /**
   * Goes on until the service has its new settings under its own name, and no stand-in is left.
   *
   * @param deadline when what is not stable, and tasks that have not stopped, are given up
   * @throws StandInPendingException while something is not stable
   * @throws DrainingException while tasks have yet to stop
   * @throws RefusedException if nothing comes of it, or somebody changed the service since the plan
   */
  public void run(DeploymentReference deployment, String serviceName, Ties ties, Instant deadline) {
    if (row(deployment, serviceName).state() != ServiceState.STABILIZING) {
      makeWay(deployment, serviceName, ties, deadline);
      updateService.run(deployment, serviceName, ties);
    }
    removeStandIn.run(deployment, row(deployment, serviceName), deadline);
  }

  private void makeWay(
      DeploymentReference deployment, String serviceName, Ties ties, Instant deadline) {
    Service service = documents.service(deployment, serviceName);
    ServicePlan plan = documents.servicePlan(deployment, serviceName);
    records.begin(deployment, serviceName, NAME);
    Map<String, LiveService> live = find(deployment, serviceName);
    ObjectNode wanted = ServiceDocuments.create(service, ties);
    if (documents.plan(deployment).updateOnly()) {
      new KeptTies(documents).keep(deployment, serviceName, wanted, live);
    }
    Replaced replaced = new Replaced(deployment, service, wanted, false, deadline);
    goOn(
        replaced,
        live,
        found -> foreignChanges.refuseReplaced(deployment, plan, found, replaced.wanted()));
  }

  /**
   * Goes back to what the service was before, by the same way, from wherever the replacement came
   * to: nothing that serves goes before something else does.
   *
   * @param deadline as above
   */
  public void runBack(DeploymentReference deployment, String serviceName, Instant deadline) {
    if (!isBack(row(deployment, serviceName).state())) {
      makeWayBack(deployment, serviceName, deadline);
      rollBack.run(deployment, serviceName);
    }
    removeStandIn.run(deployment, row(deployment, serviceName), deadline);
  }

  private static boolean isBack(ServiceState state) {
    return state == ServiceState.ROLLING_BACK || state == ServiceState.ROLLED_BACK;
  }

  private void makeWayBack(DeploymentReference deployment, String serviceName, Instant deadline) {
    Former former =
        documents
            .before(deployment, serviceName)
            .flatMap(Before::former)
            .orElseThrow(() -> new NoSuchElementException(serviceName + " did not exist"));
    Map<String, LiveService> live = find(deployment, serviceName);
    Replaced replaced =
        new Replaced(
            deployment,
            documents.service(deployment, serviceName),
            former.creation(),
            true,
            deadline);
    goOn(replaced, live, found -> requireDeployed(found, deployment));
    if (!live.containsKey(serviceName)) {
      create(replaced, former);
    }
  }

  private ServiceRecord row(DeploymentReference deployment, String service) {
    return records
        .service(deployment, service)
        .orElseThrow(() -> new NoSuchElementException(service + " has no row"));
  }

  private Map<String, LiveService> find(DeploymentReference deployment, String service) {
    Map<String, LiveService> live =
        clusters.services(deployment.cluster(), List.of(service, Names.standIn(service)));
    Optional.ofNullable(live.get(Names.standIn(service)))
        .ifPresent(found -> requireStandIn(deployment.cluster(), service, found));
    return live;
  }

  static void requireStandIn(String cluster, String service, LiveService found) {
    if (!Tags.areOfStandIn(found.tags(), cluster, service)) {
      throw new NotOursException(
          "The cluster %s has a service %s that does not stand in for %s by its tags. Delete it or rename it, so that ecs-compose can replace %s without downtime."
              .formatted(cluster, found.name(), service, service));
    }
  }

  /**
   * Does the next thing, and throws unless nothing is left to do.
   *
   * @param check that the service is still the one that was decided about
   */
  private void goOn(Replaced replaced, Map<String, LiveService> live, Consumer<LiveService> check) {
    Optional<LiveService> service = Optional.ofNullable(live.get(replaced.name()));
    Optional<LiveService> standIn = Optional.ofNullable(live.get(replaced.standIn()));
    StandInMove move =
        StandInMove.next(
            new Situation(
                service, standIn, replaced.wanted(), replaced.deployment().id(), replaced.back()));
    switch (move) {
      case StandInMove.Proceed() -> {}
      case StandInMove.Create() -> {
        check.accept(service.orElseThrow());
        createStandIn(replaced, service.orElseThrow());
      }
      case StandInMove.Adopt(LiveService left, ObjectNode update) -> adopt(replaced, left, update);
      case StandInMove.Remove(LiveService old) -> remove(replaced, old, check);
      case StandInMove.Await(String progress) -> throw pending(replaced, progress);
      case StandInMove.AwaitEnd(String progress) -> {
        requireTime(replaced, progress);
        throw new DrainingException(
            "%s is being replaced: %s".formatted(replaced.name(), progress));
      }
      case StandInMove.GiveUp(String reason) -> throw failed(replaced, reason);
    }
  }

  private static void requireDeployed(LiveService live, DeploymentReference deployment) {
    if (!deployment.id().equals(live.tags().get(Tags.DEPLOYMENT))) {
      throw somebodyDeployed(live);
    }
  }

  private static RefusedException somebodyDeployed(LiveService live) {
    return new RefusedException(
        "Somebody deployed the service %s meanwhile, so it keeps %s and is not replaced. Deploy the stackfile that you want it to have."
            .formatted(live.name(), Tags.revision(live.taskDefinition())));
  }

  /** The mark comes first: it tells a later deployment that there may be a stand-in. */
  private void createStandIn(Replaced replaced, LiveService service) {
    if (!replaced.standIn().equals(service.tags().get(Tags.STAND_IN))) {
      clusters.tag(service.arn(), Map.of(Tags.STAND_IN, replaced.standIn()));
    }
    clusters.create(
        replaced.deployment().cluster(),
        StandInMove.ofStandIn(replaced.wanted(), replaced.standIn()),
        replaced.standInTags(),
        token(replaced, "stand-in"));
    throw pending(replaced, "its stand-in %s starts".formatted(replaced.standIn()));
  }

  private static String token(Replaced replaced, String purpose) {
    return Names.token(
        replaced.deployment().toString(),
        replaced.back() ? purpose + " back" : purpose,
        replaced.name());
  }

  private void adopt(Replaced replaced, LiveService standIn, ObjectNode update) {
    if (update.size() > 1) {
      clusters.update(replaced.deployment().cluster(), update);
    }
    clusters.tag(standIn.arn(), replaced.standInTags());
    throw pending(replaced, "its stand-in %s gets new tasks".formatted(standIn.name()));
  }

  private void remove(Replaced replaced, LiveService old, Consumer<LiveService> check) {
    if (old.name().equals(replaced.name())) {
      requireOurs(replaced, old);
      check.accept(old);
    }
    try {
      removal.run(replaced.deployment().cluster(), old);
    } catch (DrainingException e) {
      requireTime(replaced, "tasks of %s have yet to stop".formatted(old.name()));
      throw e;
    }
    throw new DrainingException(
        "The service %s is deleted, and ECS lets its name be used again when it is gone."
            .formatted(old.name()));
  }

  private static void requireOurs(Replaced replaced, LiveService live) {
    String cluster = replaced.deployment().cluster();
    if (!Tags.areOf(live.tags(), cluster, live.name())) {
      throw new NotOursException(
          "The service %s of the cluster %s does not carry the tags of ecs-compose, so it is not ecs-compose's to replace."
              .formatted(live.name(), cluster));
    }
  }

  private StandInPendingException pending(Replaced replaced, String progress) {
    requireTime(replaced, progress);
    return new StandInPendingException(
        "%s is being replaced: %s".formatted(replaced.name(), progress));
  }

  private void requireTime(Replaced replaced, String progress) {
    if (!clock.instant().isBefore(replaced.deadline())) {
      throw failed(replaced, "not done within deploy.timeout: " + progress);
    }
  }

  private static RefusedException failed(Replaced replaced, String reason) {
    return new RefusedException(
        "The replacement of %s %s: %s. What serves still does. A later deployment goes on from here, or removes the stand-in %s where it is not needed."
            .formatted(
                replaced.name(),
                replaced.back() ? "cannot be undone" : "failed",
                reason,
                replaced.standIn()));
  }

  private void create(Replaced replaced, Former former) {
    Map<String, String> tags = new HashMap<>(former.tags());
    tags.put(Tags.STAND_IN, replaced.standIn());
    clusters.create(
        replaced.deployment().cluster(), replaced.wanted(), tags, token(replaced, "create"));
  }
}
