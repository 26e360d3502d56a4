package io.github.ecscompose.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.deployment.DeployRequest.StackfileReference;
import io.github.ecscompose.deployment.DeployRequest.Trigger;
import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.step.ExecutionStates.State;
import io.github.ecscompose.testing.InMemoryRecords;
import io.github.ecscompose.testing.TestClock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AbandonedTest {

  private static final DeploymentReference DEPLOYMENT = new DeploymentReference("shop", "d1");

  private final TestClock clock = new TestClock();
  private final InMemoryRecords records = new InMemoryRecords(clock);
  private final Abandoned abandoned = new Abandoned(records, clock);

  private void begin(DeploymentStatus status) {
    records.start(
        DeploymentRecord.begun(
            DEPLOYMENT,
            status,
            new Trigger("api", "somebody", "then"),
            new StackfileReference("bucket", "key", Optional.empty(), Optional.empty()),
            "2026-11-20T19:00:00Z",
            Optional.of("arn:d1")));
  }

  private static ServiceRecord service(ServiceState state) {
    return new ServiceRecord(
        state.name(),
        state,
        "UPDATE",
        "digest",
        "UpdateService",
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "2026-11-20T19:00:00Z");
  }

  @ParameterizedTest
  @CsvSource({
    "ABORTED,   CANCELED, The execution was stopped from outside",
    "TIMED_OUT, FAILED,   The execution ran out of time",
    "FAILED,    FAILED,   The execution ended without a report",
    "SUCCEEDED, FAILED,   The execution ended without a report",
    "UNKNOWN,   FAILED,   The execution is gone",
  })
  void endsAsItsExecutionDid(State state, DeploymentStatus status, String sentence) {
    begin(DeploymentStatus.STABILIZING);

    assertThat(abandoned.settle(DEPLOYMENT, state)).contains(status);

    DeploymentRecord row = records.find(DEPLOYMENT).orElseThrow();
    assertThat(row.status()).isEqualTo(status);
    assertThat(row.error())
        .contains(sentence + "; what it had changed was not undone. Deploy again.");
    assertThat(row.finishedAt()).contains(clock.instant().toString());
  }

  /** So that a function which outlived the execution begins nothing more. */
  @Test
  void itsServicesEndToo() {
    begin(DeploymentStatus.STABILIZING);
    List<ServiceState> states =
        List.of(
            ServiceState.PENDING,
            ServiceState.DEPLOYING,
            ServiceState.STABILIZING,
            ServiceState.SUCCEEDED,
            ServiceState.ROLLED_BACK);
    records.planned(DEPLOYMENT, states.stream().map(AbandonedTest::service).toList());

    abandoned.settle(DEPLOYMENT, State.ABORTED);

    Map<String, String> expected =
        Map.of(
            "PENDING", "NOT_BEGUN not begun: the deployment ended before",
            "DEPLOYING", "FAILED the deployment ended during UpdateService",
            "STABILIZING", "FAILED the deployment ended during UpdateService",
            "SUCCEEDED", "SUCCEEDED ",
            "ROLLED_BACK", "ROLLED_BACK ");
    assertThat(records.services(DEPLOYMENT))
        .hasSize(5)
        .allSatisfy(row ->
            assertThat(row.state() + " " + row.error().orElse(""))
                .isEqualTo(expected.get(row.service())));
  }

  @Test
  void whatHasEndedStaysAsItIs() {
    begin(DeploymentStatus.ROLLED_BACK);
    Optional<DeploymentRecord> before = records.find(DEPLOYMENT);

    assertThat(abandoned.settle(DEPLOYMENT, State.ABORTED)).contains(DeploymentStatus.ROLLED_BACK);

    assertThat(records.find(DEPLOYMENT)).isEqualTo(before);
  }

  @Test
  void whatTheTableHasForgottenIsNothingToSettle() {
    assertThat(abandoned.settle(DEPLOYMENT, State.UNKNOWN)).isEmpty();
    assertThat(records.all()).isEmpty();
  }
}
