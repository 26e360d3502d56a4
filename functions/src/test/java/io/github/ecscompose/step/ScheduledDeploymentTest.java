package io.github.ecscompose.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.deployment.DeployRequest.Trigger;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.ThrottledException;
import io.github.ecscompose.plan.Schedule;
import io.github.ecscompose.testing.Workflow;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Schedules within whole deployments. */
class ScheduledDeploymentTest {

  private static final String WORKER = "services: {worker: {image: \"worker:1\"}}\n";
  private static final String DAILY = WORKER + "redeploy: {schedule: rate(1 day)}\n";
  private static final String CREATE = "scheduler:CreateSchedule";
  private static final String DELETE = "scheduler:DeleteSchedule";

  private final Workflow workflow = new Workflow();

  @Test
  void aTurnDeploysTheStackfileAgain() {
    Report.Result first = workflow.deploy(DAILY);
    assertThat(first.status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    Schedule schedule = workflow.schedules.live("shop");
    String before = workflow.clusters.live("worker").deployments().toString();
    workflow.files.upload("stackfiles/shop.yml", "services: {}");
    workflow.log.clear();

    Report.Result turn = workflow.turn("shop");

    assertThat(turn.error()).isEmpty();
    assertThat(turn.status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(turn.deployment().id()).isGreaterThan(first.deployment().id());
    assertThat(workflow.files.text(turn.deployment(), "stackfile.yml")).isEqualTo(DAILY);
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
    workflow.deploy(DAILY);
    workflow.log.clear();

    assertThat(workflow.deploy(WORKER).status()).isEqualTo(DeploymentStatus.UNCHANGED);

    assertThat(workflow.schedules.all()).isEmpty();
    assertThat(workflow.log.changing()).containsExactly(DELETE);
  }

  @Test
  void aScheduleOutlivesADeploymentThatFails() {
    workflow.deploy(DAILY);
    workflow.log.failNext("ecs:UpdateService", new RefusedException("no"));

    Report.Result result = workflow.deploy(DAILY.replace("worker:1", "worker:2"));

    assertThat(result.status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(workflow.schedules.all()).containsOnlyKeys("shop");
  }

  @Test
  void isAskedForAgainWhenThrottled() {
    workflow.deploy(DAILY);
    workflow.log.failNext(DELETE, new ThrottledException("slow down"));

    assertThat(workflow.deploy(WORKER).status()).isEqualTo(DeploymentStatus.UNCHANGED);
    assertThat(workflow.schedules.all()).isEmpty();
  }

  /** What a turn deploys is older than what came after it. */
  @Test
  void aTurnRemovesNothing() {
    workflow.deploy("deploy: {prune: true}\n" + DAILY);
    workflow.log.failNext("scheduler:UpdateSchedule", new RefusedException("no right to change"));
    Report.Result later = workflow.deploy(DAILY.replace("\"}}", "\"}, web: {image: \"web:1\"}}"));
    assertThat(later.error().orElseThrow())
        .contains(
            "no right to change. Until the schedule shop is changed, its turns still deploy the older stackfile.");

    assertThat(workflow.turn("shop").status()).isEqualTo(DeploymentStatus.SUCCEEDED);

    assertThat(workflow.clusters.serviceNames()).containsExactlyInAnyOrder("worker", "web");
  }

  @Test
  void saysWhatAScheduleGoesOnWithThatCannotBeRemoved() {
    workflow.deploy(DAILY);
    workflow.log.failNext(DELETE, new RefusedException("no right to delete"));

    assertThat(workflow.deploy(WORKER).error().orElseThrow())
        .contains("no right to delete. Until the schedule shop is changed");
  }

  @Test
  void aScheduleThatCannotBeMadeFailsTheDeploymentAndLeavesItsServices() {
    workflow.log.failNext(CREATE, new RefusedException("scheduler:CreateSchedule was refused"));

    Report.Result result = workflow.deploy(DAILY);

    assertThat(result.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(result.error().orElseThrow()).contains("scheduler:CreateSchedule was refused");
    assertThat(workflow.clusters.live("worker").taskDefinition()).endsWith("shop-worker:1");
    assertThat(workflow.schedules.all()).isEmpty();

    assertThat(workflow.deploy(DAILY).status()).isEqualTo(DeploymentStatus.UNCHANGED);
    assertThat(workflow.schedules.all()).containsOnlyKeys("shop");
  }
}
