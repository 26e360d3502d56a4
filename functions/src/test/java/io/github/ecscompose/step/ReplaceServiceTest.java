package io.github.ecscompose.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeployRequest.Options;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.plan.Names;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.testing.CallLog;
import io.github.ecscompose.testing.FaultAt;
import io.github.ecscompose.testing.FaultAt.Kind;
import io.github.ecscompose.testing.Workflow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Services whose settings AWS changes of none that exists. */
class ReplaceServiceTest {

  private static final String NETWORK =
      """
      vpc:
        id: vpc-1
        subnets: {public: [subnet-1, subnet-2], private: [subnet-3, subnet-4]}
        security_groups: {public: [sg-1], private: [sg-2]}
      service_discovery: {namespace: example.sd}
      """;

  private static final String MACHINES =
      NETWORK
          + """
          services:
            web:
              image: web:1
              desired_count: 2
          """;

  private static final String OWN_INTERFACES = MACHINES + "    network: awsvpc\n";

  private static final String ON_FARGATE =
      "    launch_type: FARGATE\n    cpu: 256\n    memory: 512\n";

  private static final String FARGATE = MACHINES + ON_FARGATE;

  /** A second service, which comes last and fails to be made. */
  private static final String BROKEN = "  broken:\n    image: broken:1\n    depends_on: [web]\n";

  private static final String STAND_IN = Names.standIn("web");

  private final Workflow workflow = new Workflow();
  private final List<String> gaps = new ArrayList<>();

  /** All that a deployment decides of what runs. */
  private Map<String, Object> world() {
    Map<String, Object> world = new HashMap<>();
    for (String name : workflow.clusters.serviceNames()) {
      LiveService live = workflow.clusters.live(name);
      ObjectNode settings = live.document().deepCopy();
      settings.removeIf(member -> member.isArray() && member.isEmpty());
      Map<String, String> tags = new HashMap<>(live.tags());
      world.put(name, List.of(live.taskDefinition(), settings, tags, live.isStable()));
    }
    world.put("load balancers", workflow.loadBalancers.all());
    world.put("registries", workflow.discovery.names());
    return world;
  }

  private Workflow deployed(String stackfile) {
    assertThat(workflow.deploy(stackfile).error()).isEmpty();
    workflow.log.clear();
    return workflow;
  }

  private boolean serves(String service) {
    return workflow.clusters.serviceNames().contains(service)
        && workflow.clusters.live(service).deployments().stream()
            .anyMatch(deployment -> deployment.running() > 0);
  }

  /** Between any two calls that may be seconds apart, something has to serve. */
  private void noteGaps() {
    if (!serves("web") && !serves(STAND_IN)) {
      gaps.add("after " + workflow.log.changing());
    }
  }

  /** Rollouts take until somebody looks the second time; those of some services never come up. */
  private void rollOut(Predicate<LiveService> failing) {
    workflow.clusters.holdRollouts();
    Map<String, Integer> looks = new HashMap<>();
    workflow.beforeLooking(() -> {
      noteGaps();
      for (String name : workflow.clusters.serviceNames()) {
        LiveService live = workflow.clusters.live(name);
        LiveService.Deployment rollout = live.primary().orElseThrow();
        if (looks.merge(rollout.id() + " " + rollout.desired(), 1, Integer::sum) == 2) {
          if (failing.test(live)) {
            workflow.clusters.fail(name, "tasks failed to start");
          } else {
            workflow.clusters.complete(name);
          }
        }
      }
    });
  }

  private void rollOutSlowly() {
    rollOut(live -> false);
  }

  private static boolean isOnFargate(LiveService live) {
    return live.document().path("launchType").asText().equals("FARGATE");
  }

  private JsonNode settings(String service) {
    return workflow.clusters.live(service).document();
  }

