package io.github.ecscompose.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecscompose.deployment.DeployRequest.Options;
import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.deployment.Lock;
import io.github.ecscompose.deployment.Lock.Holder;
import io.github.ecscompose.deployment.Lock.Place;
import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.TransientException;
import io.github.ecscompose.testing.ExecutionStopped;
import io.github.ecscompose.testing.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole deployments that meet on one cluster. */
class QueueOfDeploymentsTest {

  private static final String DAILY =
      "services: {worker: {image: \"worker:1\"}}\nredeploy: {schedule: rate(1 day)}\n";

  private final Workflow workflow = new Workflow();

  /** Statuses of deployments at each look at a rollout. */
  private final Set<String> seen = new HashSet<>();

  /** How many worked on the cluster at a time. */
  private final List<Integer> working = new ArrayList<>();

  @BeforeEach
  void rolloutsTakeAMinute() {
    workflow.clusters.rolloutsTake(workflow.clock, Duration.ofSeconds(60));
    workflow.beforeLooking(() -> {
      List<DeploymentStatus> statuses =
          workflow.records.all().stream().map(DeploymentRecord::status).toList();
      statuses.stream().map(DeploymentStatus::name).forEach(seen::add);
      working.add(
          (int)
              statuses.stream()
                  .filter(status ->
                      status == DeploymentStatus.DEPLOYING
                          || status == DeploymentStatus.STABILIZING)
                  .count());
    });
  }

  private static String worker(int version) {
    return "services: {worker: {image: \"worker:%d\"}}\n".formatted(version);
  }

  private Supplier<Report.Result> later(long seconds, Supplier<Report.Result> deployment) {
    return () -> {
      workflow.clock.advanceSeconds(seconds);
      return deployment.get();
    };
  }

  private Supplier<Report.Result> deployed(int version) {
    return () -> workflow.deploy(worker(version));
  }

  private String image() {
    return workflow
        .clusters
        .taskDefinition(workflow.clusters.live("worker").taskDefinition())
        .orElseThrow()
        .toString()
        .replaceAll("(?s).*(worker:\\d).*", "$1");
  }

  private Lock lock() {
    return workflow.locks.find("shop");
  }

  private Instant finished(Report.Result result) {
    return Instant.parse(
        workflow.records.find(result.deployment()).orElseThrow().finishedAt().orElseThrow());
  }

  @Test
  void aDeploymentLeavesNoLockBehind() {
    Report.Result result = workflow.deploy(worker(1));

    assertThat(lock().holder()).isEmpty();
    assertThat(lock().newest()).contains(Place.of(result.deployment().id()));
    assertThat(lock().succeeded()).contains(Place.of(result.deployment().id()));
  }

