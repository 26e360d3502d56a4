package io.github.ecscompose.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecscompose.deployment.DeployRequest;
import io.github.ecscompose.deployment.DeployRequest.Execution;
import io.github.ecscompose.deployment.DeployRequest.Options;
import io.github.ecscompose.deployment.DeployRequest.Trigger;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.RequestDocument;
import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.ThrottledException;
import io.github.ecscompose.error.TransientException;
import io.github.ecscompose.plan.Names;
import io.github.ecscompose.plan.Schedule;
import io.github.ecscompose.plan.Schedule.Target;
import io.github.ecscompose.stackfile.Deploy;
import io.github.ecscompose.stackfile.Redeploy;
import io.github.ecscompose.stackfile.Stack;
import io.github.ecscompose.stackfile.StackDocument;
import io.github.ecscompose.step.EnsureSchedule.Outcome;
import io.github.ecscompose.testing.Workflow;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EnsureScheduleTest {

  private static final Optional<Redeploy> DAILY =
      Optional.of(new Redeploy("cron(0 6 * * ? *)", "Europe/Madrid"));
  private static final Optional<Redeploy> HOURLY = Optional.of(new Redeploy("rate(1 hour)", "UTC"));
  private static final String CREATE = "scheduler:CreateSchedule";
  private static final String UPDATE = "scheduler:UpdateSchedule";

  private final Workflow world = new Workflow();
  private int deployments;

  @Test
  void makesTheScheduleThatTheStackfileWants() {
    DeploymentReference deployment = deployed("shop", DAILY);

    assertThat(run(deployment)).isEqualTo(Outcome.CREATED);

    Schedule schedule = only("shop");
    assertThat(schedule.expression()).isEqualTo("cron(0 6 * * ? *)");
    assertThat(schedule.timezone()).isEqualTo("Europe/Madrid");
    assertThat(schedule.enabled()).isTrue();
    assertThat(schedule.window()).isEqualTo(5);
    Target target = schedule.target();
    assertThat(target.stateMachine())
        .isEqualTo("arn:aws:states:eu-central-1:123456789012:stateMachine:deploy");
    assertThat(target.role()).isEqualTo(Workflow.DELIVERY.role());
    assertThat(target.deadLetterQueue()).isEqualTo(Workflow.DELIVERY.deadLetterQueue());
    assertThat(target.input())
        .isEqualTo(
            "{\"cluster\":\"shop\","
                + "\"stackfile\":{\"bucket\":\"bucket\",\"key\":\"deployments/shop/d1/stackfile.yml\"},"
                + "\"trigger\":{\"kind\":\"schedule\","
                + "\"by\":\"arn:aws:scheduler:eu-central-1:123456789012:schedule/ecs-compose/shop\","
                + "\"at\":\"<aws.scheduler.scheduled-time>\"},"
                + "\"options\":{\"redeploy\":true,\"update_only\":false}}");
    assertThat(world.records.hasSchedule("shop")).isTrue();
  }

  @Test
  void leavesARightScheduleAlone() {
    DeploymentReference deployment = deployed("shop", HOURLY);
    run(deployment);
    world.log.clear();
    world.clock.advanceSeconds(10_000);

    assertThat(run(deployment)).isEqualTo(Outcome.KEPT);
    assertThat(world.log.changing()).isEmpty();
  }

  @Test
  void pointsTheScheduleToTheDeploymentThatSucceededLast() {
    run(deployed("shop", HOURLY));
    Optional<Long> begins = only("shop").start();
    world.clock.advanceSeconds(5400);

    assertThat(run(deployed("shop", HOURLY))).isEqualTo(Outcome.UPDATED);

    assertThat(only("shop").target().input()).contains("deployments/shop/d2/stackfile.yml");
    assertThat(only("shop").start()).isEqualTo(begins.map(start -> start + 3600));
  }

  @Test
  void changesTheScheduleWithTheStackfile() {
    run(deployed("shop", DAILY));

    assertThat(run(deployed("shop", HOURLY))).isEqualTo(Outcome.UPDATED);

    assertThat(only("shop").expression()).isEqualTo("rate(1 hour)");
    assertThat(only("shop").timezone()).isEqualTo("UTC");
  }

  @Test
  void putsRightWhatSomebodyChangedByHand() {
    DeploymentReference deployment = deployed("shop", DAILY);
    run(deployment);
    Schedule right = only("shop");
    world.schedules.put(
        "shop", new Schedule("rate(1 minute)", "UTC", Optional.empty(), false, 0, right.target()));

    assertThat(run(deployment)).isEqualTo(Outcome.UPDATED);
    assertThat(only("shop")).isEqualTo(right);
  }

  @Test
  void removesTheScheduleWithItsLastTrace() {
    run(deployed("shop", DAILY));
    run(deployed("other", DAILY));

    assertThat(run(deployed("shop", Optional.empty()))).isEqualTo(Outcome.REMOVED);

    only("other");
    assertThat(world.records.hasSchedule("shop")).isFalse();
    assertThat(world.records.hasSchedule("other")).isTrue();
    world.log.clear();
    assertThat(run(deployed("shop", Optional.empty()))).isEqualTo(Outcome.KEPT);
    assertThat(world.log.counts()).isEmpty();
  }

  @Test
  void removesWhatSomebodyRemovedByHand() {
    run(deployed("shop", DAILY));
    world.schedules.delete("shop");

    assertThat(run(deployed("shop", Optional.empty()))).isEqualTo(Outcome.REMOVED);
    assertThat(world.records.hasSchedule("shop")).isFalse();
  }

  @Test
  void isAskedForOnlyWhereThereIsSomethingToSeeTo() {
    assertThat(isNeeded(deployed("shop", Optional.empty()))).isFalse();
    assertThat(isNeeded(deployed("shop", DAILY))).isTrue();
    run(deployed("shop", DAILY));

    assertThat(isNeeded(deployed("shop", Optional.empty()))).isTrue();
    assertThat(isNeeded(deployed("other", Optional.empty()))).isFalse();
    assertThat(isNeeded(deployed("shop", DAILY, Trigger.SCHEDULE, Options.NONE))).isFalse();
  }

  @Test
  void letsARunOfTheScheduleLeaveItAlone() {
    run(deployed("shop", DAILY));
    Schedule before = only("shop");
    world.log.clear();

    DeploymentReference turn = deployed("shop", HOURLY, Trigger.SCHEDULE, new Options(true, false));

    assertThat(run(turn)).isEqualTo(Outcome.KEPT);
    assertThat(only("shop")).isEqualTo(before);
    assertThat(world.log.counts()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(value = ServiceState.class, names = "SUCCEEDED", mode = EnumSource.Mode.EXCLUDE)
  void doesNotPointToADeploymentThatFailed(ServiceState state) {
    DeploymentReference deployment = deployed("shop", DAILY);
    world.records.planned(
        deployment, List.of(row("web", ServiceState.SUCCEEDED), row("worker", state)));

    assertThat(run(deployment)).isEqualTo(Outcome.KEPT);
    assertThat(world.schedules.all()).isEmpty();

    DeploymentReference good = deployed("shop", DAILY);
    world.records.planned(good, List.of(row("web", ServiceState.SUCCEEDED)));
    assertThat(run(good)).isEqualTo(Outcome.CREATED);
  }

  @Test
  void deploysNoMoreThanTheDeploymentDid() {
    run(deployed("shop", DAILY, "api", new Options(false, true)));

    assertThat(only("shop").target().input())
        .contains("\"options\":{\"redeploy\":true,\"update_only\":true}");
  }

  @Test
  void knowsClustersOfLongNamesApart() {
    String cluster = "c".repeat(255);
    run(deployed(cluster, DAILY));
    run(deployed(cluster.substring(1), HOURLY));

    assertThat(world.schedules.all())
        .containsOnlyKeys(Names.schedule(cluster), Names.schedule(cluster.substring(1)));
  }

  @Test
  void makesNoSecondScheduleAfterALostAnswer() {
    DeploymentReference deployment = deployed("shop", HOURLY);
    world.log.loseNextAnswer(CREATE, new TransientException("timeout"));

    assertThatThrownBy(() -> run(deployment)).isInstanceOf(TransientException.class);
    world.log.clear();

    assertThat(run(deployment)).isEqualTo(Outcome.KEPT);
    only("shop");
    assertThat(world.log.changing()).isEmpty();
  }

  @Test
  void repeatsItsOwnCallWhereTheScheduleIsNotSeenYet() {
    DeploymentReference deployment = deployed("shop", HOURLY);
    run(deployment);
    world.schedules.hideFromNextLook();

    assertThat(run(deployment)).isEqualTo(Outcome.CREATED);
    only("shop");
  }

  @Test
  void changesAScheduleThatAppearsMeanwhile() {
    run(deployed("shop", DAILY));
    world.schedules.hideFromNextLook();
    world.log.clear();

    assertThat(run(deployed("shop", HOURLY))).isEqualTo(Outcome.UPDATED);

    assertThat(world.log.changing()).containsExactly(CREATE, UPDATE);
    assertThat(only("shop").expression()).isEqualTo("rate(1 hour)");
  }

  @Test
  void repeatsALostUpdateWithoutHarm() {
    run(deployed("shop", DAILY));
    DeploymentReference deployment = deployed("shop", HOURLY);
    world.log.loseNextAnswer(UPDATE, new TransientException("timeout"));
    assertThatThrownBy(() -> run(deployment)).isInstanceOf(TransientException.class);

    assertThat(run(deployment)).isEqualTo(Outcome.KEPT);
    assertThat(only("shop").expression()).isEqualTo("rate(1 hour)");
  }

  @Test
  void repeatsALostRemovalWithoutHarm() {
    run(deployed("shop", DAILY));
    DeploymentReference deployment = deployed("shop", Optional.empty());
    world.log.loseNextAnswer("scheduler:DeleteSchedule", new ThrottledException("slow down"));
    assertThatThrownBy(() -> run(deployment)).isInstanceOf(ThrottledException.class);
    assertThat(world.records.hasSchedule("shop")).isTrue();

    assertThat(run(deployment)).isEqualTo(Outcome.REMOVED);
    assertThat(world.records.hasSchedule("shop")).isFalse();
  }

  @Test
  void remembersAScheduleThatItMayHaveMade() {
    DeploymentReference deployment =
        deployed("shop", Optional.of(new Redeploy("cron(0 6 * * *)", "UTC")));

    assertThatThrownBy(() -> run(deployment))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("cron(0 6 * * *)");
    assertThat(world.schedules.all()).isEmpty();
    assertThat(world.records.hasSchedule("shop")).isTrue();
  }

  private EnsureSchedule step() {
    return new EnsureSchedule(
        world.files, world.records, world.schedules, Workflow.DELIVERY, world.clock);
  }

  private Outcome run(DeploymentReference deployment) {
    return step().run(deployment);
  }

  private boolean isNeeded(DeploymentReference deployment) {
    Documents documents = new Documents(world.files);
    return EnsureSchedule.isNeeded(
        documents.request(deployment), documents.stack(deployment), world.records);
  }

  /** The one schedule that there is. */
  private Schedule only(String name) {
    assertThat(world.schedules.all()).containsOnlyKeys(name);
    return world.schedules.live(name);
  }

  private DeploymentReference deployed(String cluster, Optional<Redeploy> redeploy) {
    return deployed(cluster, redeploy, "s3", Options.NONE);
  }

  private DeploymentReference deployed(
      String cluster, Optional<Redeploy> redeploy, String trigger, Options options) {
    deployments++;
    DeploymentReference deployment = new DeploymentReference(cluster, "d" + deployments);
    DeployRequest request =
        new DeployRequest(
            Optional.of(cluster),
            world.files.upload("stackfiles/" + cluster + ".yml", "services: {}"),
            new Trigger(trigger, "somebody", "2026-11-20T20:00:00Z"),
            options,
            new Execution(
                "arn:aws:states:eu-central-1:123456789012:execution:deploy:e" + deployments,
                "e" + deployments,
                "2026-11-20T20:00:00Z"));
    Documents documents = new Documents(world.files);
    documents.write(deployment, Documents.REQUEST, RequestDocument.of(request));
    documents.write(
        deployment,
        Documents.STACK,
        StackDocument.toJson(new Stack(List.of(), Deploy.DEFAULT, redeploy)));
    return deployment;
  }

  private static ServiceRecord row(String service, ServiceState state) {
    return new ServiceRecord(
        service,
        state,
        "UPDATE",
        "digest",
        "UpdateService",
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "");
  }
}
