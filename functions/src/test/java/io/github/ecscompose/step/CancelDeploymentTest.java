package io.github.ecscompose.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.github.ecscompose.deployment.Cancellation;
import io.github.ecscompose.deployment.DeployRequest.StackfileReference;
import io.github.ecscompose.deployment.DeployRequest.Trigger;
import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.deployment.Lock;
import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.step.CancelDeployment.Answer;
import io.github.ecscompose.testing.ExecutionStopped;
import io.github.ecscompose.testing.FaultAt;
import io.github.ecscompose.testing.FaultAt.Kind;
import io.github.ecscompose.testing.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What comes of a deployment that somebody cancels, wherever it is by then. */
class CancelDeploymentTest {

  private static final String ADA = "arn:aws:iam::123456789012:user/ada";
  private static final String ONE = "services: {worker: {image: \"worker:1\"}}\n";
  private static final String TWO = ONE.replace("worker:1", "worker:2");
  private static final String MORE =
      """
      services:
        worker: {image: "worker:2"}
        web: {image: "web:1"}
        last: {image: "last:1", depends_on: [web]}
      """;

  private final Workflow workflow = new Workflow();
  private final CancelDeployment step =
      new CancelDeployment(workflow.records, workflow.ended, workflow.clock);
  private final List<Answer> answers = new ArrayList<>();

  @BeforeEach
  void rolloutsTakeAMinute() {
    workflow.clusters.rolloutsTake(workflow.clock, Duration.ofSeconds(60));
  }

  private DeploymentRecord newest() {
    return workflow.history.deployments("shop", 1, Optional.empty()).entries().getFirst();
  }

  private void cancelNewest() {
    answers.add(step.run(newest().reference(), ADA));
  }

  private DeploymentRecord row(Report.Result result) {
    return workflow.records.find(result.deployment()).orElseThrow();
  }

  private Lock lock() {
    return workflow.locks.find("shop");
  }

  private String image(String service) {
    return image(workflow, service);
  }

  private static String image(Workflow world, String service) {
    return world
        .clusters
        .taskDefinition(world.clusters.live(service).taskDefinition())
        .orElseThrow()
        .toString()
        .replaceAll("(?s).*(" + service + ":\\d).*", "$1");
  }

