package io.github.ecscompose.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.testing.ExecutionStopped;
import io.github.ecscompose.testing.FaultAt;
import io.github.ecscompose.testing.FaultAt.Kind;
import io.github.ecscompose.testing.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every call of a deployment fails once, in every way: the deployment comes to the same end as one
 * without a fault, and the world to the same state, with nothing done twice and nothing left over.
 */
class FaultsTest {

  private static final String BEFORE =
      """
      vpc:
        id: vpc-1
        subnets: {public: [subnet-1, subnet-2], private: [subnet-3, subnet-4]}
        security_groups: {public: [sg-1], private: [sg-2]}
      service_discovery: {namespace: example.sd}
      services:
        web:
          image: web:1
          ports: ["8080:8080"]
          elb:
            type: public
            protocol: HTTPS
            redirect_http: true
            ports: {public: 443, container: 8080}
            certificates: ["arn:aws:acm:eu-central-1:123456789012:certificate/1", "arn:aws:acm:eu-central-1:123456789012:certificate/2"]
            healthcheck: {deregistration_delay: 30}
            dns: {hosted_zone_id: Z1, record_name: www.example.com}
        user:
          image: user:1
          ports: ["80:80"]
          dns_discovery: {name: user.staging}
        worker:
          image: worker:1
          tags: {team: blue}
      """;

  /** Something of everything is another. */
  private static final String AFTER =
      BEFORE
              .replace("web:1", "web:2")
              .replace("subnet-2]", "subnet-5]")
              .replace("public: [sg-1]", "public: [sg-3]")
              .replace("certificate/2", "certificate/3")
              .replace("deregistration_delay: 30", "deregistration_delay: 60, path: /up")
              .replace("redirect_http: true", "redirect_http: false")
              .replace("user:1", "user:2")
              .replace("worker:1", "worker:2")
              .replace("team: blue", "owner: red")
          + "    desired_count: 3\n";

  private static final String BROKEN =
      AFTER + "  broken:\n    image: broken:1\n    depends_on: [web, user, worker]\n";

  private static final String PRUNED =
      "deploy: {prune: true}\n"
          + BEFORE.replaceAll("(?s)  web:.*(?=  user:)", "").replace("user:1", "user:2");

  private static final String REPLACED = "services: {worker: {image: \"worker:1\"}}";

  private static final String REPLACING =
      "services: {worker: {image: \"worker:1\", scheduling_strategy: DAEMON}}";

  private static final String REPLACING_IN_VAIN =
      REPLACING.replaceFirst("}}$", "}, broken: {image: \"broken:1\", depends_on: [worker]}}");

  private static int cases;

  /**
   * What a deployment has to do.
   *
   * @param before what was deployed before it; empty for nothing
   * @param expected how it ends
   */
  record Scenario(String name, String before, String stackfile, DeploymentStatus expected) {

