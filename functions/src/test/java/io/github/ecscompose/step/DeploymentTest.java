package io.github.ecscompose.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeployRequest.Options;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.ThrottledException;
import io.github.ecscompose.error.TransientException;
import io.github.ecscompose.plan.LoadBalancing.Alias;
import io.github.ecscompose.plan.LoadBalancing.Balancer;
import io.github.ecscompose.plan.LoadBalancing.TargetGroup;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.plan.TaskDefinition;
import io.github.ecscompose.stackfile.Variables;
import io.github.ecscompose.testing.Services;
import io.github.ecscompose.testing.Workflow;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole deployments, step by step as the workflow runs them, on in-memory AWS. */
class DeploymentTest {

  private static final String WORKER =
      """
      services:
        worker:
          image: worker:1
          environment: {LOG_LEVEL: info}
      """;

  private static final String FULL =
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
            ports: {public: 80, container: 8080}
            dns: {hosted_zone_id: Z1, record_name: www.example.com}
        user:
          image: user:1
          ports: ["80:80"]
          dns_discovery: {name: user.staging}
        migrate:
          image: migrate:1
          type: task
      """;

  private final Workflow workflow = new Workflow();

  private static String keeping(String stackfile) {
    return "deploy: {on_failure: keep}\n" + stackfile;
  }

  private void endTasks(String reason, int exitCode) {
    workflow
        .clusters
        .taskArns()
        .forEach(task -> workflow.clusters.stop(task, reason, Map.of("migrate", exitCode)));
  }

  @Test
  void deploysEverythingAndThenNothing() {
    workflow.beforeLooking(() -> endTasks("Essential container exited", 0));

    Report.Result first = workflow.deploy(FULL);

    assertThat(first.error()).isEmpty();
    assertThat(first.status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(workflow.clusters.serviceNames()).containsExactlyInAnyOrder("web", "user");
    assertThat(workflow.clusters.live("web").tags())
        .containsEntry(Tags.CLUSTER, "shop")
        .containsEntry(Tags.SERVICE, "web")
        .containsEntry(Tags.DEPLOYMENT, first.deployment().id())
        .containsEntry(Tags.TASK_DEFINITION, "shop-web:1")
        .containsKey(Tags.DIGEST);

    workflow.log.clear();
    Report.Result second = workflow.deploy(FULL);

    assertThat(second.status()).isEqualTo(DeploymentStatus.UNCHANGED);
    assertThat(workflow.log.changing()).isEmpty();
    assertThat(workflow.files.text(second.deployment(), "report.json"))
        .contains("\"UNCHANGED\"")
        .contains("\"unchanged\" : 3");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 50})
  void staysWithinItsBudgetOfCalls(int services) {
    String stackfile =
        "services:\n"
            + IntStream.range(0, services)
                .mapToObj(i -> "  worker-%d: {image: \"worker:1\"}\n".formatted(i))
                .collect(Collectors.joining());

    assertThat(workflow.deploy(stackfile).status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    int tens = (services + 9) / 10;
    int polls = 1;
    assertThat(calls()).isLessThanOrEqualTo(2 * services + tens * polls + 12);
    assertThat(workflow.log.counts())
        .containsEntry("ecs:RegisterTaskDefinition", services)
        .containsEntry("ecs:CreateService", services);

    workflow.log.clear();
    assertThat(workflow.deploy(stackfile).status()).isEqualTo(DeploymentStatus.UNCHANGED);
    assertThat(calls()).isLessThanOrEqualTo(tens + 5);
  }

  private int calls() {
    return workflow.log.counts().values().stream().mapToInt(Integer::intValue).sum();
  }

  @Test
  void changesOnlyWhatChanged() {
    String two = WORKER + "  other: {image: \"other:1\"}\n";
    workflow.deploy(two);
    workflow.log.clear();

    Report.Result result = workflow.deploy(two.replace("info", "debug"));

    assertThat(result.status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(workflow.log.changing())
        .containsExactly("ecs:RegisterTaskDefinition", "ecs:UpdateService", "ecs:TagResource");
    assertThat(workflow.row(result, "worker").changes())
        .containsExactly("services.worker.environment.LOG_LEVEL: \"info\" → \"debug\"");
    assertThat(workflow.clusters.live("worker").taskDefinition()).endsWith("shop-worker:2");
  }

  @Test
  void changesTheCountWithoutANewRevision() {
    workflow.deploy(WORKER);
    workflow.log.clear();

    Report.Result result = workflow.deploy(WORKER + "    desired_count: 3\n");

    assertThat(result.status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(workflow.log.changing()).containsExactly("ecs:UpdateService", "ecs:TagResource");
    assertThat(workflow.row(result, "worker").changes())
        .containsExactly("services.worker.desired_count: 1 → 3");
  }

  @Test
  void seesAndUndoesWhatWasChangedByHand() {
    workflow.deploy(WORKER);
    workflow.deploy(WORKER.replace("worker:1", "worker:2"));
    ObjectNode document = workflow.clusters.live("worker").document();
    workflow.clusters.tamper(
        "worker", document, workflow.clusters.revisions("shop-worker").getFirst().arn());

    Report.Result result = workflow.deploy(WORKER.replace("worker:1", "worker:2"));

    assertThat(workflow.row(result, "worker").changes())
        .containsExactly("services.worker.image: \"worker:1\" → \"worker:2\"");
    assertThat(workflow.clusters.live("worker").taskDefinition()).endsWith(":2");
    assertThat(workflow.clusters.revisions("shop-worker")).hasSize(2);
  }

  @Test
  void neverShowsASecret() {
    String stackfile = WORKER.replace("LOG_LEVEL: info", "COLOUR: $COLOUR");
    workflow.parameters.put("COLOUR", new Variables.Value("mauve-secret", true));
    workflow.deploy(stackfile);
    workflow.parameters.put("COLOUR", new Variables.Value("green-secret", true));

    Report.Result changed = workflow.deploy(stackfile);
    Report.Result removed = workflow.deploy(WORKER);

    assertThat(workflow.row(changed, "worker").changes())
        .containsExactly("services.worker.environment.COLOUR: (secret) → (secret)");
    assertThat(workflow.row(removed, "worker").changes().toString()).doesNotContain("secret\"");
    for (Report.Result result : List.of(changed, removed)) {
      assertThat(workflow.files.text(result.deployment(), "report.json"))
          .doesNotContain("mauve", "green");
      assertThat(workflow.files.text(result.deployment(), "plan.json"))
          .doesNotContain("mauve", "green");
    }
  }

  @Test
  void adoptsWhatTheOlderToolMade() {
    workflow.deploy(WORKER);
    workflow.clusters.untag("worker");
    workflow.log.clear();

    Report.Result result = workflow.deploy(WORKER);

    assertThat(result.status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(workflow.row(result, "worker").action()).isEqualTo("ADOPT");
    assertThat(workflow.log.changing()).containsExactly("ecs:TagResource");
  }

  @Test
  void touchesNothingOfOthers() {
    workflow.deploy(WORKER);
    workflow.clusters.untag("worker");
    workflow.clusters.tamper(
        "worker",
        workflow.clusters.live("worker").document(),
        "arn:aws:ecs:eu-central-1:123456789012:task-definition/theirs:7");
    workflow.log.clear();

    Report.Result result = workflow.deploy(WORKER);

    assertThat(result.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(result.error().orElse("")).contains("worker").contains("theirs:7");
    assertThat(workflow.log.changing()).isEmpty();
  }

  @Test
  void finishesTheSiblingsOfWhatFailed() {
    workflow.beforeLooking(() -> endTasks("", 0));
    workflow.log.failNext(
        "elasticloadbalancing:CreateLoadBalancer", new RefusedException("no such subnet"));

    Report.Result result = workflow.deploy(keeping(FULL));

    assertThat(result.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(result.error()).contains("web: no such subnet.");
    assertThat(workflow.row(result, "user").state())
        .isEqualTo(ServiceRecord.ServiceState.SUCCEEDED);
    assertThat(workflow.clusters.serviceNames()).containsExactly("user");
  }

  @Test
  void adoptsALoadBalancerOfTheOlderTool() {
    workflow.beforeLooking(() -> endTasks("", 0));
    workflow.loadBalancers.foreign(
        new Balancer("shop-web-lb", false, List.of("subnet-1", "subnet-2"), List.of("sg-9")),
        Map.of(Tags.OLDER_TOOL_CLUSTER, "shop"));

    Report.Result result = workflow.deploy(FULL);

    assertThat(result.error()).isEmpty();
    assertThat(workflow.log.changing())
        .contains("elasticloadbalancing:AddTags", "elasticloadbalancing:SetSecurityGroups")
        .doesNotContain("elasticloadbalancing:CreateLoadBalancer");
    assertThat(workflow.loadBalancers.tagsOf("arn:lb/shop-web-lb"))
        .containsEntry(Tags.SERVICE, "web");
  }

  @Test
  void changesTheHealthCheckInPlace() {
    workflow.beforeLooking(() -> endTasks("", 0));
    workflow.deploy(FULL);
    workflow.log.clear();

    Report.Result result =
        workflow.deploy(
            FULL.replace("type: public", "type: public\n      healthcheck: {path: /up}"));

    assertThat(result.status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(workflow.row(result, "web").changes())
        .containsExactly("services.web.elb.healthcheck.path: / → /up");
    assertThat(workflow.log.changing())
        .containsExactly("elasticloadbalancing:ModifyTargetGroup", "ecs:TagResource");
  }

  @Test
  void movesTheListenerToAnotherPort() {
    workflow.beforeLooking(() -> endTasks("", 0));
    workflow.deploy(FULL);
    workflow.log.clear();

    workflow.deploy(FULL.replace("public: 80,", "public: 8000,"));

    assertThat(workflow.log.changing())
        .containsExactly(
            "elasticloadbalancing:CreateListener",
            "elasticloadbalancing:DeleteListener",
            "ecs:TagResource");
    assertThat(workflow.loadBalancers.listeners("arn:lb/shop-web-lb"))
        .extracting(live -> live.listener().port())
        .containsExactly(8000);
  }

  @Test
  void showsAndBringsAboutARedirect() {
    workflow.beforeLooking(() -> endTasks("", 0));
    String https =
        FULL.replace(
            "ports: {public: 80, container: 8080}",
            """
            protocol: HTTPS
                  ports: {public: 443, container: 8080}
                  certificates: ["arn:aws:acm:eu-central-1:123456789012:certificate/1"]
                  healthcheck: {matcher: 200-299, slow_start: 30}\
            """);
    workflow.deploy(https);
    workflow.log.clear();
    String redirecting =
        https.replace("protocol: HTTPS", "protocol: HTTPS\n      redirect_http: true");

    Report.Result result = workflow.deploy(redirecting);

    assertThat(workflow.row(result, "web").changes())
        .containsExactly(
            "services.web.elb.redirect_http: none → HTTP that redirects to HTTPS on port 443");
    assertThat(workflow.log.changing())
        .containsExactly("elasticloadbalancing:CreateListener", "ecs:TagResource");
    assertThat(workflow.deploy(redirecting).status()).isEqualTo(DeploymentStatus.UNCHANGED);
  }

  @Test
  void refusesWhatAwsCannotChange() {
    workflow.deploy(WORKER);
    workflow.log.clear();

    Report.Result result =
        workflow.deploy(WORKER + "    ports: [\"80:80\"]\n    scheduling_strategy: DAEMON\n");

    assertThat(result.status()).isEqualTo(DeploymentStatus.REJECTED);
    assertThat(result.error().orElse("")).contains("services.worker.scheduling_strategy");
    assertThat(workflow.log.changing()).isEmpty();
  }

  @Test
  void rejectsABadStackfileBeforeAnythingIsTouched() {
    Report.Result result = workflow.deploy("services:\n  worker:\n    imaeg: worker:1\n");

    assertThat(result.status()).isEqualTo(DeploymentStatus.REJECTED);
    assertThat(result.error().orElse("")).contains("shop.yml:3:5").contains("image");
    assertThat(workflow.log.counts()).isEmpty();
  }

  @Test
  void rejectsAnUndefinedVariable() {
    Report.Result result = workflow.deploy("services: {worker: {image: \"worker:$TAG\"}}");

    assertThat(result.status()).isEqualTo(DeploymentStatus.REJECTED);
    assertThat(result.error().orElse("")).contains("TAG");
  }

  @Test
  void rejectsAnUnknownCluster() {
    Report.Result result = workflow.deployTo("nowhere", WORKER, Options.NONE);

    assertThat(result.status()).isEqualTo(DeploymentStatus.REJECTED);
    assertThat(result.error().orElse("")).contains("nowhere").contains("create-cluster");
  }

  @Test
  void reportsARollBackOfTheCircuitBreakerAsAFailure() {
    workflow.deploy(WORKER);
    String older = workflow.clusters.live("worker").taskDefinition();
    workflow.clusters.holdRollouts();
    workflow.beforeLooking(() -> workflow.clusters.rollBack("worker", older));

    Report.Result result = workflow.deploy(WORKER.replace("worker:1", "worker:2"));

    assertThat(result.status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(result.error().orElse("")).contains("tasks failed to start");
  }

  @Test
  void reportsWhenSomebodyElseDeploysMeanwhile() {
    workflow.deploy(WORKER);
    workflow.clusters.holdRollouts();
    workflow.beforeLooking(() ->
        workflow.clusters.update(
            "shop",
            new com.fasterxml.jackson.databind.ObjectMapper()
                .createObjectNode()
                .put("service", "worker")
                .put("forceNewDeployment", true)));

    Report.Result result = workflow.deploy(WORKER.replace("worker:1", "worker:2"));

    assertThat(result.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(result.error().orElse("")).contains("somebody else");
  }

  @Test
  void givesUpWhatNeverBecomesStableAndIsNotGreenTheNextTime() {
    workflow.clusters.holdRollouts();

    Report.Result result = workflow.deploy(keeping(WORKER));

    assertThat(result.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(result.error().orElse(""))
        .contains("not stable within deploy.timeout")
        .contains("0 of 1");

    workflow.log.clear();
    Report.Result again = workflow.deploy(keeping(WORKER));
    assertThat(again.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(workflow.row(again, "worker").changes())
        .containsExactly("services.worker.rollout: 0 of 1 tasks run, 0 start → stable");
    assertThat(workflow.log.changing()).containsExactly("ecs:TagResource");

    workflow.beforeLooking(() -> workflow.clusters.complete("worker"));
    assertThat(workflow.deploy(keeping(WORKER)).status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(workflow.deploy(keeping(WORKER)).status()).isEqualTo(DeploymentStatus.UNCHANGED);
  }

  @Test
  void triesAgainWhatEcsGaveUp() {
    workflow.clusters.holdRollouts();
    workflow.beforeLooking(() -> workflow.clusters.fail("worker", "tasks failed to start"));
    workflow.deploy(keeping(WORKER));
    String before = workflow.clusters.live("worker").primary().orElseThrow().id();
    workflow.beforeLooking(() -> workflow.clusters.complete("worker"));

    assertThat(workflow.deploy(keeping(WORKER)).status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(workflow.clusters.live("worker").primary().orElseThrow().id()).isNotEqualTo(before);
  }

  @Test
  void waitsForEcsToShowWhatItAnswered() {
    workflow.clusters.staleReads(3);

    assertThat(workflow.deploy(WORKER).status()).isEqualTo(DeploymentStatus.SUCCEEDED);
  }

  @Test
  void takesNoServiceForNewThatEcsDoesNotShowYet() {
    workflow.deploy(WORKER);
    workflow.log.clear();
    workflow.clusters.staleReads(1);

    assertThat(workflow.deploy(WORKER).status()).isEqualTo(DeploymentStatus.UNCHANGED);
    assertThat(workflow.log.changing()).isEmpty();
    assertThat(workflow.log.counts()).containsEntry("ecs:DescribeServices", 2);
  }

  @Test
  void looksOnceForAServiceThatIsNew() {
    workflow.deploy(WORKER);
    workflow.log.clear();

    workflow.deploy("services: {other: {image: \"other:1\"}}\n");

    // Of the plan and of the look at the rollout.
    assertThat(workflow.log.counts()).containsEntry("ecs:DescribeServices", 2);
  }

  @Test
  void updateOnlyLeavesTheRestToTheNextFullDeployment() {
    workflow.beforeLooking(() -> endTasks("", 0));
    workflow.deploy(FULL);
    String moved = FULL.replace("www.example.com", "web.example.com");

    assertThat(workflow.deploy(moved, new Options(false, true)).status())
        .isEqualTo(DeploymentStatus.UNCHANGED);
    workflow.deploy(moved.replace("web:1", "web:2"), new Options(false, true));
    moved = moved.replace("web:1", "web:2");
    assertThat(workflow.dnsRecords.address("Z1", "web.example.com")).isEmpty();

    assertThat(workflow.deploy(moved).status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(workflow.dnsRecords.address("Z1", "web.example.com")).isPresent();
    assertThat(workflow.deploy(moved).status()).isEqualTo(DeploymentStatus.UNCHANGED);
  }

  @Test
  void refusesToTakeTheNetworkOffAService() {
    workflow.beforeLooking(() -> endTasks("", 0));
    workflow.deploy(FULL);
    workflow.log.clear();

    Report.Result result =
        workflow.deploy(FULL.replace("    dns_discovery: {name: user.staging}\n", ""));

    assertThat(result.status()).isEqualTo(DeploymentStatus.REJECTED);
    assertThat(result.error().orElse("")).contains("services.user.network");
    assertThat(workflow.log.changing()).isEmpty();
  }

  @Test
  void leavesTheRecordsOfOthersAlone() {
    workflow.beforeLooking(() -> endTasks("", 0));
    for (DnsRecords.Address theirs :
        List.of(
            new DnsRecords.Address.Plain(),
            new DnsRecords.Address.Aliased(
                new Alias("Z1", "www.example.com", "prod-web-lb-77.elb.amazonaws.com", "ZELB")))) {
      workflow.dnsRecords.foreign("Z1", "www.example.com", theirs);

      Report.Result result = workflow.deploy(keeping(FULL));

      assertThat(result.status()).isEqualTo(DeploymentStatus.FAILED);
      assertThat(result.error().orElse(""))
          .startsWith("services.web.elb: The record www.example.com");
      assertThat(workflow.log.changing()).isEmpty();
      assertThat(workflow.dnsRecords.address("Z1", "www.example.com")).contains(theirs);
    }
  }

  @Test
  void takesBackTheRecordOfALoadBalancerThatIsGone() {
    workflow.beforeLooking(() -> endTasks("", 0));
    workflow.dnsRecords.foreign(
        "Z1",
        "www.example.com",
        new DnsRecords.Address.Aliased(
            new Alias("Z1", "www.example.com", "shop-web-lb-1.eu.elb.amazonaws.com", "ZELB")));

    assertThat(workflow.deploy(FULL).error()).isEmpty();
  }

  @Test
  void leavesTheTargetGroupOfOthersAlone() {
    workflow.beforeLooking(() -> endTasks("", 0));
    workflow.loadBalancers.foreign(
        new TargetGroup(
            "shop-web-lb", "vpc-1", 8080, "instance", Services.loadBalancer("").healthCheck()),
        Map.of("owner", "somebody"));

    Report.Result result = workflow.deploy(FULL);

    assertThat(result.error().orElse(""))
        .startsWith("services.web.elb: The target group shop-web-lb");
    assertThat(workflow.log.changing()).isEmpty();
  }

  @Test
  void showsNothingOfContainersThatItDoesNotKnow() {
    workflow.deploy(WORKER);
    ObjectNode tampered =
        workflow.clusters.revisions("shop-worker").getFirst().definition().document().deepCopy();
    tampered
        .withArray("containerDefinitions")
        .addObject()
        .put("name", "agent")
        .put("image", "agent:1")
        .put("memory", 64)
        .putArray("environment")
        .addObject()
        .put("name", "API_KEY")
        .put("value", "mauve");
    String arn = workflow.clusters.register(new TaskDefinition(tampered), Map.of());
    workflow.clusters.tamper("worker", workflow.clusters.live("worker").document(), arn);

    Report.Result result = workflow.deploy(WORKER);

    assertThat(workflow.row(result, "worker").changes())
        .containsExactly(
            "services.worker.sidecars.agent.environment: (secret) → none",
            "services.worker.sidecars.agent.image: \"agent:1\" → none",
            "services.worker.sidecars.agent.memory: 64 → none");
    assertThat(workflow.files.text(result.deployment(), "plan.json")).doesNotContain("mauve");
  }

  @Test
  void doesNotShowWhatWasASecretBefore() {
    String stackfile = WORKER.replace("LOG_LEVEL: info", "DB: $DB");
    workflow.parameters.put("DB", new Variables.Value("mauve", true));
    workflow.deploy(stackfile);

    Report.Result result = workflow.deploy(WORKER.replace("LOG_LEVEL: info", "DB: localhost"));

    assertThat(workflow.row(result, "worker").changes())
        .containsExactly("services.worker.environment.DB: (secret) → (secret)");
  }

  @Test
  void rejectsAnUploadThatNamesNoCluster() {
    Report.Result result = workflow.deployTo("shop/../prod", WORKER, Options.NONE);

    assertThat(result.status()).isEqualTo(DeploymentStatus.REJECTED);
    assertThat(result.error().orElse("")).contains("shop/../prod");
    assertThat(workflow.records.all()).isEmpty();
  }

  @Test
  void namesAFewFailuresAndCountsTheRest() {
    workflow.clusters.holdRollouts();
    String stackfile =
        "services:\n"
            + IntStream.range(0, 8)
                .mapToObj(i -> "  worker-%d: {image: \"worker:1\"}\n".formatted(i))
                .collect(Collectors.joining());

    Report.Result result = workflow.deploy(stackfile);

    assertThat(result.error().orElse(""))
        .contains("worker-4: ")
        .endsWith("and 3 more, see report.json");
  }

  @Test
  void refusesTwoLoadBalancersOfOneName() {
    String stackfile =
        FULL.replace("type: public", "type: public\n      name: api")
            + """
              web-api:
                image: web:1
                ports: ["9090:9090"]
                elb: {type: public, ports: {public: 80, container: 9090}}
            """;

    Report.Result result = workflow.deploy(stackfile);

    assertThat(result.status()).isEqualTo(DeploymentStatus.REJECTED);
    assertThat(result.error().orElse(""))
        .contains("services.web-api.elb: a load balancer of the same name");
  }

  @Test
  void runsATaskOnceUntilItChanges() {
    workflow.beforeLooking(() -> endTasks("Essential container exited", 0));
    String task = "services: {migrate: {image: \"migrate:1\", type: task}}";

    assertThat(workflow.deploy(task).status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(workflow.deploy(task).status()).isEqualTo(DeploymentStatus.UNCHANGED);
    assertThat(workflow.deploy(task, new Options(true, false)).status())
        .isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(workflow.deploy(task.replace(":1", ":2")).status())
        .isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(workflow.clusters.taskArns()).hasSize(3);
  }

  @Test
  void failsWithATaskAndRunsItAgainNextTime() {
    workflow.beforeLooking(() -> endTasks("Essential container in task exited", 3));
    String task = "services: {migrate: {image: \"migrate:1\", type: task}}";

    Report.Result result = workflow.deploy(task);

    assertThat(result.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(result.error().orElse(""))
        .contains("migrate ended with exit code 3")
        .contains("Essential container in task exited");
    assertThat(workflow.deploy(task).status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(workflow.clusters.taskArns()).hasSize(2);
  }

  @Test
  void updateOnlyCreatesNothing() {
    Report.Result result = workflow.deploy(WORKER, new Options(false, true));

    assertThat(result.status()).isEqualTo(DeploymentStatus.UNCHANGED);
    assertThat(workflow.log.changing()).isEmpty();
  }

  @Test
  void updateOnlyKeepsTheLoadBalancerOfAService() {
    workflow.beforeLooking(() -> endTasks("", 0));
    workflow.deploy(FULL);
    workflow.log.clear();

    Report.Result result =
        workflow.deploy(FULL.replace("web:1", "web:2"), new Options(false, true));

    assertThat(result.status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(workflow.clusters.live("web").document().path("loadBalancers")).hasSize(1);
    assertThat(workflow.log.changing())
        .containsExactly(
            "ecs:RegisterTaskDefinition",
            "ecs:UpdateService",
            "ecs:UntagResource",
            "ecs:TagResource");
  }

  @Test
  void updateOnlyIsNoSuccessOfTheDeploymentBefore() {
    workflow.beforeLooking(() -> endTasks("", 0));
    workflow.deploy(FULL);
    workflow.deploy(FULL.replace("web:1", "web:2"), new Options(false, true));
    assertThat(workflow.clusters.live("web").tags()).doesNotContainKey(Tags.DIGEST);

    assertThat(workflow.deploy(FULL).status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(image("web")).isEqualTo("web:1");
    assertThat(workflow.deploy(FULL).status()).isEqualTo(DeploymentStatus.UNCHANGED);
  }

  @Test
  void updateOnlyIsNoSuccessOfTheDeploymentBeforeEvenWhereItEndsBetweenItsTags() {
    workflow.beforeLooking(() -> endTasks("", 0));
    workflow.deploy(FULL);
    workflow.log.failNext("ecs:TagResource", new RefusedException("no right to tag"));
    workflow.deploy(keeping(FULL.replace("web:1", "web:2")), new Options(false, true));

    assertThat(workflow.deploy(FULL).status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(image("web")).isEqualTo("web:1");
  }

  private String image(String service) {
    return workflow
        .clusters
        .taskDefinition(workflow.clusters.live(service).taskDefinition())
        .orElseThrow()
        .definition()
        .document()
        .at("/containerDefinitions/0/image")
        .asText();
  }

  @Test
  void redeployGivesNewTasksToWhatIsUnchanged() {
    workflow.deploy(WORKER);
    String before = workflow.clusters.live("worker").primary().orElseThrow().id();
    workflow.log.clear();

    Report.Result result = workflow.deploy(WORKER, new Options(true, false));

    assertThat(result.status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(workflow.clusters.live("worker").primary().orElseThrow().id()).isNotEqualTo(before);
    assertThat(workflow.clusters.revisions("shop-worker")).hasSize(1);
  }

  @Test
  void saysThatAnOlderServiceDrainsStill() {
    workflow.deploy(WORKER);
    workflow.clusters.drain("worker");

    Report.Result result = workflow.deploy(WORKER);

    assertThat(result.error().orElse("")).contains("drains still");
    workflow.clusters.delete("worker");
    assertThat(workflow.deploy(WORKER).status()).isEqualTo(DeploymentStatus.SUCCEEDED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ecs:RegisterTaskDefinition",
        "ecs:CreateService",
        "ecs:RunTask",
        "elasticloadbalancing:CreateLoadBalancer",
        "elasticloadbalancing:CreateTargetGroup",
        "elasticloadbalancing:CreateListener"
      })
  void survivesALostAnswerWithoutADuplicate(String action) {
    workflow.beforeLooking(() -> endTasks("", 0));
    workflow.log.loseNextAnswer(action, new TransientException("connection reset"));

    Report.Result result = workflow.deploy(FULL);

    assertThat(result.error()).isEmpty();
    assertThat(workflow.clusters.revisions("shop-web")).hasSize(1);
    assertThat(workflow.clusters.revisions("shop-user")).hasSize(1);
    assertThat(workflow.clusters.revisions("shop-migrate")).hasSize(1);
    assertThat(workflow.clusters.taskArns()).hasSize(1);
    assertThat(workflow.loadBalancers.listeners("arn:lb/shop-web-lb")).hasSize(1);
    workflow.log.clear();
    assertThat(workflow.deploy(FULL).status()).isEqualTo(DeploymentStatus.UNCHANGED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ecs:DescribeClusters",
        "ecs:DescribeServices",
        "ecs:ListTaskDefinitionFamilies",
        "ecs:RegisterTaskDefinition",
        "ecs:CreateService",
        "elasticloadbalancing:DescribeLoadBalancers",
        "servicediscovery:ListServices",
        "route53:ChangeResourceRecordSets"
      })
  void survivesThrottling(String action) {
    workflow.beforeLooking(() -> endTasks("", 0));
    workflow.log.failNext(action, new ThrottledException("Rate exceeded"));

    assertThat(workflow.deploy(FULL).error()).isEmpty();
  }

  @Test
  void tellsWhyAwsRefused() {
    workflow.log.failNext(
        "ecs:CreateService", new RefusedException("AccessDeniedException: no right to pass it"));

    Report.Result result = workflow.deploy(WORKER);

    assertThat(result.status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(result.error().orElse("")).contains("no right to pass it");

    assertThat(workflow.deploy(WORKER).status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(workflow.clusters.revisions("shop-worker")).hasSize(1);
  }

  @Test
  void refusesADiscoveryNameWithOtherRecords() {
    workflow.beforeLooking(() -> endTasks("", 0));
    workflow.discovery.foreign("ns-example.sd", "user.staging", "SRV");

    Report.Result result = workflow.deploy(FULL);

    assertThat(result.error().orElse("")).startsWith("user: ").contains("SRV");
  }

  /** ECS runs a deregistered revision on, but gives it to no service. */
  @Test
  void registersAgainWhatWasDeregistered() {
    String worker = "services:\n  worker:\n    image: worker:1\n";
    workflow.deploy(worker);
    workflow.clusters.deregister("shop-worker");

    assertThat(workflow.deploy(worker + "    desired_count: 2\n").error()).isEmpty();
    assertThat(workflow.clusters.live("worker").taskDefinition()).endsWith("shop-worker:2");
  }
}
