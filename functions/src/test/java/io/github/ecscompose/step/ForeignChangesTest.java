package io.github.ecscompose.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.error.TransientException;
import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.testing.CallLog;
import io.github.ecscompose.testing.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Somebody changes a service by hand after the plan looked at it: at every call from then on to the
 * last look before the service is changed, it is reported and left.
 */
class ForeignChangesTest {

  private static final String NETWORK =
      """
      vpc:
        id: vpc-1
        subnets: {public: [subnet-1, subnet-2], private: [subnet-3, subnet-4]}
        security_groups: {public: [sg-1], private: [sg-2]}
      service_discovery: {namespace: example.sd}
      """;

  private static final String BEFORE =
      NETWORK
          + """
          services:
            web:
              image: web:1
              ports: ["8080:8080"]
              desired_count: 2
              elb: {type: public, protocol: HTTP, ports: {public: 80, container: 8080}}
              dns_discovery: {name: web.staging}
          """;

  private static final String AFTER = BEFORE.replace("web:1", "web:2");

  private static final String DAEMON =
      "services: {web: {image: \"web:1\", scheduling_strategy: DAEMON}}";
  private static final String REPLICA = "services: {web: {image: \"web:1\"}}";

  /** What somebody does to the service {@code web}. */
  enum Deed {
    SETS,
    DEPLOYS,
    DETACHES,
    DELETES,
    DELETES_SLOWLY,
    /** By another tool, so that it carries none of ecs-compose's tags. */
    MAKES_ANOTHER;

    void on(Workflow world) {
      LiveService live = world.clusters.live("web");
      ObjectNode document = live.document().deepCopy();
      switch (this) {
        case SETS ->
            world.clusters.tamper(
                "web", document.put("enableExecuteCommand", true), live.taskDefinition());
        case DEPLOYS ->
            world.clusters.tamper(
                "web", document, world.clusters.revisions("shop-web").getFirst().arn());
        case DETACHES -> {
          document.putArray("serviceRegistries");
          world.clusters.tamper("web", document, live.taskDefinition());
        }
        case DELETES -> world.clusters.delete("web");
        case DELETES_SLOWLY -> world.clusters.drain("web");
        case MAKES_ANOTHER -> world.clusters.untag("web");
      }
    }
  }

  /** Does something before one call. */
  private static final class At implements CallLog.Conditions {
    private final int number;
    private final Runnable deed;
    private boolean done;

    At(int number, Runnable deed) {
      this.number = number;
      this.deed = deed;
    }

    @Override
    public void before(int current, String action) {
      if (current == number && !done) {
        done = true;
        deed.run();
      }
    }
  }

  private static Workflow deployed(String... stackfiles) {
    Workflow workflow = new Workflow();
    workflow.clusters.rolloutsTake(workflow.clock, Duration.ofSeconds(5));
    for (String stackfile : stackfiles) {
      assertThat(workflow.deploy(stackfile).error()).isEmpty();
    }
    workflow.log.clear();
    return workflow;
  }

  /** Numbers of the calls after the plan is filed, up to the last look before that action. */
  private static List<Integer> between(List<String> calls, String action) {
    int planned = calls.indexOf("dynamodb:TransactWriteItems");
    List<String> before = calls.subList(0, calls.indexOf(action));
    int looked = before.lastIndexOf("ecs:DescribeServices");
    assertThat(looked).isGreaterThan(planned);
    return IntStream.rangeClosed(planned + 1, looked).boxed().toList();
  }

  /** All that there is of the service, but for what a deployment notes on every service. */
  private static String state(Workflow world) {
    if (!world.clusters.serviceNames().contains("web")) {
      return "none";
    }
    LiveService live = world.clusters.live("web");
    return List.of(live.status(), live.taskDefinition(), live.document(), live.tags()).toString();
  }

