package io.github.ecscompose.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.testing.ExecutionStopped;
import io.github.ecscompose.testing.FaultAt;
import io.github.ecscompose.testing.FaultAt.Kind;
import io.github.ecscompose.testing.Workflow;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Destroys and deployments that meet on one cluster. */
class QueueOfDestroysTest {

  private static final String STACK =
      "services: {web: {image: \"web:1\"}, worker: {image: \"worker:1\"}}\n";
  private static final String DAILY = STACK + "redeploy: {schedule: rate(1 day)}\n";

  private final Workflow workflow = new Workflow();

  @BeforeEach
  void rolloutsTakeAMinute() {
    workflow.clusters.rolloutsTake(workflow.clock, Duration.ofSeconds(60));
    assertThat(workflow.deploy(DAILY).status()).isEqualTo(DeploymentStatus.SUCCEEDED);
  }

  private Supplier<Report.Result> later(long seconds, Supplier<Report.Result> run) {
    return () -> {
      workflow.clock.advanceSeconds(seconds);
      return run.get();
    };
  }

  private Supplier<Report.Result> deployed(int version) {
    return () -> workflow.deploy(DAILY.replace(":1\"", ":%d\"".formatted(version)));
  }

  private Supplier<Report.Result> destroyed(String... service) {
    return () -> workflow.destroy("shop", List.of(service).stream().findFirst());
  }

  private static List<DeploymentStatus> statuses(List<Optional<Report.Result>> results) {
    return results.stream().map(result -> result.orElseThrow().status()).toList();
  }

  @Test
  void aDestroyWaitsForADeployment() {
    assertThat(statuses(workflow.atOnce(List.of(deployed(2), later(10, destroyed())))))
        .containsExactly(DeploymentStatus.SUCCEEDED, DeploymentStatus.SUCCEEDED);
    assertThat(workflow.clusters.names()).isEmpty();
  }

  @Test
  void aDeploymentThatCameAfterADestroyMakesItVoid() {
    List<Optional<Report.Result>> results =
        workflow.atOnce(List.of(deployed(2), later(10, destroyed()), later(20, deployed(3))));

    assertThat(statuses(results))
        .containsExactly(
            DeploymentStatus.SUCCEEDED, DeploymentStatus.SUPERSEDED, DeploymentStatus.SUCCEEDED);
    assertThat(results.get(1).orElseThrow().error().orElseThrow()).contains("overtook this one");
    assertThat(workflow.clusters.names()).containsExactly("shop");
  }

  /** What somebody wants to deploy is not done for by that a service goes, nor the other way. */
  @Test
  void theDestroyOfAServiceMakesNothingVoidAndIsMadeVoidByNothing() {
    List<DeploymentStatus> statuses =
        statuses(
            workflow.atOnce(
                List.of(
                    deployed(2),
                    later(10, destroyed("web")),
                    later(20, deployed(3)),
                    later(30, destroyed("worker")))));

    assertThat(statuses).containsOnly(DeploymentStatus.SUCCEEDED);
  }

  @Test
  void aTurnOfTheScheduleIsVoidOnceTheClusterIsDestroyed() {
    Supplier<Report.Result> late = workflow.turnOfNow("shop");
    assertThat(destroyed().get().status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    workflow.clusters.createCluster("shop");

    assertThat(late.get().status()).isEqualTo(DeploymentStatus.SUPERSEDED);
  }

  /** The stackfile that the schedule deploys still has it. */
  @Test
  void aTurnOfTheScheduleMakesAServiceAgainThatWasDestroyed() {
    assertThat(destroyed("web").get().status()).isEqualTo(DeploymentStatus.SUCCEEDED);

    assertThat(workflow.turn("shop").status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(workflow.clusters.serviceNames()).contains("web");
  }

  @Test
  void aTurnOfTheScheduleWaitsForTheDestroyOfAService() {
    Supplier<Report.Result> turn = workflow.turnOfNow("shop");

    assertThat(statuses(workflow.atOnce(List.of(destroyed("web"), later(70, turn)))))
        .containsExactly(DeploymentStatus.SUCCEEDED, DeploymentStatus.SUCCEEDED);
  }

  @Test
  void aDestroyThatWasStoppedIsSettledByTheNextOne() {
    workflow.log.clear();
    workflow.log.conditions(new FaultAt(60, Kind.STOPPED_AFTER));
    Assertions.assertThatThrownBy(() -> destroyed().get()).isInstanceOf(ExecutionStopped.class);
    workflow.log.conditions((number, action) -> {});

    assertThat(destroyed().get().status()).isEqualTo(DeploymentStatus.SUCCEEDED);

    DeploymentRecord stopped =
        workflow.records.all().stream()
            .filter(row -> row.operation().isDestroy())
            .min(Comparator.comparing(row -> row.reference().id()))
            .orElseThrow();
    assertThat(stopped.status()).isEqualTo(DeploymentStatus.CANCELED);
    assertThat(stopped.error().orElseThrow()).contains("Destroy again.");
  }

  @Test
  void noClusterIsDestroyedThatCannotBeNamedSo() {
    Report.Result result = workflow.destroy("no/cluster", Optional.empty());

    assertThat(result.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(result.error().orElseThrow()).contains("No cluster can be named \"no/cluster\"");
    assertThat(workflow.records.find(result.deployment())).isEmpty();
  }
}