  /** One that fails, too, and then it is not what succeeded last. */
  @Test
  void aFailureLeavesNoLockBehind() {
    workflow.log.failNext("ecs:CreateService", new RefusedException("no"));

    assertThat(workflow.deploy(worker(1)).status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(lock().holder()).isEmpty();
    assertThat(lock().succeeded()).isEmpty();
  }

  @Test
  void alsoOneOfTheReportItselfLeavesNoLockBehind() {
    workflow.beforeLooking(
        () -> workflow.log.failNext("s3:PutObject", new RefusedException("report.json: no")));

    assertThatThrownBy(() -> workflow.deploy(worker(1)))
        .isInstanceOf(AssertionError.class)
        .hasStackTraceContaining("report.json: no");

    assertThat(lock().holder()).isEmpty();
    assertThat(lock().newest()).isPresent();
  }

  @Test
  void aRejectedDeploymentNeverComesToTheQueue() {
    assertThat(workflow.deploy("services: {worker: {imgae: \"worker:1\"}}").status())
        .isEqualTo(DeploymentStatus.REJECTED);
    assertThat(lock()).isEqualTo(Lock.NONE);
  }

  @Test
  void oneWaitsForTheOther() {
    List<Optional<Report.Result>> results =
        workflow.atOnce(List.of(deployed(1), later(10, deployed(2))));

    assertThat(results)
        .extracting(result -> result.orElseThrow().status())
        .containsExactly(DeploymentStatus.SUCCEEDED, DeploymentStatus.SUCCEEDED);
    assertThat(image()).isEqualTo("worker:2");
    assertThat(working).isNotEmpty().containsOnly(1);
    assertThat(seen).contains("QUEUED");
    assertThat(lock().holder()).isEmpty();
    Duration second =
        Duration.between(finished(results.get(0).get()), finished(results.get(1).get()));
    assertThat(second).isLessThan(Duration.ofSeconds(60 + 20));
  }

  @Test
  void ofThreeOneRunsOneIsSupersededAndOneWaits() {
    List<Report.Result> results =
        workflow
            .atOnce(List.of(deployed(1), later(10, deployed(2)), later(20, deployed(3))))
            .stream()
            .map(Optional::orElseThrow)
            .toList();

    assertThat(results)
        .extracting(Report.Result::status)
        .containsExactly(
            DeploymentStatus.SUCCEEDED, DeploymentStatus.SUPERSEDED, DeploymentStatus.SUCCEEDED);
    assertThat(results.get(1).error().orElseThrow())
        .isEqualTo(
            "The newer deployment %s of the cluster shop overtook this one before it began. Nothing was touched."
                .formatted(results.get(2).deployment().id()));
    assertThat(workflow.records.services(results.get(1).deployment())).isEmpty();
    assertThat(working).containsOnly(1);
    assertThat(image()).isEqualTo("worker:3");
    assertThat(finished(results.get(1))).isBefore(finished(results.get(0)));
  }

  @Test
  void deploymentsOfOtherClustersDoNotWait() {
    workflow.clusters.createCluster("other");

    List<Optional<Report.Result>> results =
        workflow.atOnce(
            List.of(
                deployed(1),
                later(
                    1,
                    () ->
                        workflow.deployTo(
                            "other", worker(1).replace("worker", "web"), Options.NONE))));

    assertThat(results).allMatch(result -> result.orElseThrow().error().isEmpty());
    assertThat(seen).doesNotContain("QUEUED");
  }

  @Test
  void aSupersededExecutionFailsUnderItsName() {
    workflow.deploy(worker(1));
    workflow.uploaded(worker(1), "0B");

    workflow.uploaded(worker(1), "0A");

    assertThat(workflow.lastExecution().failure().orElseThrow().error())
        .isEqualTo("DeploymentSuperseded");
  }

  /** It is stopped while it works, and another one waits. */
  @Test
  void whatIsStoppedHoldsNothing() {
    workflow.beforeTheFirstLook(() -> {
      workflow.clock.advanceSeconds(30);
      throw new ExecutionStopped("by hand");
    });

    List<Optional<Report.Result>> results =
        workflow.atOnce(List.of(deployed(1), later(10, deployed(2))));

    assertThat(results.get(0)).isEmpty();
    assertThat(results.get(1).orElseThrow().status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(image()).isEqualTo("worker:2");
    DeploymentRecord stopped =
        workflow.records.all().stream()
            .filter(row -> !row.reference().equals(results.get(1).get().deployment()))
            .findFirst()
            .orElseThrow();
    assertThat(stopped.status()).isEqualTo(DeploymentStatus.CANCELED);
    assertThat(stopped.error().orElseThrow())
        .isEqualTo(
            "The execution was stopped from outside; what it had changed was not undone. Deploy again.");
    assertThat(stopped.finishedAt()).isPresent();
    assertThat(workflow.records.services(stopped.reference()))
        .extracting(ServiceRecord::state)
        .containsExactly(ServiceState.FAILED);
    assertThat(lock().holder()).isEmpty();
  }

  @Test
  void theLockOfAnExecutionThatIsGoneIsTakenOver() {
    DeploymentReference gone = new DeploymentReference("shop", "01KA5XG7QJ4M8N2P6R9S3T5V7W");
    workflow.locks.replace(
        "shop",
        Lock.NONE,
        Lock.NONE
            .withNewest(Place.of(gone.id()))
            .heldBy(new Holder("arn:gone", Place.of(gone.id()), false)));

    assertThat(workflow.deploy(worker(1)).status()).isEqualTo(DeploymentStatus.SUCCEEDED);

    assertThat(lock().holder()).isEmpty();
    assertThat(workflow.records.find(gone)).isEmpty();
  }

  /** Nothing of what ended well is told otherwise. */
  @Test
  void aLockThatCouldNotBeReleasedIsTakenOver() {
    workflow.beforeLooking(() ->
        workflow.log.conditions((number, action) -> {
          if (action.equals("dynamodb:UpdateItem")
              && workflow.records.all().stream().allMatch(row -> row.status().isFinal())) {
            throw new TransientException("no answer");
          }
        }));
    Report.Result first = workflow.deploy(worker(1));
    assertThat(first.status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(lock().holder().orElseThrow().place()).isEqualTo(Place.of(first.deployment().id()));
    workflow.log.conditions((number, action) -> {});
    workflow.beforeLooking(() -> {});

    assertThat(workflow.deploy(worker(2)).status()).isEqualTo(DeploymentStatus.SUCCEEDED);

    assertThat(workflow.records.find(first.deployment()).orElseThrow().status())
        .isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(lock().holder()).isEmpty();
  }

  @Test
  void aTurnGivesWayToAPersonsDeploymentThatWorks() {
    workflow.deploy(DAILY);

    List<Report.Result> results =
        workflow
            .atOnce(
                List.of(
                    () -> workflow.deploy(DAILY.replace("worker:1", "worker:2")),
                    later(10, () -> workflow.turn("shop"))))
            .stream()
            .map(Optional::orElseThrow)
            .toList();

    assertThat(results)
        .extracting(Report.Result::status)
        .containsExactly(DeploymentStatus.SUCCEEDED, DeploymentStatus.SUPERSEDED);
    assertThat(results.get(1).error().orElseThrow())
        .contains(results.get(0).deployment().id())
        .contains("this turn of the schedule");
    assertThat(image()).isEqualTo("worker:2");
  }

  @Test
  void aPersonsDeploymentWaitsForATurnAndMakesTheNextTurnVoid() {
    workflow.deploy(DAILY);

    List<Report.Result> results =
        workflow
            .atOnce(
                List.of(
                    () -> workflow.turn("shop"),
                    later(10, () -> workflow.deploy(DAILY.replace("worker:1", "worker:2"))),
                    later(20, () -> workflow.turn("shop"))))
            .stream()
            .map(Optional::orElseThrow)
            .toList();

    assertThat(results)
        .extracting(Report.Result::status)
        .containsExactly(
            DeploymentStatus.SUCCEEDED, DeploymentStatus.SUCCEEDED, DeploymentStatus.SUPERSEDED);
    assertThat(results.get(2).error().orElseThrow()).contains(results.get(1).deployment().id());
    assertThat(image()).isEqualTo("worker:2");
  }

  /** Its stackfile is older than what succeeded since. */
  @Test
  void aTurnThatComesLateIsVoid() {
    workflow.deploy(DAILY);
    Supplier<Report.Result> late = workflow.turnOfNow("shop");
    Report.Result newer = workflow.deploy(DAILY.replace("worker:1", "worker:2"));

    Report.Result turn = late.get();

    assertThat(turn.status()).isEqualTo(DeploymentStatus.SUPERSEDED);
    assertThat(turn.error().orElseThrow()).contains(newer.deployment().id());
    assertThat(image()).isEqualTo("worker:2");
  }

  @Test
  void aDeploymentThatFailedOrWasStoppedIsNoReasonForATurnToStandBack() {
    workflow.deploy(DAILY);
    workflow.log.failNext("ecs:UpdateService", new RefusedException("no"));
    workflow.deploy(DAILY.replace("worker:1", "worker:2"));
    assertThat(workflow.turn("shop").status()).isEqualTo(DeploymentStatus.SUCCEEDED);

    workflow.beforeTheFirstLook(() -> {
      throw new ExecutionStopped("by hand");
    });
    assertThatThrownBy(() -> workflow.deploy(DAILY.replace("worker:1", "worker:3")))
        .isInstanceOf(ExecutionStopped.class);
    workflow.beforeLooking(() -> {});

    assertThat(workflow.turn("shop").status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(image()).isEqualTo("worker:1");
    assertThat(workflow.records.all())
        .extracting(DeploymentRecord::status)
        .contains(DeploymentStatus.CANCELED);
  }

  @Test
  void anUploadThatIsToldTwiceIsDeployedOnce() {
    List<Report.Result> results =
        workflow
            .atOnce(
                List.of(
                    () -> workflow.uploaded(worker(1), "0A"),
                    later(1, () -> workflow.uploaded(worker(1), "0A"))))
            .stream()
            .map(Optional::orElseThrow)
            .toList();

    assertThat(results)
        .extracting(Report.Result::status)
        .containsExactly(DeploymentStatus.SUCCEEDED, DeploymentStatus.SUPERSEDED);
    assertThat(results.get(1).error().orElseThrow())
        .isEqualTo(
            "The deployment %s of the cluster shop has the same version of the stackfile: S3 told of one upload twice. Nothing was touched."
                .formatted(results.get(0).deployment().id()));
  }

  @Test
  void anOlderUploadDoesNotOverwriteANewerOne() {
    Report.Result newer = workflow.uploaded(worker(2), "10");
    workflow.clock.advanceSeconds(1);

    Report.Result older = workflow.uploaded(worker(1), "F");

    assertThat(older.status()).isEqualTo(DeploymentStatus.SUPERSEDED);
    assertThat(older.error().orElseThrow())
        .contains(newer.deployment().id())
        .contains("newer version of the stackfile");
    assertThat(image()).isEqualTo("worker:2");
    assertThat(workflow.uploaded(worker(3), "11").status()).isEqualTo(DeploymentStatus.SUCCEEDED);
  }

  /** While it waits, so that nothing was late. */
  @Test
  void anUploadThatWaitsIsOvertakenByTheNextOne() {
    List<Report.Result> results =
        workflow
            .atOnce(
                List.of(
                    () -> workflow.uploaded(worker(1), "0A"),
                    later(10, () -> workflow.uploaded(worker(2), "0B")),
                    later(20, () -> workflow.uploaded(worker(3), "0C"))))
            .stream()
            .map(Optional::orElseThrow)
            .toList();

    assertThat(results)
        .extracting(Report.Result::status)
        .containsExactly(
            DeploymentStatus.SUCCEEDED, DeploymentStatus.SUPERSEDED, DeploymentStatus.SUCCEEDED);
    assertThat(results.get(1).error().orElseThrow())
        .contains(results.get(2).deployment().id())
        .contains("overtook this one");
    assertThat(image()).isEqualTo("worker:3");
  }

  /** The event of the newer one starts its execution first, which comes to the queue last. */
  @Test
  void anUploadWhoseIdIsOlderThanThatOfTheOneBeforeItIsDeployed() {
    Report.Result older = workflow.uploaded(worker(1), "0A");
    workflow.locks.replace(
        "shop",
        lock(),
        lock()
            .withNewest(new Place("7ZZZZZZZZZZZZZZZZZZZZZZZZZ", older.deployment().id()))
            .withUpload(
                lock().upload("stackfiles/shop.yml").orElseThrow().version(),
                new Place("7ZZZZZZZZZZZZZZZZZZZZZZZZZ", older.deployment().id())));

    assertThat(workflow.uploaded(worker(2), "0B").status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(image()).isEqualTo("worker:2");
  }

  /** One read and one write to get the lock, one write to give it back. */
  @Test
  void theLockCostsThreeCalls() {
    workflow.deploy(worker(1));
    workflow.locks.calls.clear();

    workflow.deploy(worker(1));

    assertThat(workflow.locks.calls).containsExactly("find", "replace", "release");
  }

  @Test
  void whoMeetsOthersAllTheTimeIsAskedToComeAgain() {
    Locks restless =
        new Locks() {
          @Override
          public Lock find(String cluster) {
            return Lock.NONE;
          }

          @Override
          public boolean replace(String cluster, Lock seen, Lock next) {
            return false;
          }

          @Override
          public void release(String cluster, String executionArn, boolean succeeded) {}
        };
    Report.Result result = workflow.deploy(worker(1));
    AcquireLock step =
        new AcquireLock(restless, workflow.records, workflow.executionStates, workflow.clock);

    assertThatThrownBy(() -> step.run(workflow.request(result.deployment()), 0))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("lock of the cluster shop");
  }
}