  @ParameterizedTest
  @EnumSource(Deed.class)
  void beforeAnUpdateAreReportedAndLeft(Deed deed) {
    String[] history = {BEFORE.replace("web:1", "web:0"), BEFORE};
    Workflow undisturbed = deployed(history);
    assertThat(undisturbed.deploy(AFTER).error()).isEmpty();

    List<String> wrong = new ArrayList<>();
    List<Integer> moments = between(undisturbed.log.all(), "ecs:UpdateService");
    assertThat(moments).hasSizeGreaterThan(5);
    for (int number : moments) {
      Workflow workflow = deployed(history);
      List<String> theirs = new ArrayList<>();
      workflow.log.conditions(
          new At(
              number,
              () -> {
                deed.on(workflow);
                theirs.add(state(workflow));
              }));
      Report.Result result = workflow.deploy(AFTER);
      if (result.status() != DeploymentStatus.FAILED
          || !result.error().orElse("").contains("Somebody")
          || (!state(workflow).equals(theirs.getFirst()) && !isGone(workflow, deed))) {
        wrong.add(number + ": " + result + state(workflow));
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static boolean isGone(Workflow workflow, Deed deed) {
    return deed == Deed.DELETES_SLOWLY && state(workflow).equals("none");
  }

  @ParameterizedTest
  @EnumSource(
      value = Deed.class,
      names = {"SETS", "DEPLOYS"})
  void beforeAReplacementAreReportedAndLeft(Deed deed) {
    String[] history = {REPLICA.replace("web:1", "web:0"), REPLICA};
    Workflow undisturbed = deployed(history);
    assertThat(undisturbed.deploy(DAEMON).error()).isEmpty();

    List<String> wrong = new ArrayList<>();
    for (int number : between(undisturbed.log.all(), "ecs:UpdateService")) {
      Workflow workflow = deployed(history);
      workflow.log.conditions(new At(number, () -> deed.on(workflow)));
      String revision = workflow.clusters.live("web").taskDefinition();
      Report.Result result = workflow.deploy(DAEMON);
      LiveService live = workflow.clusters.live("web");
      boolean left =
          deed == Deed.SETS
              ? live.document().path("enableExecuteCommand").asBoolean()
              : !live.taskDefinition().equals(revision);
      if (result.status() != DeploymentStatus.FAILED
          || !result.error().orElse("").contains("Somebody")
          || live.isDaemon()
          || !left) {
        wrong.add(number + ": " + result + state(workflow));
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** Where the step begins anew, it looks: whatever runs then is not for that taken for its own. */
  @ParameterizedTest
  @EnumSource(
      value = Deed.class,
      names = {"SETS", "MAKES_ANOTHER"})
  void toWhatIsMadeNewAreReportedAndLeft(Deed deed) {
    Workflow undisturbed = deployed();
    assertThat(undisturbed.deploy(BEFORE).error()).isEmpty();
    Workflow workflow = deployed();
    int looks = undisturbed.log.all().indexOf("ecs:CreateService") + 1;
    workflow.log.loseNextAnswer("ecs:CreateService", new TransientException("connection reset"));
    List<String> theirs = new ArrayList<>();
    workflow.log.conditions(
        new At(
            looks,
            () -> {
              deed.on(workflow);
              theirs.add(state(workflow));
            }));

    Report.Result result = workflow.deploy("deploy: {on_failure: keep}\n" + BEFORE);

    assertThat(result.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(result.error().orElseThrow()).contains("Somebody");
    assertThat(state(workflow)).isEqualTo(theirs.getFirst());
  }

  /** Also where nothing was made yet, at every call up to the one that would make it. */
  @Test
  void whoMakesTheServiceMeanwhileKeepsIt() {
    Workflow undisturbed = deployed();
    assertThat(undisturbed.deploy(REPLICA).error()).isEmpty();
    List<String> calls = undisturbed.log.all();
    int planned = calls.indexOf("dynamodb:TransactWriteItems");

    List<String> wrong = new ArrayList<>();
    for (boolean repeated : List.of(false, true)) {
      int last = calls.indexOf("ecs:CreateService") - (repeated ? 1 : 0);
      for (int number = planned + 1; number <= last; number++) {
        Workflow workflow = deployed("services: {other: {image: \"other:1\"}}");
        if (repeated) {
          workflow.log.failNext("ecs:CreateService", new TransientException("connection reset"));
        }
        workflow.log.conditions(new At(number, () -> workflow.clusters.makeLike("other", "web")));
        Report.Result result = workflow.deploy(REPLICA);
        LiveService live = workflow.clusters.live("web");
        if (result.status() != DeploymentStatus.FAILED
            || !live.isActive()
            || !live.taskDefinition().equals(workflow.clusters.live("other").taskDefinition())
            || !live.tags().isEmpty()) {
          wrong.add(number + (repeated ? " again: " : ": ") + result + state(workflow));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** What is scaled in between is not told from what autoscaling does. */
  @Test
  void ofTheCountAreNobodysFault() {
    Workflow undisturbed = deployed(BEFORE);
    assertThat(undisturbed.deploy(AFTER).error()).isEmpty();
    Workflow workflow = deployed(BEFORE);
    workflow.log.conditions(
        new At(
            between(undisturbed.log.all(), "ecs:UpdateService").getFirst(),
            () -> {
              LiveService live = workflow.clusters.live("web");
              workflow.clusters.tamper(
                  "web", live.document().deepCopy().put("desiredCount", 5), live.taskDefinition());
            }));

    assertThat(workflow.deploy(AFTER).error()).isEmpty();
    assertThat(workflow.clusters.live("web").count()).contains(5);
  }
}