  @Test
  void standsInUntilTheNewServiceServes() {
    deployed(MACHINES);
    rollOutSlowly();

    Report.Result result = workflow.deploy(FARGATE);

    assertThat(result.error()).isEmpty();
    assertThat(result.status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(gaps).isEmpty();
    assertThat(workflow.clusters.serviceNames()).containsExactly("web");
    assertThat(settings("web").path("launchType").asText()).isEqualTo("FARGATE");
    assertThat(settings("web").path("desiredCount").asInt()).isEqualTo(2);
    assertThat(workflow.row(result, "web").action()).isEqualTo("REPLACE");
    assertThat(workflow.row(result, "web").changes())
        .contains(
            "services.web.replacement: none → without downtime, while %s stands in for it"
                .formatted(STAND_IN),
            "services.web.launch_type: \"EC2\" → \"FARGATE\"");
    assertThat(workflow.files.text(result.deployment(), "report.json"))
        .contains("\"replaced\" : 1");
    assertThat(workflow.log.changing())
        .containsExactly(
            "ecs:RegisterTaskDefinition",
            "ecs:TagResource",
            "ecs:CreateService",
            "ecs:UpdateService",
            "ecs:DeleteService",
            "ecs:CreateService",
            "ecs:UpdateService",
            "ecs:DeleteService",
            "ecs:UntagResource");
    assertThat(workflow.clusters.live("web").tags())
        .containsEntry(Tags.DEPLOYMENT, result.deployment().id())
        .doesNotContainKeys(Tags.STAND_IN, Tags.STANDS_IN_FOR);
    assertThat(workflow.deploy(FARGATE).status()).isEqualTo(DeploymentStatus.UNCHANGED);
  }

  @Test
  void standsInWithTheNewSettingsAndTagsThatSayWhatItIs() {
    deployed(MACHINES);
    List<LiveService> standIns = new ArrayList<>();
    workflow.beforeLooking(() -> {
      if (workflow.clusters.serviceNames().contains(STAND_IN)) {
        standIns.add(workflow.clusters.live(STAND_IN));
      }
    });

    Report.Result result = workflow.deploy(FARGATE);

    assertThat(standIns.getFirst().document().path("launchType").asText()).isEqualTo("FARGATE");
    assertThat(standIns.getFirst().taskDefinition())
        .isEqualTo(workflow.clusters.live("web").taskDefinition());
    assertThat(standIns.getFirst().tags())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                Tags.CLUSTER, "shop",
                Tags.SERVICE, "web",
                Tags.STANDS_IN_FOR, "web",
                Tags.DEPLOYMENT, result.deployment().id()));
  }

  private static List<List<String>> replacements() {
    String daemon = MACHINES.replace("desired_count: 2", "scheduling_strategy: DAEMON");
    String tied =
        OWN_INTERFACES
            + """
                ports: ["8080:8080"]
                elb: {type: public, ports: {public: 80, container: 8080}}
                dns_discovery: {name: web}
            """;
    return List.of(
        List.of(MACHINES, daemon, "scheduling_strategy"),
        List.of(daemon, MACHINES, "scheduling_strategy"),
        List.of(OWN_INTERFACES, MACHINES + "    network: bridge\n", "subnets"),
        List.of(OWN_INTERFACES, MACHINES, "subnets"),
        List.of(FARGATE, MACHINES + "    launch_type: EC2\n", "launch_type"),
        List.of(tied, tied + ON_FARGATE, "launch_type"));
  }

  @ParameterizedTest
  @MethodSource("replacements")
  void replacesByWhateverAwsDoesNotChange(List<String> replacement) {
    deployed(replacement.get(0));
    rollOutSlowly();

    Report.Result result = workflow.deploy(replacement.get(1));

    assertThat(result.error()).isEmpty();
    assertThat(workflow.row(result, "web").action()).isEqualTo("REPLACE");
    assertThat(workflow.row(result, "web").changes())
        .anyMatch(change -> change.startsWith("services.web." + replacement.get(2)));
    assertThat(gaps).isEmpty();
    assertThat(workflow.clusters.serviceNames()).containsExactly("web");
    assertThat(workflow.deploy(replacement.get(1)).status()).isEqualTo(DeploymentStatus.UNCHANGED);
  }

  /** A faultless run of what is to be compared with. */
  private static ReplaceServiceTest replaced() {
    ReplaceServiceTest faultless = new ReplaceServiceTest();
    faultless.deployed(MACHINES);
    faultless.rollOutSlowly();
    assertThat(faultless.workflow.deploy(FARGATE).error()).isEmpty();
    return faultless;
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILED", "THROTTLED", "ANSWER_LOST", "KILLED_AFTER"})
  void servesAllTheTimeWhicheverCallIsDisturbed(Kind kind) {
    ReplaceServiceTest faultless = replaced();
    Map<String, Object> expected = faultless.world();
    for (int call = 0; call < faultless.workflow.log.all().size(); call++) {
      String disturbed = "%d %s".formatted(call, faultless.workflow.log.all().get(call));
      ReplaceServiceTest test = new ReplaceServiceTest();
      test.deployed(MACHINES);
      test.rollOutSlowly();
      FaultAt fault = new FaultAt(call, kind);
      test.workflow.log.conditions(fault);

      Report.Result result = test.workflow.deploy(FARGATE);

      assertThat(fault.hasStruck()).as(disturbed).isTrue();
      assertThat(result.error()).as(disturbed).isEmpty();
      assertThat(test.world()).as(disturbed).isEqualTo(expected);
      assertThat(test.gaps).as(disturbed).isEmpty();
    }
  }

  @Test
  void touchesNothingOfTheOldServiceWhereTheStandInFails() {
    deployed(MACHINES);
    Map<String, Object> before = world();
    rollOut(live -> live.name().equals(STAND_IN));

    Report.Result result = workflow.deploy(FARGATE);

    assertThat(result.status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(result.error().orElse(""))
        .contains("The replacement of web failed")
        .contains(STAND_IN)
        .contains("tasks failed to start");
    assertThat(workflow.row(result, "web").rollBack().orElse(""))
        .isEqualTo("back to shop-web:1; it was still there, and its stand-in goes");
    assertThat(gaps).isEmpty();
    assertThat(world()).isEqualTo(before);
    assertThat(workflow.deploy(MACHINES).status()).isEqualTo(DeploymentStatus.UNCHANGED);
  }

  @Test
  void givesAStandInUpThatIsNeverStable() {
    deployed(MACHINES);
    Map<String, Object> before = world();
    workflow.clusters.holdRollouts();
    workflow.beforeLooking(this::noteGaps);

    Report.Result result = workflow.deploy("deploy: {timeout: 120}\n" + FARGATE);

    assertThat(result.status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(result.error().orElse(""))
        .contains("not done within deploy.timeout")
        .contains("0 of 2 tasks run");
    assertThat(gaps).isEmpty();
    assertThat(world()).isEqualTo(before);
  }

  @Test
  void makesTheOldServiceAgainWhereTheNewOneFails() {
    deployed(MACHINES);
    Map<String, Object> before = world();
    LiveService old = workflow.clusters.live("web");
    ObjectNode described = old.document().deepCopy().put("createdAt", "2026-11-20T20:00:00Z");
    workflow.clusters.tamper("web", described, old.taskDefinition());
    rollOut(live -> live.name().equals("web") && isOnFargate(live));

    Report.Result result = workflow.deploy(FARGATE);

    assertThat(result.status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(result.error().orElse(""))
        .contains("was made anew and does not become stable")
        .contains(STAND_IN + " serves on");
    assertThat(gaps).isEmpty();
    assertThat(world()).isEqualTo(before);
    assertThat(workflow.row(result, "web").state()).isEqualTo(ServiceState.ROLLED_BACK);
    assertThat(workflow.row(result, "web").rollBack().orElse(""))
        .isEqualTo("back to shop-web:1; it was gone, and is made again");
    assertThat(workflow.deploy(MACHINES).status()).isEqualTo(DeploymentStatus.UNCHANGED);
  }

  /** The replacement is over by then, so that it goes back by one of its own. */
  @Test
  void replacesBackWhereAnotherServiceFailsLater() {
    deployed(MACHINES);
    Map<String, Object> before = world();
    rollOut(live -> live.name().equals("broken"));

    Report.Result result = workflow.deploy(FARGATE + BROKEN);

    assertThat(result.status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(gaps).isEmpty();
    assertThat(world()).isEqualTo(before);
    assertThat(workflow.deploy(MACHINES).status()).isEqualTo(DeploymentStatus.UNCHANGED);
  }

  @Test
  void replacesBackBehindALoadBalancer() {
    String tied =
        OWN_INTERFACES
            + """
                ports: ["8080:8080"]
                elb: {type: public, ports: {public: 80, container: 8080}}
                dns_discovery: {name: web}
            """;
    deployed(tied);
    Map<String, Object> before = world();
    rollOut(live -> live.name().equals("broken"));

    Report.Result result =
        workflow.deploy(tied.replace("public: 80,", "public: 81,") + ON_FARGATE + BROKEN);

    assertThat(result.status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(gaps).isEmpty();
    assertThat(world()).isEqualTo(before);
  }

  /** As with every service: what the balancer's target group is follows from the network. */
  @Test
  void rejectsWhatNeedsAnotherTargetGroup() {
    String balanced = "    elb: {type: public, ports: {public: 80, container: 8080}}\n";
    deployed(OWN_INTERFACES + "    ports: [\"8080:8080\"]\n" + balanced);

    Report.Result result =
        workflow.deploy(MACHINES + "    network: bridge\n    ports: [\"8080\"]\n" + balanced);

    assertThat(result.status()).isEqualTo(DeploymentStatus.REJECTED);
    assertThat(result.error().orElse(""))
        .contains("services.web.elb: its target group shop-web-lb has targets of another type")
        .contains("moves no traffic from one target group to another")
        .contains("another elb.name");
    assertThat(workflow.log.changing()).isEmpty();
  }

  private static final String KEEP = "deploy: {on_failure: keep}\n";

  @Test
  void keepsWhatServesAndTakesAnUnneededStandInAwayLater() {
    deployed(MACHINES);
    rollOut(live -> live.name().equals(STAND_IN));

    Report.Result kept = workflow.deploy(KEEP + FARGATE);

    assertThat(kept.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(kept.error().orElse("")).contains("What serves still does").contains(STAND_IN);
    assertThat(workflow.clusters.serviceNames()).containsExactlyInAnyOrder("web", STAND_IN);

    rollOutSlowly();
    Report.Result back = workflow.deploy(MACHINES);

    assertThat(back.error()).isEmpty();
    assertThat(workflow.row(back, "web").action()).isEqualTo("UPDATE");
    assertThat(workflow.row(back, "web").changes())
        .containsExactly("services.web.stand_in: %s → none".formatted(STAND_IN));
    assertThat(workflow.clusters.serviceNames()).containsExactly("web");
    assertThat(gaps).isEmpty();
    assertThat(workflow.deploy(MACHINES).status()).isEqualTo(DeploymentStatus.UNCHANGED);
  }

  @Test
  void goesOnWithTheStandInThatAnEarlierDeploymentLeft() {
    deployed(MACHINES);
    rollOut(live -> live.name().equals(STAND_IN));
    workflow.deploy(KEEP + FARGATE);

    rollOutSlowly();
    workflow.log.clear();
    Report.Result result = workflow.deploy(FARGATE.replace("web:1", "web:2"));

    assertThat(result.error()).isEmpty();
    assertThat(workflow.log.changing().stream().filter("ecs:CreateService"::equals)).hasSize(1);
    assertThat(workflow.clusters.serviceNames()).containsExactly("web");
    assertThat(isOnFargate(workflow.clusters.live("web"))).isTrue();
    assertThat(gaps).isEmpty();
  }

  @Test
  void finishesWhatAnEarlierDeploymentLeftHalfDone() {
    deployed(MACHINES);
    rollOut(live -> live.name().equals("web") && isOnFargate(live));
    Report.Result kept = workflow.deploy(KEEP + FARGATE);
    assertThat(kept.error().orElse("")).contains(STAND_IN + " serves on");

    rollOutSlowly();
    Report.Result result = workflow.deploy(FARGATE.replace("web:1", "web:2"));

    assertThat(result.error()).isEmpty();
    assertThat(workflow.clusters.serviceNames()).containsExactly("web");
    assertThat(workflow.clusters.live("web").tags()).doesNotContainKey(Tags.STAND_IN);
    assertThat(gaps).isEmpty();
  }

  /** A deployment that ended between the old service's end and the new one's beginning. */
  private void leaveTheStandInAlone() {
    deployed(MACHINES);
    rollOutSlowly();
    workflow.log.failNext("ecs:DeleteService", new RefusedException("no right to delete"));
    workflow.deploy(KEEP + FARGATE);
    workflow.clusters.delete("web");
    workflow.log.clear();
  }

  @Test
  void finishesWhereTheStandInIsAllThatIsLeft() {
    leaveTheStandInAlone();

    Report.Result result = workflow.deploy(FARGATE);

    assertThat(result.error()).isEmpty();
    assertThat(workflow.row(result, "web").action()).isEqualTo("REPLACE");
    assertThat(workflow.row(result, "web").changes())
        .containsExactly(
            "services.web: none → new", "services.web.stand_in: %s → none".formatted(STAND_IN));
    assertThat(workflow.clusters.serviceNames()).containsExactly("web");
    assertThat(gaps).isEmpty();
    assertThat(workflow.deploy(FARGATE).status()).isEqualTo(DeploymentStatus.UNCHANGED);
  }

  @Test
  void leavesTheStandInThatServedWhereFinishingFails() {
    leaveTheStandInAlone();
    rollOut(live -> live.name().equals("web"));

    Report.Result result = workflow.deploy(FARGATE);

    assertThat(result.status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(workflow.row(result, "web").rollBack().orElse(""))
        .contains("removed again; its stand-in %s serves on, as before".formatted(STAND_IN));
    assertThat(workflow.clusters.serviceNames()).containsExactly(STAND_IN);
    assertThat(gaps).isEmpty();
  }

  private static final String PRUNED =
      "deploy: {prune: true}\n" + NETWORK + "services: {worker: {image: \"worker:1\"}}\n";

  @Test
  void prunesAServiceWithItsStandIn() {
    deployed(MACHINES);
    rollOut(live -> live.name().equals(STAND_IN));
    workflow.deploy(KEEP + FARGATE);

    rollOutSlowly();
    Report.Result result = workflow.deploy(PRUNED);

    assertThat(result.error()).isEmpty();
    assertThat(workflow.records.services(result.deployment()))
        .extracting(row -> row.service() + " " + row.action())
        .containsExactlyInAnyOrder("web REMOVE", "worker CREATE");
    assertThat(workflow.clusters.serviceNames()).containsExactly("worker");
  }

  @Test
  void prunesAStandInWhoseServiceIsGone() {
    leaveTheStandInAlone();

    Report.Result result = workflow.deploy(PRUNED);

    assertThat(result.error()).isEmpty();
    assertThat(workflow.row(result, "web").action()).isEqualTo("REMOVE");
    assertThat(workflow.clusters.serviceNames()).containsExactly("worker");
  }

  @Test
  void leavesAStandInOfItsOwnServicesAlone() {
    leaveTheStandInAlone();

    workflow.deploy("deploy: {prune: true}\n" + FARGATE);

    assertThat(workflow.clusters.serviceNames()).containsExactly("web");
    assertThat(gaps).isEmpty();
  }

  /** What would have to be made beside the service stays as it was. */
  @Test
  void replacesWithTheLoadBalancerThatThereIsWhereOnlyUpdatesAreAskedFor() {
    String tied =
        OWN_INTERFACES
            + """
                ports: ["8080:8080"]
                elb: {type: public, ports: {public: 80, container: 8080}}
            """;
    deployed(tied);
    JsonNode balancers = settings("web").path("loadBalancers");
    rollOutSlowly();

    Report.Result result = workflow.deploy(tied + ON_FARGATE, new Options(false, true));

    assertThat(result.error()).isEmpty();
    assertThat(workflow.row(result, "web").action()).isEqualTo("REPLACE");
    assertThat(settings("web").path("loadBalancers")).isEqualTo(balancers).hasSize(1);
    assertThat(gaps).isEmpty();
    assertThat(workflow.log.changing()).noneMatch(call -> call.startsWith("elasticloadbalancing"));
  }

  @Test
  void leavesAServiceThatSomebodyDeployedMeanwhile() {
    deployed(MACHINES);
    workflow.deploy(MACHINES.replace("web:1", "web:2"));
    workflow.deploy(MACHINES);
    rollOutSlowly();
    String theirs = workflow.clusters.revisions("shop-web").get(1).arn();
    Workflow world = workflow;
    world.beforeLooking(() -> {
      noteGaps();
      world.clusters.serviceNames().forEach(world.clusters::complete);
      LiveService live = world.clusters.live("web");
      if (world.clusters.serviceNames().contains(STAND_IN)
          && !live.taskDefinition().equals(theirs)) {
        world.clusters.tamper("web", live.document(), theirs);
      }
    });

    Report.Result result = workflow.deploy(KEEP + FARGATE);

    assertThat(result.error().orElse("")).contains("Somebody changed the service web since");
    assertThat(workflow.clusters.live("web").taskDefinition()).isEqualTo(theirs);
    assertThat(isOnFargate(workflow.clusters.live("web"))).isFalse();
  }

  @Test
  void touchesNothingThatHasTheStandInsNameByChance() {
    deployed(MACHINES);
    ObjectNode foreign = settings("web").deepCopy();
    foreign.retain("desiredCount");
    foreign.put("serviceName", STAND_IN);
    foreign.put("taskDefinition", workflow.clusters.live("web").taskDefinition());
    workflow.clusters.create("shop", foreign, Map.of(), "theirs");
    LiveService before = workflow.clusters.live(STAND_IN);

    Report.Result result = workflow.deploy(FARGATE);

    assertThat(result.error().orElse("")).contains("does not stand in for web by its tags");
    assertThat(workflow.clusters.live(STAND_IN)).isEqualTo(before);
    assertThat(isOnFargate(workflow.clusters.live("web"))).isFalse();
  }

  /**
   * The new service never becomes stable, and from then on each call is disturbed once.
   *
   * @return how many calls there were from then on
   */
  private int goBack(CallLog.Conditions conditions) {
    deployed(MACHINES);
    Map<String, Object> before = world();
    AtomicBoolean failed = new AtomicBoolean();
    rollOut(live -> {
      boolean fails = live.name().equals("web") && isOnFargate(live);
      if (fails && failed.compareAndSet(false, true)) {
        workflow.log.clear();
        workflow.log.conditions(conditions);
      }
      return fails;
    });

    Report.Result result = workflow.deploy(FARGATE);

    assertThat(result.status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(gaps).isEmpty();
    assertThat(world()).isEqualTo(before);
    return workflow.log.all().size();
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILED", "THROTTLED", "ANSWER_LOST", "KILLED_AFTER"})
  void goesBackWhicheverCallIsDisturbed(Kind kind) {
    int calls = new ReplaceServiceTest().goBack((number, action) -> {});
    for (int call = 0; call < calls; call++) {
      FaultAt fault = new FaultAt(call, kind);

      new ReplaceServiceTest().goBack(fault);

      assertThat(fault.hasStruck()).as("call %d", call).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ports: [\"8080:8080\"]|A stand-in would need the host ports 8080",
        "deployment_configuration: {maximum_percent: 100, minimum_healthy_percent: 0}|lets no more than its desired_count"
      })
  void refusesWhatCannotBeReplacedWithoutDowntime(String setting) {
    String key = setting.substring(0, setting.indexOf('|'));
    deployed(OWN_INTERFACES);

    Report.Result result = workflow.deploy(MACHINES + "    " + key + "\n");

    assertThat(result.status()).isEqualTo(DeploymentStatus.REJECTED);
    assertThat(result.error().orElse(""))
        .contains("services.web.network: AWS leaves the tasks")
        .contains(setting.substring(setting.indexOf('|') + 1))
        .contains("Otherwise delete the service first");
    assertThat(workflow.log.changing()).isEmpty();
  }
}
