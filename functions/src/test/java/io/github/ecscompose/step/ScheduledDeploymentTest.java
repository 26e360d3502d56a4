package io.github.ecscompose.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.deployment.DeployRequest.Trigger;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.ThrottledException;
import io.github.ecscompose.plan.Schedule;
import io.github.ecscompose.stackfile.Redeploy;
import io.github.ecscompose.stackfile.Stack;
import io.github.ecscompose.stackfile.StackDocument;
import io.github.ecscompose.testing.Workflow;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Schedules within whole deployments. */
class ScheduledDeploymentTest {

  private static final String WORKER = "services: {worker: {image: \"worker:1\"}}";
  private static final String DELETE = "scheduler:DeleteSchedule";

  private final Workflow workflow = new Workflow();

  @Test
  void aTurnDeploysTheStackfileAgain() {
    Report.Result first = workflow.deploy(WORKER);
    schedule(first.deployment());
    Schedule schedule = workflow.schedules.live("shop");
    String before = workflow.clusters.live("worker").deployments().toString();
    workflow.files.upload("stackfiles/shop.yml", "services: {}");
    workflow.log.clear();

    Report.Result turn = workflow.turn("shop");

    assertThat(turn.error()).isEmpty();
    assertThat(turn.status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(turn.deployment().id()).isGreaterThan(first.deployment().id());
    assertThat(workflow.files.text(turn.deployment(), "stackfile.yml")).isEqualTo(WORKER);
    assertThat(workflow.records.find(turn.deployment()).orElseThrow().trigger())
        .isEqualTo(
            new Trigger(
                "schedule",
                "arn:aws:scheduler:eu-central-1:123456789012:schedule/ecs-compose/shop",
                workflow.clock.instant().toString()));
    assertThat(workflow.records.services(turn.deployment()))
        .extracting(row -> row.service() + " " + row.action())
        .containsExactly("worker REDEPLOY");
    assertThat(workflow.clusters.live("worker").deployments().toString()).isNotEqualTo(before);
    assertThat(workflow.schedules.all()).isEqualTo(Map.of("shop", schedule));
    assertThat(workflow.log.counts().keySet()).noneMatch(call -> call.startsWith("scheduler:"));
  }

  @Test
  void aStackWithoutAScheduleCostsNoCall() {
    workflow.deploy(WORKER);
    workflow.deploy(WORKER);

    assertThat(workflow.log.counts().keySet()).noneMatch(call -> call.startsWith("scheduler:"));
  }

  @Test
  void aScheduleGoesWithADeploymentThatChangesNothingElse() {
    schedule(workflow.deploy(WORKER).deployment());
    workflow.log.clear();

    assertThat(workflow.deploy(WORKER).status()).isEqualTo(DeploymentStatus.UNCHANGED);

    assertThat(workflow.schedules.all()).isEmpty();
    assertThat(workflow.log.changing()).containsExactly(DELETE);
  }

  @Test
  void aScheduleOutlivesADeploymentThatFails() {
    schedule(workflow.deploy(WORKER).deployment());
    workflow.log.failNext("ecs:UpdateService", new RefusedException("no"));

    Report.Result result = workflow.deploy(WORKER.replace("worker:1", "worker:2"));

    assertThat(result.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(workflow.schedules.all()).containsOnlyKeys("shop");
  }

  @Test
  void isAskedForAgainWhenThrottled() {
    schedule(workflow.deploy(WORKER).deployment());
    workflow.log.failNext(DELETE, new ThrottledException("slow down"));

    assertThat(workflow.deploy(WORKER).status()).isEqualTo(DeploymentStatus.UNCHANGED);
    assertThat(workflow.schedules.all()).isEmpty();
  }

  @Test
  void aScheduleThatCannotBeSeenToFailsTheDeploymentAndLeavesItsServices() {
    schedule(workflow.deploy(WORKER).deployment());
    workflow.log.failNext(DELETE, new RefusedException("scheduler:DeleteSchedule was refused"));

    Report.Result result = workflow.deploy(WORKER.replace("worker:1", "worker:2"));

    assertThat(result.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(result.error().orElseThrow()).contains("scheduler:DeleteSchedule was refused");
    assertThat(workflow.clusters.live("worker").taskDefinition()).endsWith("shop-worker:2");

    assertThat(workflow.deploy(WORKER.replace("worker:1", "worker:2")).status())
        .isEqualTo(DeploymentStatus.UNCHANGED);
    assertThat(workflow.schedules.all()).isEmpty();
  }

  /** Makes the schedule that a stackfile with {@code redeploy} would have had. */
  private void schedule(DeploymentReference deployment) {
    Documents documents = new Documents(workflow.files);
    Stack stack = documents.stack(deployment);
    Redeploy daily = new Redeploy("rate(1 day)", "UTC");
    documents.write(
        deployment,
        Documents.STACK,
        StackDocument.toJson(new Stack(stack.services(), stack.deploy(), Optional.of(daily))));
    new EnsureSchedule(
            workflow.files, workflow.records, workflow.schedules, Workflow.DELIVERY, workflow.clock)
        .run(deployment);
  }
}