    Workflow prepared() {
      Workflow workflow = new Workflow();
      workflow.clusters.rolloutsTake(workflow.clock, Duration.ofSeconds(5));
      if (!before.isEmpty()) {
        assertThat(workflow.deploy(before).status()).isEqualTo(DeploymentStatus.SUCCEEDED);
      }
      workflow.beforeLooking(() -> {
        if (workflow.clusters.serviceNames().contains("broken")) {
          workflow.clusters.fail("broken", "tasks failed to start");
        }
      });
      workflow.log.clear();
      return workflow;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Scenario> SCENARIOS =
      List.of(
          new Scenario("everything is new", "", BEFORE, DeploymentStatus.SUCCEEDED),
          new Scenario("everything changes", BEFORE, AFTER, DeploymentStatus.SUCCEEDED),
          new Scenario("everything goes back", BEFORE, BROKEN, DeploymentStatus.ROLLED_BACK),
          new Scenario("what is new goes again", "", BROKEN, DeploymentStatus.ROLLED_BACK),
          new Scenario("one is removed", BEFORE, PRUNED, DeploymentStatus.SUCCEEDED),
          new Scenario("one is replaced", REPLACED, REPLACING, DeploymentStatus.SUCCEEDED),
          new Scenario(
              "one is replaced back", REPLACED, REPLACING_IN_VAIN, DeploymentStatus.ROLLED_BACK));

  /** Of what is in use still for a moment, so that there is no answer to be lost. */
  private static boolean isRefusedByAws(String action) {
    return action.equals("elasticloadbalancing:DeleteTargetGroup");
  }

  /** All that there is, once what drains is gone. */
  private static String world(Workflow workflow) {
    workflow.clock.advanceSeconds(60);
    return List.of(
            workflow.clusters.all(),
            workflow.clusters.rollouts(),
            workflow.loadBalancers.all(),
            new TreeMap<>(workflow.dnsRecords.all()),
            workflow.discovery.all())
        .toString();
  }

  /** Where two worlds begin to differ. */
  private static Optional<String> difference(String is, String expected) {
    int at = 0;
    while (at < Math.min(is.length(), expected.length()) && is.charAt(at) == expected.charAt(at)) {
      at++;
    }
    return is.equals(expected)
        ? Optional.empty()
        : Optional.of("is " + around(is, at) + ", not " + around(expected, at));
  }

  private static String around(String text, int at) {
    return text.substring(Math.max(0, at - 80), Math.min(text.length(), at + 80));
  }

  static Stream<Arguments> scenariosAndFaults() {
    return SCENARIOS.stream()
        .flatMap(scenario ->
            Stream.of(Kind.FAILED, Kind.THROTTLED, Kind.ANSWER_LOST, Kind.KILLED_AFTER)
                .map(kind -> Arguments.of(scenario, kind)));
  }

  @ParameterizedTest(name = "{0}, a call is {1}")
  @MethodSource("scenariosAndFaults")
  void changeNothing(Scenario scenario, Kind kind) {
    Workflow faultless = scenario.prepared();
    Report.Result without = faultless.deploy(scenario.stackfile());
    assertThat(without.status()).as(without.toString()).isEqualTo(scenario.expected());
    List<String> calls = faultless.log.all();
    String expected = world(faultless);

    List<String> wrong = new ArrayList<>();
    for (int number = 0; number < calls.size(); number++) {
      cases++;
      Workflow workflow = scenario.prepared();
      FaultAt fault = new FaultAt(number, kind);
      workflow.log.conditions(fault);
      Report.Result result = workflow.deploy(scenario.stackfile());
      String call = "%d %s: ".formatted(number, calls.get(number));
      if (!fault.hasStruck() && !isRefusedByAws(calls.get(number))) {
        wrong.add(call + "did not happen");
      } else if (result.status() != scenario.expected()) {
        wrong.add(call + result);
      } else {
        difference(world(workflow), expected).map(call::concat).ifPresent(wrong::add);
      }
    }
    assertThat(wrong).isEmpty();
  }

  static Stream<Scenario> scenariosThatSucceed() {
    return SCENARIOS.stream().filter(scenario -> scenario.expected() == DeploymentStatus.SUCCEEDED);
  }

  /** The execution ends in the middle, and nobody puts anything back: the next one finishes it. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("scenariosThatSucceed")
  void areMadeGoodByTheNextDeployment(Scenario scenario) {
    Workflow faultless = scenario.prepared();
    faultless.deploy(scenario.stackfile());
    List<String> calls = faultless.log.all();
    String expected = nameless(world(faultless));

    List<String> wrong = new ArrayList<>();
    for (int number = 0; number < calls.size(); number++) {
      cases++;
      String call = "%d %s: ".formatted(number, calls.get(number));
      Workflow workflow = scenario.prepared();
      workflow.log.conditions(new FaultAt(number, Kind.STOPPED_AFTER));
      if (!isStopped(workflow, scenario) && !isRefusedByAws(calls.get(number))) {
        wrong.add(call + "did not happen");
      }
      workflow.log.conditions((any, action) -> {});
      Report.Result next = workflow.deploy(scenario.stackfile());
      if (next.status() != DeploymentStatus.SUCCEEDED
          && next.status() != DeploymentStatus.UNCHANGED) {
        wrong.add(call + next);
      } else {
        difference(nameless(world(workflow)), expected).map(call::concat).ifPresent(wrong::add);
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static boolean isStopped(Workflow workflow, Scenario scenario) {
    try {
      workflow.deploy(scenario.stackfile());
      return false;
    } catch (ExecutionStopped stopped) {
      return true;
    }
  }

  /** Without the ids of deployments, and what follows from them: the next one has others. */
  private static String nameless(String world) {
    return world
        .replaceAll("01[0-9A-Z]{24}", "DEPLOYMENT")
        .replaceAll("\\b[0-9a-f]{32}\\b", "TOKEN");
  }

  @AfterAll
  static void count() {
    System.out.println("faults: " + cases + " cases");
  }
}
