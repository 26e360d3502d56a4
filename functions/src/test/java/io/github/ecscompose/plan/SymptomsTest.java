package io.github.ecscompose.plan;

import static io.github.ecscompose.testing.Tasks.checked;
import static io.github.ecscompose.testing.Tasks.container;
import static io.github.ecscompose.testing.Tasks.crashed;
import static io.github.ecscompose.testing.Tasks.notPulled;
import static io.github.ecscompose.testing.Tasks.notStarted;
import static io.github.ecscompose.testing.Tasks.running;
import static io.github.ecscompose.testing.Tasks.runningAt;
import static io.github.ecscompose.testing.Tasks.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.plan.LiveService.Deployment;
import io.github.ecscompose.plan.RolloutTask.Container;
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

/** What is told of a rollout that is not stable. */
class SymptomsTest {

  private static final String OURS = "ecs-svc/2";
  private static final String BEGUN = "2026-11-20T20:00:00.5Z";
  private static final String LATER = "2026-11-20T20:00:07Z";

  private static Deployment rollout(String id, String status, int running, int failed) {
    return new Deployment(id, status, "IN_PROGRESS", "", "arn:…/shop-web:2", 2, running, 0, failed);
  }

  private static ObjectNode document() {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.putArray("deployments").addObject().put("id", OURS).put("createdAt", BEGUN);
    document.putArray("events");
    return document;
  }

  private static LiveService service(ObjectNode document, Deployment... deployments) {
    return new LiveService(
        "web", "arn:web", "ACTIVE", "arn:…/shop-web:2", document, Map.of(), List.of(deployments));
  }

  private static LiveService service(Deployment... deployments) {
    return service(document(), deployments);
  }

  private static LiveService serviceWithEvents(String createdAt, String... messages) {
    ObjectNode document = document();
    ArrayNode events = document.putArray("events");
    for (String message : messages) {
      events.addObject().put("createdAt", createdAt).put("message", message);
    }
    return service(document, rollout(OURS, "PRIMARY", 0, 0));
  }

  private static Symptoms of(LiveService service, List<RolloutTask> tasks) {
    return new Symptoms(service, OURS, tasks, List.of(), Optional.empty(), Optional.empty());
  }

  private static Optional<String> causes(RolloutTask... tasks) {
    return of(service(rollout(OURS, "PRIMARY", 0, 0)), List.of(tasks)).causes();
  }

  static Stream<Arguments> ends() {
    return Stream.of(
        Arguments.of(crashed("1", 5, 1), "web ended with exit code 1"),
        Arguments.of(crashed("1", 5, 0), "web ended with exit code 0"),
        Arguments.of(
            crashed(
                "1",
                5,
                container(
                    Optional.of(137), "OutOfMemoryError: Container killed due to memory usage")),
            "web ended with exit code 137 (OutOfMemoryError: Container killed due to memory usage)"),
        // The sidecar was ended because of the other, and says nothing of the cause.
        Arguments.of(
            crashed(
                "1",
                5,
                container(Optional.of(1), ""),
                new Container("proxy", "envoy:1", Optional.of(143), "")),
            "web ended with exit code 1"),
        Arguments.of(
            crashed(
                "1",
                5,
                container(Optional.of(0), ""),
                new Container("proxy", "envoy:1", Optional.of(143), "")),
            "web ended with exit code 0"),
        Arguments.of(
            crashed(
                "1",
                5,
                container(Optional.of(0), ""),
                new Container("proxy", "envoy:1", Optional.of(2), "")),
            "proxy ended with exit code 2"),
        Arguments.of(crashed("1", 5, 143), "web ended with exit code 143"),
        Arguments.of(
            notPulled("1", "CannotPullContainerError: not found"),
            "the image example/web:2 could not be pulled: CannotPullContainerError: not found"),
        Arguments.of(
            notStarted("1", "CannotPullContainerError: not found"),
            "the image example/web:2 could not be pulled: CannotPullContainerError: not found"),
        Arguments.of(
            notStarted("1", "ResourceInitializationError: unable to pull secrets"),
            "ResourceInitializationError: unable to pull secrets"),
        Arguments.of(
            stopped(
                "1",
                "ServiceSchedulerInitiated",
                "Task failed ELB health checks in (target-group"
                    + " arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/shop-web-lb/0123456789abcdef)",
                150),
            "Task failed ELB health checks in shop-web-lb"),
        Arguments.of(
            stopped("1", "SpotInterruption", "Your Spot Task was interrupted.", 50),
            "Your Spot Task was interrupted."),
        Arguments.of(
            stopped("1", "UserInitiated", "Task stopped by user", 50), "Task stopped by user"),
        Arguments.of(notStarted("1", ""), "no reason given"));
  }