  private static DeploymentStatus accepted(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Accepted.class);
    return ((Answer.Accepted) answer).deployment().status();
  }

  private static String refusal(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Refused.class);
    return ((Answer.Refused) answer).reason();
  }

  @Test
  void goesBackToWhatWasBefore() {
    workflow.deploy(ONE);
    workflow.beforeTheFirstLook(this::cancelNewest);

    Report.Result result = workflow.deploy(MORE);

    assertThat(answers).hasSize(1);
    assertThat(accepted(answers.getFirst())).isEqualTo(DeploymentStatus.DEPLOYING);
    assertThat(result.status()).isEqualTo(DeploymentStatus.CANCELED);
    assertThat(result.error().orElseThrow())
        .startsWith(ADA + " canceled the deployment at 2")
        .doesNotContain("not back");
    assertThat(image("worker")).isEqualTo("worker:1");
    assertThat(workflow.clusters.live("web").isActive()).isFalse();
    assertThat(workflow.clusters.serviceNames()).doesNotContain("last");
    assertThat(workflow.records.services(result.deployment()))
        .extracting(ServiceRecord::service, ServiceRecord::state)
        .containsExactly(
            tuple("last", ServiceState.NOT_BEGUN),
            tuple("web", ServiceState.ROLLED_BACK),
            tuple("worker", ServiceState.ROLLED_BACK));
    assertThat(workflow.files.text(result.deployment(), "report.json"))
        .contains("\"status\" : \"CANCELED\"", "\"rolledBack\" : 2", "\"notBegun\" : 1");
    assertThat(workflow.lastExecution().failure().orElseThrow().error())
        .isEqualTo("DeploymentCanceled");
    assertThat(lock().holder()).isEmpty();
    assertThat(row(result).cancellation()).map(Cancellation::by).contains(ADA);
  }

  @Test
  void saysWhatIsNotBack() {
    workflow.deploy(ONE);
    workflow.beforeTheFirstLook(() -> {
      cancelNewest();
      workflow.log.failNext("ecs:UpdateService", new RefusedException("the region is down"));
    });

    Report.Result result = workflow.deploy(TWO);

    assertThat(result.status()).isEqualTo(DeploymentStatus.CANCELED);
    assertThat(result.error().orElseThrow())
        .contains(ADA, "worker: not back", "the region is down");
    assertThat(lock().holder()).isEmpty();
  }

  @Test
  void keepsWhatIsToBeKept() {
    workflow.deploy(ONE);
    workflow.beforeTheFirstLook(this::cancelNewest);

    Report.Result result = workflow.deploy("deploy: {on_failure: keep}\n" + TWO);

    assertThat(result.status()).isEqualTo(DeploymentStatus.CANCELED);
    assertThat(image("worker")).isEqualTo("worker:2");
    assertThat(workflow.row(result, "worker").state()).isEqualTo(ServiceState.FAILED);
    assertThat(workflow.deploy(TWO).status()).isEqualTo(DeploymentStatus.UNCHANGED);
  }

  @Test
  void endsAtOnceWhileItWaits() {
    workflow.beforeTheFirstLook(() -> {
      // The second one waits by then.
      workflow.clock.advanceSeconds(30);
      cancelNewest();
    });

    List<Optional<Report.Result>> results =
        workflow.atOnce(
            List.of(
                () -> workflow.deploy(ONE),
                () -> {
                  workflow.clock.advanceSeconds(10);
                  return workflow.deploy(TWO);
                }));

    assertThat(accepted(answers.getFirst())).isEqualTo(DeploymentStatus.CANCELED);
    assertThat(results.get(0).orElseThrow().status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    Report.Result canceled = results.get(1).orElseThrow();
    assertThat(canceled.status()).isEqualTo(DeploymentStatus.CANCELED);
    assertThat(row(canceled).error().orElseThrow())
        .matches(ADA + " canceled the deployment at \\S+Z\\. Nothing was touched\\.");
    assertThat(canceled.error()).isEqualTo(row(canceled).error());
    assertThat(workflow.records.services(canceled.deployment())).isEmpty();
    assertThat(image("worker")).isEqualTo("worker:1");
    assertThat(lock().holder()).isEmpty();
  }

  /** Whenever it is canceled before the first change, nothing is changed. */
  @Test
  void touchesNothingWhereItHadNotBegun() {
    workflow.deploy(ONE);
    workflow.log.clear();
    Workflow undisturbed = new Workflow();
    undisturbed.deploy(ONE);
    undisturbed.log.clear();
    undisturbed.deploy(TWO);
    List<String> calls = undisturbed.log.all();
    int asks =
        calls.subList(0, calls.indexOf("ecs:DescribeClusters")).lastIndexOf("dynamodb:GetItem");
    assertThat(asks).isGreaterThan(5);

    for (int number = 1; number <= asks; number++) {
      Workflow each = new Workflow();
      each.deploy(ONE);
      each.log.clear();
      CancelDeployment cancel = new CancelDeployment(each.records, each.ended, each.clock);
      int moment = number;
      List<Answer> heard = new ArrayList<>();
      each.log.conditions((current, action) -> {
        DeploymentRecord newest =
            each.history.deployments("shop", 1, Optional.empty()).entries().getFirst();
        if (current >= moment && heard.isEmpty() && !newest.status().isFinal()) {
          heard.add(cancel.run(newest.reference(), ADA));
        }
      });

      Report.Result result = each.deploy(TWO);

      assertThat(result.status()).as(calls.get(number)).isEqualTo(DeploymentStatus.CANCELED);
      assertThat(result.error().orElseThrow()).endsWith("Nothing was touched.");
      assertThat(each.log.changing()).isEmpty();
      assertThat(each.locks.find("shop").holder()).isEmpty();
    }
  }

  /** Whenever it is canceled at all, it ends as it says, and the lock is free. */
  @Test
  void comesToOneEndWheneverItIsCanceled() {
    Workflow undisturbed = new Workflow();
    undisturbed.deploy(ONE);
    undisturbed.log.clear();
    undisturbed.deploy(TWO);
    int calls = undisturbed.log.all().size();

    List<DeploymentStatus> ends = new ArrayList<>();
    for (int number = 1; number < calls; number++) {
      Workflow each = new Workflow();
      each.deploy(ONE);
      each.log.clear();
      CancelDeployment cancel = new CancelDeployment(each.records, each.ended, each.clock);
      int moment = number;
      each.log.conditions((current, action) -> {
        if (current == moment) {
          cancel.run(
              each.history
                  .deployments("shop", 1, Optional.empty())
                  .entries()
                  .getFirst()
                  .reference(),
              ADA);
        }
      });

      DeploymentStatus end = each.deploy(TWO).status();

      ends.add(end);
      String revision = each.clusters.live("worker").taskDefinition();
      assertThat(revision)
          .as("call %d: %s", number, end)
          .endsWith(end == DeploymentStatus.CANCELED ? "worker:1" : "worker:2");
      assertThat(each.locks.find("shop").holder()).isEmpty();
    }
    assertThat(ends).contains(DeploymentStatus.CANCELED);
    assertThat(ends.getLast()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(ends.lastIndexOf(DeploymentStatus.CANCELED))
        .isLessThan(ends.indexOf(DeploymentStatus.SUCCEEDED) + ends.size() / 2);
  }

  private static Workflow canceledAtTheFirstLook() {
    Workflow each = new Workflow();
    each.clusters.rolloutsTake(each.clock, Duration.ofSeconds(5));
    each.deploy(ONE);
    CancelDeployment cancel = new CancelDeployment(each.records, each.ended, each.clock);
    each.beforeTheFirstLook(() ->
        cancel.run(
            each.history.deployments("shop", 1, Optional.empty()).entries().getFirst().reference(),
            ADA));
    each.log.clear();
    return each;
  }

  private static int callsOfACanceledDeployment() {
    Workflow undisturbed = canceledAtTheFirstLook();
    assertThat(undisturbed.deploy(TWO).status()).isEqualTo(DeploymentStatus.CANCELED);
    return undisturbed.log.all().size();
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"FAILED", "THROTTLED", "ANSWER_LOST", "KILLED_AFTER"})
  void goesBackWhicheverCallIsDisturbed(Kind kind) {
    int calls = callsOfACanceledDeployment();
    for (int number = 0; number < calls; number++) {
      Workflow each = canceledAtTheFirstLook();
      each.log.conditions(new FaultAt(number, kind));

      Report.Result result = each.deploy(TWO);

      assertThat(result.status()).as("call %d", number).isEqualTo(DeploymentStatus.CANCELED);
      assertThat(each.clusters.live("worker").taskDefinition()).endsWith("worker:1");
      assertThat(each.locks.find("shop").holder()).isEmpty();
    }
  }

  /** Canceled, and stopped on top of that: a second cancel settles it, the next one converges. */
  @Test
  void canBeStoppedAtEveryCall() {
    int calls = callsOfACanceledDeployment();
    for (int number = 0; number < calls; number++) {
      Workflow each = canceledAtTheFirstLook();
      each.log.conditions(new FaultAt(number, Kind.STOPPED_AFTER));
      assertThatThrownBy(() -> each.deploy(TWO)).isInstanceOf(ExecutionStopped.class);
      each.log.conditions((any, action) -> {});
      each.beforeLooking(() -> {});

      DeploymentRecord stopped =
          each.history.deployments("shop", 1, Optional.empty()).entries().getFirst();
      boolean ended = stopped.status().isFinal();
      Answer answer =
          new CancelDeployment(each.records, each.ended, each.clock).run(stopped.reference(), ADA);

      assertThat(answer)
          .as("call %d", number)
          .isInstanceOf(ended ? Answer.Refused.class : Answer.Accepted.class);
      assertThat(each.deploy(ONE).status())
          .as("call %d", number)
          .isIn(DeploymentStatus.SUCCEEDED, DeploymentStatus.UNCHANGED);
      assertThat(image(each, "worker")).isEqualTo("worker:1");
      assertThat(each.locks.find("shop").holder()).isEmpty();
    }
  }

  @Test
  void isRefusedOnceItHasEnded() {
    Report.Result result = workflow.deploy(ONE);

    assertThat(refusal(step.run(result.deployment(), ADA))).contains("is SUCCEEDED", "roll back");
    assertThat(row(result).cancellation()).isEmpty();
  }

  @Test
  void isRefusedWhileItGoesBackAnyway() {
    workflow.deploy(ONE);
    workflow.beforeLooking(() -> {
      if (newest().status() == DeploymentStatus.ROLLING_BACK) {
        cancelNewest();
      } else if (newest().status() == DeploymentStatus.DEPLOYING) {
        workflow.clusters.fail("worker", "tasks failed to start");
      }
    });

    assertThat(workflow.deploy(TWO).status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(refusal(answers.getFirst())).contains("is ROLLING_BACK", "goes back");
  }

  @Test
  void knowsNoOther() {
    assertThat(step.run(new DeploymentReference("shop", "01KA5XG7QJ4M8N2P6R9S3T5V7W"), ADA))
        .isInstanceOf(Answer.Absent.class);
  }

  @Test
  void whoAskedFirstIsTold() {
    workflow.deploy(ONE);
    workflow.beforeTheFirstLook(() -> {
      cancelNewest();
      answers.add(step.run(newest().reference(), "arn:somebody-else"));
    });

    Report.Result result = workflow.deploy(TWO);

    assertThat(answers).allSatisfy(CancelDeploymentTest::accepted);
    assertThat(result.error().orElseThrow()).startsWith(ADA);
  }

  private DeploymentReference stopped() {
    workflow.deploy(ONE);
    workflow.beforeTheFirstLook(() -> {
      throw new ExecutionStopped("by hand");
    });
    assertThatThrownBy(() -> workflow.deploy(TWO)).isInstanceOf(ExecutionStopped.class);
    workflow.beforeLooking(() -> {});
    assertThat(newest().status().isFinal()).isFalse();
    assertThat(lock().holder()).isPresent();
    return newest().reference();
  }

  @Test
  void settlesWhatWasStoppedByHand() {
    DeploymentReference stopped = stopped();

    assertThat(accepted(step.run(stopped, ADA))).isEqualTo(DeploymentStatus.CANCELED);

    assertThat(newest().error().orElseThrow())
        .startsWith(ADA)
        .contains("stopped from outside", "not undone", "Deploy again.");
    assertThat(newest().finishedAt()).isPresent();
    assertThat(workflow.records.services(stopped))
        .extracting(ServiceRecord::state)
        .containsExactly(ServiceState.FAILED);
    assertThat(lock().holder()).isEmpty();
    assertThat(refusal(step.run(stopped, ADA))).contains("is CANCELED");
  }

  /** Its execution, if one starts after all, finds it so. */
  @Test
  void settlesWhatWasNeverStarted() {
    DeploymentReference queued = new DeploymentReference("shop", "01KA5XG7QJ4M8N2P6R9S3T5V7W");
    StackfileReference stackfile = workflow.files.upload("stackfiles/shop.yml", ONE);
    workflow.records.start(
        DeploymentRecord.begun(
            queued,
            DeploymentStatus.QUEUED,
            new Trigger("api", ADA, workflow.clock.instant().toString()),
            stackfile,
            workflow.clock.instant().toString(),
            Optional.empty()));

    assertThat(accepted(step.run(queued, ADA))).isEqualTo(DeploymentStatus.CANCELED);
    assertThat(newest().error().orElseThrow()).endsWith("Nothing was touched.");
  }
}
