package io.github.ecscompose.plan;

import static io.github.ecscompose.testing.Tasks.checked;
import static io.github.ecscompose.testing.Tasks.crashed;
import static io.github.ecscompose.testing.Tasks.notStarted;
import static io.github.ecscompose.testing.Tasks.running;
import static io.github.ecscompose.testing.Tasks.runningAt;
import static io.github.ecscompose.testing.Tasks.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.plan.LiveService.Deployment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** When nothing can come of a rollout any more. */
class ProspectsTest {

  private static final String OURS = "ecs-svc/1";
  private static final String UNHEALTHY = "Task failed ELB health checks in (target-group arn:tg)";

  private static LiveService service(int desired, boolean breaker, String state) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document
        .putObject("deploymentConfiguration")
        .putObject("deploymentCircuitBreaker")
        .put("enable", breaker);
    return new LiveService(
        "web",
        "arn:web",
        "ACTIVE",
        "arn:…/shop-web:1",
        document,
        Map.of(),
        List.of(new Deployment(OURS, "PRIMARY", state, "", "arn:…/shop-web:1", desired, 0, 0, 0)));
  }

  private static Symptoms of(int desired, boolean breaker, Stream<RolloutTask> tasks) {
    return new Symptoms(
        service(desired, breaker, "IN_PROGRESS"),
        OURS,
        tasks.toList(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static Stream<RolloutTask> crashes(int number) {
    return IntStream.range(0, number).mapToObj(i -> crashed("crash-" + i, 20, 1));
  }

  @ParameterizedTest
  @CsvSource({
    // desired, circuit breaker, failures that are borne
    "1, true, 2",
    "1, false, 2",
    "6, true, 2",
    "7, true, 3",
    "20, true, 9",
    "20, false, 9",
    "50, true, 24",
    "50, false, 9",
    "1000, true, 199",
    "1000, false, 9",
  })
  void givesUpWhereTheCircuitBreakerWould(int desired, boolean breaker, int borne) {
    assertThat(Prospects.areNone(of(desired, breaker, crashes(borne)))).isFalse();
    assertThat(Prospects.areNone(of(desired, breaker, crashes(borne + 1)))).isTrue();
  }

  static Stream<Arguments> others() {
    return Stream.of(
        // What shows that tasks can stay up.
        Arguments.of(running("r", 21), false),
        Arguments.of(checked("r", 1, "HEALTHY"), false),
        Arguments.of(crashed("r", 300, 1), false),
        // What does not.
        Arguments.of(running("r", 20), true),
        Arguments.of(running("r", 0), true),
        Arguments.of(checked("r", 400, "UNHEALTHY"), true),
        Arguments.of(crashed("r", 299, 1), true),
        Arguments.of(stopped("r", "ServiceSchedulerInitiated", UNHEALTHY, 600), true),
        Arguments.of(stopped("r", "SpotInterruption", "", 600), true),
        Arguments.of(stopped("r", "ServiceSchedulerInitiated", "Scaling activity", 600), true));
  }

  @ParameterizedTest
  @MethodSource("others")
  void neverGivesUpWhereATaskStaysUp(RolloutTask other, boolean none) {
    Symptoms symptoms = of(4, false, Stream.concat(crashes(3), Stream.of(other)));

    assertThat(Prospects.areNone(symptoms)).isEqualTo(none);
  }

  @Test
  void oneCrashAmongSeveralTasksIsNoReason() {
    assertThat(
            Prospects.areNone(
                of(3, true, Stream.of(crashed("1", 20, 1), running("2", 15), running("3", 15)))))
        .isFalse();
  }

  /** Neither a person nor the end of a machine is the rollout's fault. */
  @ParameterizedTest
  @CsvSource({
    "UserInitiated, false",
    "SpotInterruption, false",
    "TerminationNotice, false",
    "InfrastructureHealth, false",
    "TaskFailedToStart, true",
    "EssentialContainerExited, true",
    "'', true",
  })
  void countsWhatFailedByItself(String stopCode, boolean none) {
    Symptoms symptoms =
        of(1, false, IntStream.range(0, 3).mapToObj(i -> stopped("" + i, stopCode, "why", 9)));

    assertThat(Prospects.areNone(symptoms)).isEqualTo(none);
  }

  @Test
  void countsTasksThatFailedTheirHealthChecks() {
    assertThat(
            Prospects.areNone(
                of(
                    1,
                    false,
                    IntStream.range(0, 3)
                        .mapToObj(
                            i -> stopped("" + i, "ServiceSchedulerInitiated", UNHEALTHY, 400)))))
        .isTrue();
  }

  private static Symptoms at(String state, RolloutTask... tasks) {
    return new Symptoms(
        service(1, true, "IN_PROGRESS"),
        OURS,
        List.of(tasks),
        List.of(new TargetHealth("10.0.0.1", state, "", "")),
        Optional.empty(),
        Optional.empty());
  }

  /** The load balancer's word goes before how long a task runs. */
  @ParameterizedTest
  @CsvSource({"healthy, false", "initial, true", "unhealthy, true"})
  void believesTheLoadBalancer(String state, boolean none) {
    RolloutTask[] tasks =
        Stream.concat(crashes(3), Stream.of(runningAt("r", 500, "10.0.0.1")))
            .toArray(RolloutTask[]::new);

    assertThat(Prospects.areNone(at(state, tasks))).isEqualTo(none);
  }

  @Test
  void whatEcsGaveUpOrShowsNoMoreIsNotGivenUpAgain() {
    List<RolloutTask> tasks = crashes(5).toList();
    LiveService failed = service(1, true, "FAILED");

    assertThat(
            Prospects.areNone(
                new Symptoms(failed, OURS, tasks, List.of(), Optional.empty(), Optional.empty())))
        .isFalse();
    assertThat(
            Prospects.areNone(
                new Symptoms(
                    failed, "ecs-svc/9", tasks, List.of(), Optional.empty(), Optional.empty())))
        .isFalse();
  }

  @Test
  void areOpenUntilTheTasksOutliveThoseThatFailed() {
    assertThat(Prospects.areOpen(of(1, true, Stream.of(running("r", 1))))).isFalse();
    assertThat(Prospects.areOpen(of(1, true, crashes(1)))).isFalse();
    assertThat(
            Prospects.areOpen(of(1, true, Stream.concat(crashes(1), Stream.of(running("r", 20))))))
        .isTrue();
    assertThat(
            Prospects.areOpen(of(1, true, Stream.concat(crashes(1), Stream.of(running("r", 21))))))
        .isFalse();
    assertThat(
            Prospects.areOpen(
                of(1, true, Stream.of(notStarted("1", "no address"), running("r", 1)))))
        .isFalse();
  }
}