  @ParameterizedTest
  @MethodSource("ends")
  void tellsWhyATaskStopped(RolloutTask task, String cause) {
    assertThat(causes(task)).contains("1 task stopped: " + cause);
  }

  @Test
  void saysNothingOfTasksThatRunOrAreNeededNoMore() {
    assertThat(
            causes(
                running("1", 5),
                stopped(
                    "2",
                    "ServiceSchedulerInitiated",
                    "Scaling activity initiated by (deployment ecs-svc/2)",
                    50),
                stopped("3", "", "Scaling activity initiated by (deployment ecs-svc/2)", 50)))
        .isEmpty();
  }

  @Test
  void groupsByCause() {
    assertThat(
            causes(
                notPulled("1", "CannotPullContainerError: not found"),
                crashed("2", 5, 1),
                crashed("3", 6, 1)))
        .contains(
            "2 tasks stopped: web ended with exit code 1; 1 task stopped: the image example/web:2"
                + " could not be pulled: CannotPullContainerError: not found");
  }

  /** Ids, addresses and times differ where the cause is one. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "timed out, request id: 7d5d8ad2-1c1e-4f0e-9f1f-0b8d0a1a1a1a | timed out, request id: 00000000-1c1e-4f0e-9f1f-0b8d0a1a1a1b",
        "dial tcp 10.0.1.7:443: i/o timeout | dial tcp 10.0.2.9:443: i/o timeout",
        "eni 0123456789abcdef01234567 lacks | eni 9123456789abcdef01234567 lacks",
        "at 2026-11-20T20:00:00Z | at 2026-11-20T20:01:00.5Z",
      })
  void groupsWhatDiffersInParticularsOnly(String one, String other) {
    assertThat(causes(notStarted("1", one), notStarted("2", other)))
        .contains("2 tasks stopped: " + one);
  }

  @Test
  void tellsThreeCausesAndHowManyMore() {
    RolloutTask[] tasks =
        IntStream.range(0, 5).mapToObj(i -> crashed("" + i, 5, 10 + i)).toArray(RolloutTask[]::new);

    assertThat(causes(tasks).orElse(""))
        .contains("exit code 10", "exit code 11", "exit code 12")
        .endsWith("; and 2 more causes");
  }

  @Test
  void tellsNoMoreThanAThousandCharacters() {
    String secondHalf = "\uD83D\uDCA5".repeat(600);
    Symptoms symptoms =
        of(
            service(rollout(OURS, "PRIMARY", 0, 0)),
            List.of(notStarted("1", "a" + secondHalf), notStarted("2", "b" + secondHalf)));

    String told = symptoms.told("x".repeat(900));
    assertThat(told).hasSizeLessThanOrEqualTo(1_000).endsWith("…");
    assertThat(told.codePoints()).noneMatch(point -> point >= 0xD800 && point <= 0xDFFF);
    assertThat(of(service(), List.of()).told("nothing more")).isEqualTo("nothing more");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(service web) was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance 0123) has insufficient memory available. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide."
            + "|ECS was unable to place a task because no container instance met all of its requirements. The closest matching has insufficient memory available.",
        "(service web) was unable to place a task. Reason: RESOURCE:MEMORY."
            + "|ECS was unable to place a task. Reason: RESOURCE:MEMORY.",
        "(service web) was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone. For more information, see the Troubleshooting section."
            + "|ECS was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone.",
        "(service web) failed to launch a task with (error ECS was unable to assume the role 'arn:aws:iam::123456789012:role/web' that was provided for this task.)."
            + "|ECS failed to launch a task with (error ECS was unable to assume the role 'arn:aws:iam::123456789012:role/web' that was provided for this task.).",
        "(service web) operations are being throttled on elb. Will try again later."
            + "|ECS operations are being throttled on elb. Will try again later.",
        "(service web) (deployment ecs-svc/2) failed to register targets in (target-group arn:tg) with (error no such target)"
            + "|ECS failed to register targets in (target-group arn:tg) with (error no such target)",
      })
  void tellsWhatEcsCouldNotDo(String event, String cause) {
    assertThat(of(serviceWithEvents(LATER, event), List.of()).causes()).contains(cause);
    assertThat(of(serviceWithEvents(LATER, event, event), List.of()).causes())
        .contains(cause + " (2 times)");
    assertThat(of(serviceWithEvents(LATER, event), List.of()).isSuspicious()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "(service web) has started 2 tasks: (task 1) (task 2).",
    "(service web) has reached a steady state.",
    "(service web) registered 1 targets in (target-group arn:tg)",
    "(service web) is unable to consistently start tasks successfully. For more information see",
    "(service web) (deployment ecs-svc/2) deployment failed: tasks failed to start.",
    "(service web) rolling back to deployment ecs-svc/1: it failed to start",
  })
  void leavesOutEventsThatGiveNoCause(String event) {
    Symptoms symptoms = of(serviceWithEvents(LATER, event), List.of());

    assertThat(symptoms.causes()).isEmpty();
    assertThat(symptoms.isSuspicious()).isFalse();
  }

  @Test
  void leavesOutEventsFromBeforeTheRollout() {
    String event = "(service web) was unable to place a task. Reason: RESOURCE:CPU.";

    assertThat(of(serviceWithEvents("2026-11-20T19:59:59Z", event), List.of()).causes()).isEmpty();
    assertThat(of(serviceWithEvents("2026-11-20T20:00:00Z", event), List.of()).causes()).isEmpty();
    assertThat(of(serviceWithEvents("2026-11-20T20:00:00.6Z", event), List.of()).causes())
        .isPresent();
    // A rollout that the service does not show any more has no beginning.
    LiveService other = serviceWithEvents(LATER, event);
    assertThat(Symptoms.of(other, "ecs-svc/9").causes()).isEmpty();
  }

  @Test
  void tellsWhyTheLoadBalancerCalledTasksOfTheRolloutUnhealthy() {
    String event =
        "(service web) (task %s) (port 8080) is unhealthy in (target-group arn:tg) due to (reason"
            + " Health checks failed with these codes: [502])";
    LiveService service =
        serviceWithEvents(LATER, event.formatted("mine"), event.formatted("others"));

    assertThat(of(service, List.of(running("mine", 5))).causes())
        .contains(
            "the load balancer called a task unhealthy: Health checks failed with these codes:"
                + " [502]");
  }

  @Test
  void seesTasksThatAreReplaced() {
    String started = "(service web) has started %d tasks: (task 1).";

    assertThat(of(serviceWithEvents(LATER, started.formatted(2)), List.of()).isSuspicious())
        .isFalse();
    Symptoms replaced =
        of(serviceWithEvents(LATER, started.formatted(1), started.formatted(2)), List.of());
    assertThat(replaced.replacesTasks()).isTrue();
    assertThat(replaced.isSuspicious()).isTrue();
  }

  @Test
  void isSuspiciousOfFailedTasks() {
    assertThat(Symptoms.of(service(rollout(OURS, "PRIMARY", 0, 1)), OURS).isSuspicious()).isTrue();
    assertThat(Symptoms.of(service(rollout(OURS, "PRIMARY", 0, 0)), OURS).isSuspicious()).isFalse();
    // Others' failures are not ours.
    assertThat(
            Symptoms.of(
                    service(rollout(OURS, "PRIMARY", 0, 0), rollout("ecs-svc/1", "ACTIVE", 1, 3)),
                    OURS)
                .isSuspicious())
        .isFalse();
  }

  private static TargetHealth target(String id, String state) {
    return new TargetHealth(id, state, "Target.Timeout", "Request timed out");
  }

  private static Optional<String> causes(List<RolloutTask> tasks, TargetHealth... targets) {
    return new Symptoms(
            service(rollout(OURS, "PRIMARY", 1, 0)),
            OURS,
            tasks,
            List.of(targets),
            Optional.empty(),
            Optional.empty())
        .causes();
  }

  @Test
  void tellsOfUnhealthyTargetsOfTheRolloutsOwnTasks() {
    List<RolloutTask> tasks = List.of(runningAt("1", 5, "10.0.0.1"), runningAt("2", 5, "10.0.0.2"));

    assertThat(
            causes(
                tasks,
                target("10.0.0.1", "unhealthy"),
                target("10.0.0.2", "unhealthy"),
                target("10.0.0.9", "unhealthy"),
                target("10.0.0.8", "draining")))
        .contains("2 targets unhealthy: Request timed out (Target.Timeout)");
    assertThat(causes(tasks, target("10.0.0.9", "unhealthy"))).isEmpty();
  }

  /** A machine stands for tasks of all rollouts, and what has no address cannot be told apart. */
  @Test
  void tellsOfEveryTargetWhereTheyCannotBeToldApart() {
    assertThat(causes(List.of(runningAt("1", 5, "10.0.0.1")), target("i-1", "unhealthy")))
        .isPresent();
    assertThat(causes(List.of(running("1", 5)), target("10.0.0.9", "initial")))
        .contains("1 target still checked: Request timed out (Target.Timeout)");
  }

