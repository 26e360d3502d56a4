package io.github.ecscompose.step;

import static io.github.ecscompose.testing.Tasks.crashed;
import static io.github.ecscompose.testing.Tasks.notPulled;
import static io.github.ecscompose.testing.Tasks.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.deployment.ServiceRecordDocument;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.TransientException;
import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.plan.TargetHealth;
import io.github.ecscompose.step.WaitStable.Phase;
import io.github.ecscompose.testing.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Deployments whose rollouts do not become stable: what is told, and when they are given up. */
class RolloutTroubleTest {

  private static final String KEEP = "deploy: {on_failure: keep, timeout: 10m}\n";

  private static final String WEB =
      """
      services:
        web: {image: "web:1", desired_count: 2}
      """;

  private static final String BALANCED =
      """
      vpc:
        id: vpc-1
        subnets: {public: [subnet-1, subnet-2], private: [subnet-3, subnet-4]}
        security_groups: {public: [sg-1], private: [sg-2]}
      services:
        web:
          image: web:1
          ports: ["8080:8080"]
          elb: {type: public, ports: {public: 80, container: 8080}}
      """;

  private static final String TARGET_GROUP = "arn:tg/shop-web-lb";

  private static final TargetHealth UNHEALTHY =
      new TargetHealth("i-1", "unhealthy", "Target.Timeout", "Request timed out");

  private static final TargetHealth HEALTHY = new TargetHealth("i-1", "healthy", "", "");

  private final Workflow workflow = new Workflow();
  private final List<String> progress = new ArrayList<>();
  private int looks;

  private String rollout() {
    return workflow.clusters.live("web").primary().map(LiveService.Deployment::id).orElseThrow();
  }

  private DeploymentReference deployment() {
    return workflow.records.all().stream()
        .filter(record -> !record.status().isFinal())
        .findFirst()
        .orElseThrow()
        .reference();
  }

  private ServiceRecord row() {
    return workflow.records.services(deployment()).getFirst();
  }

  /** What happens before each look; {@link #looks} is its number, 1 the first. */
  private void beforeLook(Runnable event) {
    workflow.beforeLooking(() -> {
      looks++;
      row().progress().ifPresent(progress::add);
      event.run();
    });
  }

  /** Has ECS write events into the service, as newer than its rollout. */
  private void events(String... messages) {
    ObjectNode document = workflow.clusters.live("web").document().deepCopy();
    document
        .putArray("deployments")
        .addObject()
        .put("id", rollout())
        .put("createdAt", "2026-11-20T00:00:00Z");
    ArrayNode events = document.putArray("events");
    for (String message : messages) {
      events.addObject().put("createdAt", "2026-11-20T23:00:00Z").put("message", message);
    }
    workflow.clusters.tamper("web", document, workflow.clusters.live("web").taskDefinition());
  }

  private long seconds(Report.Result result) {
    var record = workflow.records.find(result.deployment()).orElseThrow();
    return Duration.between(
            Instant.parse(record.createdAt()), Instant.parse(record.finishedAt().orElseThrow()))
        .toSeconds();
  }

