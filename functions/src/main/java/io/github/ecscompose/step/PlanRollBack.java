package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.plan.Before;
import io.github.ecscompose.plan.DeploymentPlan.Action;
import io.github.ecscompose.plan.Undo;
import io.github.ecscompose.plan.Undo.Design;
import io.github.ecscompose.stackfile.Service;
import io.github.ecscompose.stackfile.Stack;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Decides how what a deployment did is undone. */
public final class PlanRollBack {

  private final Documents documents;
  private final DeploymentRecords records;
  private final Clock clock;

  public PlanRollBack(DeploymentFiles files, DeploymentRecords records, Clock clock) {
    this.documents = new Documents(files);
    this.records = records;
    this.clock = clock;
  }

  /**
   * What the workflow has to go through.
   *
   * @param leftovers whether something may have been made beside services that were there before,
   *     which goes once they are back, or a namespace
   * @param deadline when what is not stable again is given up
   */
  public record Outline(List<Undo> undos, boolean leftovers, Instant deadline) {
    public Outline {
      undos = List.copyOf(undos);
      Objects.requireNonNull(deadline, "deadline");
    }
  }

  /** Decides, and notes that the deployment is rolled back where there is anything to undo. */
  public Outline run(DeploymentReference deployment) {
    Stack stack = documents.stack(deployment);
    List<ServiceRecord> rows = records.services(deployment);
    List<Undo> undos =
        rows.stream().anyMatch(PlanRollBack::isGone)
            ? List.of()
            : rows.stream().flatMap(row -> undo(deployment, stack, row).stream()).toList();
    if (!undos.isEmpty()) {
      records.status(deployment, DeploymentStatus.ROLLING_BACK);
    }
    return new Outline(
        undos,
        hasLeftovers(deployment, stack, undos),
        clock.instant().plusSeconds(stack.deploy().timeout()));
  }

  private boolean hasLeftovers(DeploymentReference deployment, Stack stack, List<Undo> undos) {
    return !undos.isEmpty()
        && !documents.plan(deployment).updateOnly()
        && undos.stream()
            .anyMatch(undo ->
                stack
                    .service(undo.service())
                    .filter(service -> leaves(deployment, undo, service))
                    .isPresent());
  }

  private boolean leaves(DeploymentReference deployment, Undo undo, Service service) {
    return switch (undo) {
      case Undo.Remove remove -> service.discovery().isPresent();
      case Undo.Restore restore ->
          documents
              .before(deployment, restore.service())
              .filter(before -> RemoveBeside.mayHaveMade(before, service))
              .isPresent();
    };
  }

  /**
   * Whether the removal of a service has begun. All else was stable by then, and may be what took
   * its place: there would be neither of them if that went back.
   */
  private static boolean isGone(ServiceRecord row) {
    return row.action().equals(Action.REMOVE.name())
        && switch (row.state()) {
          case PENDING, NOT_BEGUN -> false;
          case DEPLOYING, STABILIZING, SUCCEEDED, FAILED, ROLLING_BACK, ROLLED_BACK -> true;
        };
  }

  /** Looked for only where it matters: each may stand in another deployment's file. */
  private Optional<Design> former(
      DeploymentReference deployment, Before before, Service definition) {
    return definition.loadBalancer().isEmpty()
        ? Optional.empty()
        : documents.formerDesign(deployment, before);
  }

  private Optional<Undo> undo(DeploymentReference deployment, Stack stack, ServiceRecord row) {
    Optional<Service> definition = stack.service(row.service());
    Optional<Before> before = documents.before(deployment, row.service());
    return definition.flatMap(service ->
        before.flatMap(found -> Undo.of(row, found, service, former(deployment, found, service))));
  }
}