  @Test
  void tellsOfContainersThatFailTheirHealthCheck() {
    assertThat(causes(checked("1", 5, "UNHEALTHY"), checked("2", 5, "HEALTHY")))
        .contains("1 task runs but fails its container health check");
    assertThat(causes(checked("1", 5, "UNHEALTHY"), checked("2", 5, "UNHEALTHY")))
        .contains("2 tasks run but fail their container health check");
  }

  private static Optional<String> draining(
      int running, int old, Optional<Integer> delay, TargetHealth... targets) {
    LiveService service =
        service(rollout(OURS, "PRIMARY", running, 0), rollout("ecs-svc/1", "ACTIVE", old, 0));
    return new Symptoms(service, OURS, List.of(), List.of(targets), delay, Optional.empty())
        .causes();
  }

  @Test
  void tellsThatOldTasksAreStillDraining() {
    assertThat(draining(2, 2, Optional.of(300), target("10.0.0.1", "healthy")))
        .contains("2 old tasks are still draining; their deregistration delay is up to 300 s");
    assertThat(draining(2, 1, Optional.empty())).contains("1 old task is still stopping");
    assertThat(draining(2, 0, Optional.of(300))).isEmpty();
    assertThat(draining(1, 2, Optional.of(300))).isEmpty();
    assertThat(draining(2, 2, Optional.of(300), target("10.0.0.1", "initial")).orElse(""))
        .doesNotContain("draining");
  }

  @Test
  void tellsThatNoMoreCouldBeSeen() {
    assertThat(
            Symptoms.unseen(service(), OURS, "ecs:ListTasks of … failed: denied").told("waiting"))
        .isEqualTo("waiting; its tasks could not be looked at: ecs:ListTasks of … failed: denied");
  }

  @Test
  void knowsTheTargetGroups() {
    ObjectNode document = document();
    document.putArray("loadBalancers").addObject().put("targetGroupArn", "arn:tg/1");
    document.withArray("loadBalancers").addObject().put("loadBalancerName", "classic");

    assertThat(Symptoms.targetGroups(service(document))).containsExactly("arn:tg/1");
  }
}
