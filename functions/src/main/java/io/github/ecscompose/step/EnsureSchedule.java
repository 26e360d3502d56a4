package io.github.ecscompose.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeployRequest;
import io.github.ecscompose.deployment.DeployRequest.Options;
import io.github.ecscompose.deployment.DeployRequest.Trigger;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.RequestDocument;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.plan.Names;
import io.github.ecscompose.plan.Schedule;
import io.github.ecscompose.plan.ScheduleDesign;
import io.github.ecscompose.stackfile.Redeploy;
import io.github.ecscompose.stackfile.Stack;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;

/**
 * Keeps the one schedule of a cluster as the stackfile has it, once its deployment has succeeded.
 *
 * <p>The schedule itself says what it deploys: the stackfile of the deployment that saw to it last.
 * So a run that it starts has nothing to look up, and leaves the schedule alone.
 */
public final class EnsureSchedule {

  /** EventBridge Scheduler puts the time of the turn in its place (Adding context attributes). */
  static final String SCHEDULED_TIME = "<aws.scheduler.scheduled-time>";

  private final DeploymentFiles files;
  private final Documents documents;
  private final DeploymentRecords records;
  private final Schedules schedules;
  private final Delivery delivery;
  private final Clock clock;

  public EnsureSchedule(
      DeploymentFiles files,
      DeploymentRecords records,
      Schedules schedules,
      Delivery delivery,
      Clock clock) {
    this.files = files;
    this.documents = new Documents(files);
    this.records = records;
    this.schedules = schedules;
    this.delivery = delivery;
    this.clock = clock;
  }

  /**
   * How EventBridge Scheduler starts the workflow.
   *
   * @param role ARN of the role that it does so with
   * @param deadLetterQueue ARN of the queue of what could not be started
   */
  public record Delivery(String role, String deadLetterQueue) {
    public Delivery {
      Objects.requireNonNull(role, "role");
      Objects.requireNonNull(deadLetterQueue, "deadLetterQueue");
    }
  }

  /** What was done. */
  public enum Outcome {
    CREATED,
    UPDATED,
    REMOVED,
    /** It was right already, or not this deployment's to change. */
    KEPT
  }

  /**
   * Whether a deployment has to see to the schedule if it succeeds. A stack without one costs one
   * read of the table, and no call of EventBridge Scheduler.
   */
  static boolean isNeeded(DeployRequest request, Stack stack, DeploymentRecords records) {
    return !request.trigger().isScheduled()
        && (stack.redeploy().isPresent() || records.hasSchedule(request.reference().cluster()));
  }

  /**
   * Makes, changes or removes the schedule. A deployment of which a service failed does nothing.
   * The destroy of a cluster removes it before anything else.
   */
  public Outcome run(DeploymentReference deployment) {
    DeployRequest request = documents.request(deployment);
    if (request.operation().isDestroy()) {
      return request.operation().destroysAll() ? remove(deployment.cluster()) : Outcome.KEPT;
    }
    if (request.trigger().isScheduled() || !hasSucceeded(deployment)) {
      return Outcome.KEPT;
    }
    return documents
        .stack(deployment)
        .redeploy()
        .map(redeploy -> ensure(deployment, request, redeploy))
        .orElseGet(() -> remove(deployment.cluster()));
  }

  private boolean hasSucceeded(DeploymentReference deployment) {
    return records.services(deployment).stream()
        .allMatch(service -> service.state() == ServiceState.SUCCEEDED);
  }

  private Outcome ensure(DeploymentReference deployment, DeployRequest request, Redeploy redeploy) {
    String name = Names.schedule(deployment.cluster());
    Optional<Schedule> live = schedules.find(name);
    Schedule wanted =
        ScheduleDesign.of(
            redeploy,
            ScheduleDesign.target(
                request.execution().stateMachineArn(),
                delivery.role(),
                delivery.deadLetterQueue(),
                input(deployment, request, schedules.arn(name)).toString()),
            live,
            clock.instant().getEpochSecond());
    if (live.filter(wanted::isLike).isPresent()) {
      return Outcome.KEPT;
    }
    // First the note: a schedule that nobody knows of would never be removed.
    records.noteSchedule(deployment);
    String token = Names.token(deployment.toString(), "schedule", wanted.toString());
    if (live.isEmpty() && schedules.create(name, wanted, token)) {
      return Outcome.CREATED;
    }
    change(name, () -> schedules.update(name, wanted, token));
    return Outcome.UPDATED;
  }

  /** What an execution begins with that the schedule starts. The variables lie by the stackfile. */
  private ObjectNode input(DeploymentReference deployment, DeployRequest request, String arn) {
    return RequestDocument.input(
        Optional.of(deployment.cluster()),
        files.reference(deployment, Documents.STACKFILE),
        new Trigger(Trigger.SCHEDULE, arn, SCHEDULED_TIME),
        new Options(true, request.options().updateOnly()));
  }

  private Outcome remove(String cluster) {
    if (!records.hasSchedule(cluster)) {
      return Outcome.KEPT;
    }
    String name = Names.schedule(cluster);
    change(name, () -> schedules.delete(name));
    records.forgetSchedule(cluster);
    return Outcome.REMOVED;
  }

  /** A schedule that stays as it is goes on, which nobody expects of a deployment after it. */
  private static void change(String name, Runnable call) {
    try {
      call.run();
    } catch (RefusedException refused) {
      throw new RefusedException(
          "%s. Until the schedule %s is changed, its turns still deploy the older stackfile."
              .formatted(String.valueOf(refused.getMessage()).replaceFirst("\\.$", ""), name),
          refused);
    }
  }
}