  /** Tasks that run before they crash are none that failed, as ECS counts. */
  @Test
  void givesUpEarlyWhenTasksKeepCrashing() {
    workflow.clusters.holdRollouts();
    beforeLook(() ->
        workflow.rollouts.show(
            rollout(), crashed("1", 20, 1), crashed("2", 21, 1), crashed("3", 19, 1)));

    Report.Result result = workflow.deploy(KEEP + WEB);

    assertThat(result.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(result.error())
        .contains(
            "web: given up, since none of its tasks stays up: 0 of 2 tasks run, 0 start; 3 tasks"
                + " stopped: web ended with exit code 1");
    assertThat(seconds(result)).isBetween(30L, 60L);
  }

  @Test
  void doesNotGiveUpForOneCrash() {
    workflow.clusters.holdRollouts();
    beforeLook(() -> {
      workflow.rollouts.show(rollout(), crashed("1", 20, 1), running("2", 300), running("3", 10));
      if (looks == 20) {
        workflow.clusters.complete("web");
      }
    });

    assertThat(workflow.deploy(KEEP + WEB).status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(progress)
        .contains("0 of 2 tasks run, 0 start; 1 task stopped: web ended with exit code 1");
  }

  @Test
  void tellsWhyTasksStoppedWhereEcsGaveUp() {
    workflow.clusters.holdRollouts();
    beforeLook(() -> {
      workflow.clusters.fail("web", "tasks failed to start");
      workflow.rollouts.show(
          rollout(), notPulled("1", "CannotPullContainerError: not found"), crashed("2", 5, 1));
    });

    assertThat(workflow.deploy(KEEP + WEB).error())
        .contains(
            "web: ECS gave the deployment up: tasks failed to start; 1 task stopped: the image"
                + " example/web:2 could not be pulled: CannotPullContainerError: not found;"
                + " 1 task stopped: web ended with exit code 1");
  }

  @Test
  void tellsTheCausesWhenTimeIsOver() {
    workflow.clusters.holdRollouts();
    beforeLook(() -> workflow.rollouts.show(rollout(), crashed("1", 5, 1), running("2", 900)));

    assertThat(workflow.deploy(KEEP + WEB).error())
        .contains(
            "web: not stable within deploy.timeout: 0 of 2 tasks run, 0 start; 1 task stopped: web"
                + " ended with exit code 1");
  }

  /** The breaker's own roll back has taken the place of what was deployed. */
  @Test
  void tellsWhyWhereTheRolloutIsGone() {
    workflow.deploy(WEB);
    workflow.clusters.holdRollouts();
    beforeLook(() -> {
      if (looks == 1) {
        workflow.rollouts.show(rollout(), crashed("1", 5, 3));
        workflow.clusters.rollBack("web", workflow.clusters.revisions("shop-web").getFirst().arn());
      }
    });

    assertThat(workflow.deploy(KEEP + WEB.replace("web:1", "web:2")).error().orElse(""))
        .contains("ECS gave the deployment up: tasks failed to start")
        .endsWith("1 task stopped: web ended with exit code 3");
  }

  @Test
  void tellsProgressWhileItWaitsAndForgetsItAtTheEnd() {
    workflow.clusters.holdRollouts();
    List<String> told = new ArrayList<>();
    beforeLook(() -> {
      told.add(ServiceRecordDocument.of(row()).path("progress").asText());
      if (looks == 2) {
        events("(service web) was unable to place a task. Reason: RESOURCE:MEMORY.");
      }
      if (looks == 4) {
        workflow.clusters.complete("web");
      }
    });

    Report.Result result = workflow.deploy(KEEP + WEB);

    assertThat(result.status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(told)
        .containsExactly(
            "",
            "0 of 2 tasks run, 0 start",
            "0 of 2 tasks run, 0 start; ECS was unable to place a task. Reason: RESOURCE:MEMORY.",
            "0 of 2 tasks run, 0 start; ECS was unable to place a task. Reason: RESOURCE:MEMORY.");
    assertThat(workflow.row(result, "web").progress()).isEmpty();
    assertThat(workflow.files.text(result.deployment(), "report.json"))
        .doesNotContain("RESOURCE:MEMORY");
  }

  @Test
  void writesProgressWhenItChangesOnly() {
    workflow.clusters.holdRollouts();
    FurtherLook look = new FurtherLook();
    beforeLook(() -> {
      if (looks == 1) {
        look.run();
        look.run();
        verify(look.records, times(1)).progress(any(), eq("web"), eq("0 of 2 tasks run, 0 start"));
      }
      workflow.clusters.complete("web");
    });

    assertThat(workflow.deploy(KEEP + WEB).status()).isEqualTo(DeploymentStatus.SUCCEEDED);
  }

  /** A further look that is watched. */
  private final class FurtherLook {
    private final DeploymentRecords records = spy(workflow.records);

    void run() {
      new WaitStable(records, workflow.clusters, workflow.rollouts, workflow.clock)
          .run(deployment(), workflow.clock.instant().plusSeconds(60), Phase.DEPLOY);
    }
  }

  @Test
  void isNotStableUntilTheLoadBalancerAgrees() {
    beforeLook(() ->
        workflow.rollouts.targets(
            TARGET_GROUP,
            switch (looks) {
              case 1 -> new TargetHealth("i-1", "initial", "Elb.InitialHealthChecking", "");
              case 2, 3 -> UNHEALTHY;
              default -> HEALTHY;
            }));

    Report.Result result = workflow.deploy(KEEP + BALANCED);

    assertThat(result.status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(looks).isEqualTo(4);
    assertThat(progress)
        .containsExactly(
            "all tasks run, but 1 target still checked: Elb.InitialHealthChecking",
            "all tasks run, but 1 target unhealthy: Request timed out (Target.Timeout)",
            "all tasks run, but 1 target unhealthy: Request timed out (Target.Timeout)");
    assertThat(workflow.log.counts())
        .containsEntry("elasticloadbalancing:DescribeTargetHealth", 4)
        .doesNotContainKey("ecs:ListTasks");
  }

  @Test
  void failsWhereTheLoadBalancerNeverAgrees() {
    beforeLook(() -> workflow.rollouts.targets(TARGET_GROUP, UNHEALTHY));

    Report.Result result = workflow.deploy(KEEP + BALANCED);

    assertThat(result.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(result.error().orElse(""))
        .startsWith(
            "web: not stable within deploy.timeout: all tasks run, but 1 target unhealthy: Request"
                + " timed out (Target.Timeout)");
  }

  @Test
  void asksAgainWhereTheLoadBalancerGaveNoAnswer() {
    beforeLook(() -> {
      if (looks == 1) {
        workflow.log.failNext(
            "elasticloadbalancing:DescribeTargetHealth", new TransientException("no answer"));
      }
    });

    assertThat(workflow.deploy(KEEP + BALANCED).status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(progress)
        .containsExactly(
            "all tasks run, but whether its targets are healthy could not be found out: no answer");
  }

  @Test
  void asksLoadBalancersAboutFiftyServicesALook() {
    String services =
        IntStream.range(10, 61)
            .mapToObj(i ->
                """
                  web-%1$d:
                    image: web:1
                    ports: ["80%1$d:80%1$d"]
                    elb: {type: public, ports: {public: 80, container: 80%1$d}}
                """
                    .formatted(i))
            .collect(Collectors.joining());
    List<Integer> asked = new ArrayList<>();
    workflow.beforeLooking(() ->
        asked.add(
            workflow.log.counts().getOrDefault("elasticloadbalancing:DescribeTargetHealth", 0)));

    Report.Result result =
        workflow.deploy(
            BALANCED.substring(0, BALANCED.indexOf("services:")) + "services:\n" + services);

    assertThat(result.error()).isEmpty();
    assertThat(asked).containsExactly(0, 50);
    assertThat(workflow.log.counts())
        .containsEntry("elasticloadbalancing:DescribeTargetHealth", 51);
  }

  /** Between two crashes the rollout looks complete. */
  @Test
  void isNotTakenInByTasksThatCrashAfterAWhile() {
    beforeLook(() -> {
      events(
          "(service web) has started 2 tasks: (task 1) (task 2).",
          "(service web) has started 1 tasks: (task 3).");
      workflow.rollouts.show(
          rollout(), crashed("1", 40, 1), running("2", 60), running("3", looks < 3 ? 5 : 41));
    });

    assertThat(workflow.deploy(KEEP + WEB).status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(looks).isEqualTo(3);
    assertThat(progress)
        .first()
        .isEqualTo(
            "all tasks run, but not for as long yet as those that stopped; 1 task stopped: web"
                + " ended with exit code 1");
  }

  @Test
  void isNotTakenInAtTheEndEither() {
    beforeLook(() -> {
      events("(service web) has started 3 tasks: (task 1) (task 2) (task 3).");
      workflow.rollouts.show(rollout(), crashed("1", 40, 1), running("2", 60), running("3", 5));
    });

    assertThat(workflow.deploy(KEEP + WEB).error().orElse(""))
        .startsWith("web: not stable within deploy.timeout: all tasks run, but not for as long");
  }

  @Test
  void givesUpBetweenTwoCrashes() {
    beforeLook(() -> {
      events("(service web) has started 5 tasks: (task 1) (task 2) (task 3) (task 4) (task 5).");
      workflow.rollouts.show(
          rollout(),
          crashed("1", 40, 1),
          crashed("2", 40, 1),
          crashed("3", 40, 1),
          running("4", 5),
          running("5", 5));
    });

    assertThat(workflow.deploy(KEEP + WEB).error().orElse(""))
        .startsWith("web: given up, since none of its tasks stays up: all tasks run, but");
    assertThat(looks).isEqualTo(1);
  }

  @Test
  void tellsThatOldTasksAreStillDraining() {
    workflow.deploy(BALANCED);
    workflow.clusters.holdRollouts();
    beforeLook(() -> workflow.clusters.start("web"));

    assertThat(workflow.deploy(KEEP + BALANCED.replace("web:1", "web:2")).error())
        .contains(
            "web: not stable within deploy.timeout: 1 of 1 tasks run, 0 start; 1 old task is still"
                + " draining; their deregistration delay is up to 300 s");
  }

  @Test
  void tellsWhyAServiceIsNotBack() {
    workflow.deploy(WEB);
    workflow.clusters.holdRollouts();
    beforeLook(() -> {
      if (row().state() == ServiceState.STABILIZING) {
        workflow.clusters.fail("web", "tasks failed to start");
      } else {
        workflow.rollouts.show(
            rollout(), crashed("1", 5, 7), crashed("2", 5, 7), crashed("3", 5, 7));
      }
    });

    Report.Result result = workflow.deploy(WEB.replace("web:1", "web:2"));

    assertThat(result.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(workflow.row(result, "web").rollBack())
        .contains(
            "not back: given up, since none of its tasks stays up: 0 of 2 tasks run, 0 start; 3"
                + " tasks stopped: web ended with exit code 7");
    assertThat(progress).first().asString().isEqualTo("0 of 2 tasks run, 0 start");
  }

  @Test
  void goesOnWithoutTheRightToLookAtTasks() {
    workflow.clusters.holdRollouts();
    beforeLook(() -> {
      workflow.log.failNext("ecs:ListTasks", new RefusedException("not authorized"));
      if (looks == 20) {
        workflow.clusters.complete("web");
      }
    });

    assertThat(workflow.deploy(KEEP + WEB).status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(progress)
        .last()
        .isEqualTo("0 of 2 tasks run, 0 start; its tasks could not be looked at: not authorized");
  }

  /** A thousand services that wait must not come to a thousand calls a look. */
  @Test
  void looksAtNoMoreThanTenServicesMoreClosely() {
    String services =
        IntStream.range(0, 40)
            .mapToObj(i -> "  web-%d: {image: \"web:1\"}\n".formatted(i))
            .collect(Collectors.joining());
    workflow.clusters.holdRollouts();
    Instant begun = workflow.clock.instant();
    List<Integer> early = new ArrayList<>();
    List<Integer> listed = new ArrayList<>();
    workflow.beforeLooking(() -> {
      int calls = workflow.log.counts().getOrDefault("ecs:ListTasks", 0);
      listed.add(calls);
      if (Duration.between(begun, workflow.clock.instant()).toSeconds() <= 60 + 30) {
        early.add(calls);
      }
    });

    Report.Result result = workflow.deploy(KEEP.replace("10m", "120s") + "services:\n" + services);

    assertThat(early).isNotEmpty().containsOnly(0);
    for (int i = 1; i < listed.size(); i++) {
      assertThat(listed.get(i) - listed.get(i - 1)).isIn(0, 20);
    }
    assertThat(listed).last().isNotEqualTo(0);
    assertThat(workflow.log.counts()).extractingByKey("ecs:ListTasks").isNotNull();
    Map<ServiceState, Long> states =
        workflow.records.services(result.deployment()).stream()
            .collect(Collectors.groupingBy(ServiceRecord::state, Collectors.counting()));
    assertThat(states).containsExactly(Map.entry(ServiceState.FAILED, 40L));
    assertThat(workflow.records.services(result.deployment()))
        .allSatisfy(row ->
            assertThat(row.error().orElse(""))
                .isEqualTo("not stable within deploy.timeout: 0 of 1 tasks run, 0 start"));
  }
}
