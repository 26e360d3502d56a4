package io.github.ecscompose.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeployRequest.Options;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.TransientException;
import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.plan.LoadBalancing.Balancer;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.plan.TaskDefinition;
import io.github.ecscompose.testing.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deployments that fail and are undone. */
class RollBackTest {

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
              elb:
                type: public
                ports: {public: 80, container: 8080}
                dns: {hosted_zone_id: Z1, record_name: www.example.com}
            worker:
              image: worker:1
              desired_count: 2
          """;

  /** Both change, one is new, and the last one of them fails. */
  private static final String AFTER =
      BEFORE.replace("web:1", "web:2").replace("worker:1", "worker:2").replace(": 2\n", ": 3\n")
          + """
            user:
              image: user:1
              ports: ["80:80"]
              dns_discovery: {name: user.staging}
              elb:
                type: private
                ports: {public: 80, container: 80}
                dns: {hosted_zone_id: Z1, record_name: user.example.com}
            broken:
              image: broken:1
              depends_on: [web, worker, user]
          """;

  private final RefusedException noRole = new RefusedException("there is no such role");

  private final Workflow workflow = new Workflow();

  /** All that a deployment decides of what runs. */
  private Map<String, Object> world() {
    Map<String, Object> world = new TreeMap<>();
    for (String name : workflow.clusters.serviceNames()) {
      LiveService live = workflow.clusters.live(name);
      List<JsonNode> settings = new ArrayList<>();
      for (String member :
          List.of(
              "desiredCount", "deploymentConfiguration", "loadBalancers", "serviceRegistries")) {
        settings.add(live.document().path(member));
      }
      world.put(
          name,
          List.of(
              live.taskDefinition(),
              live.tags(),
              settings,
              live.primary().orElseThrow().isComplete()));
    }
    world.put("load balancers", workflow.loadBalancers.all());
    world.put("records", workflow.dnsRecords.all());
    world.put("registries", workflow.discovery.names());
    world.put("namespaces", workflow.discovery.namespaces());
    return world;
  }

  /** The service {@code broken}, which comes last, cannot be made. */
  private Report.Result deployBroken(String stackfile) {
    List<Integer> waves = new ArrayList<>();
    workflow.beforeLooking(() -> {
      waves.add(waves.size());
      if (waves.size() == 1) {
        workflow.log.failNext("ecs:CreateService", noRole);
      }
    });
    Report.Result result = workflow.deploy(stackfile);
    workflow.beforeLooking(() -> {});
    return result;
  }

  @Test
  void bringsEverythingBack() {
    workflow.deploy(BEFORE);
    Map<String, Object> before = world();
    workflow.log.clear();

    Report.Result result = deployBroken(AFTER);

    assertThat(result.status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(result.error()).contains("broken: there is no such role.");
    assertThat(world()).isEqualTo(before);
    assertThat(workflow.row(result, "web").rollBack()).contains("back to shop-web:1");
    assertThat(workflow.row(result, "worker").rollBack()).contains("back to shop-worker:1");
    assertThat(workflow.row(result, "user").rollBack()).contains("removed again");
    assertThat(workflow.records.services(result.deployment()))
        .extracting(ServiceRecord::state)
        .containsOnly(ServiceState.ROLLED_BACK);
    assertThat(workflow.files.text(result.deployment(), "report.json"))
        .contains("\"ROLLED_BACK\"", "\"rolledBack\" : 4", "back to shop-worker:1");
    assertThat(workflow.log.changing())
        .containsSubsequence(
            "ecs:UpdateService",
            "ecs:DeleteService",
            "route53:ChangeResourceRecordSets",
            "elasticloadbalancing:DeleteLoadBalancer",
            "elasticloadbalancing:DeleteTargetGroup",
            "servicediscovery:DeleteService");
  }

  /** A lost answer has the state machine ask again. */
  @Test
  void reportsTheSameTwice() {
    workflow.deploy(BEFORE);
    Report.Result result = deployBroken(AFTER);
    Report report = new Report(workflow.files, workflow.records, workflow.clock);

    assertThat(
            report.run(workflow.request(result.deployment()), Optional.empty(), Optional.empty()))
        .isEqualTo(result);
  }

  @Test
  void isNotRolledBackWhereTheWorkflowThatDoesItFailed() {
    workflow.deploy(BEFORE);
    Report.Result result = deployBroken(AFTER);
    Report report = new Report(workflow.files, workflow.records, workflow.clock);

    Report.Result other =
        report.run(
            workflow.request(result.deployment()),
            Optional.empty(),
            Optional.of(new Report.Failure("States.Timeout", "")));

    assertThat(other.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(other.error().orElse(""))
        .contains("broken: there is no such role", "Rolling back failed: A step took too long");
  }

  @Test
  void leavesTheNextDeploymentAsTheLastOneDid() {
    workflow.deploy(BEFORE);
    deployBroken(AFTER);

    assertThat(workflow.deploy(BEFORE).status()).isEqualTo(DeploymentStatus.UNCHANGED);
    Report.Result again = workflow.deploy(AFTER);
    assertThat(again.error()).isEmpty();
    assertThat(workflow.row(again, "web").action()).isEqualTo("UPDATE");
    assertThat(workflow.row(again, "user").action()).isEqualTo("CREATE");
    assertThat(workflow.deploy(AFTER).status()).isEqualTo(DeploymentStatus.UNCHANGED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ecs:UpdateService",
        "ecs:TagResource",
        "ecs:DeleteService",
        "route53:ChangeResourceRecordSets",
        "elasticloadbalancing:DeleteLoadBalancer",
        "elasticloadbalancing:DeleteTargetGroup",
        "servicediscovery:DeleteService"
      })
  void survivesALostAnswer(String action) {
    workflow.deploy(BEFORE);
    Map<String, Object> before = world();
    List<Integer> looks = new ArrayList<>();
    workflow.beforeLooking(() -> {
      looks.add(looks.size());
      if (looks.size() == 1) {
        workflow.log.failNext("ecs:CreateService", noRole);
      } else if (looks.size() == 2) {
        workflow.log.loseNextAnswer(action, new TransientException("connection reset"));
      }
    });

    assertThat(workflow.deploy(AFTER).status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(world()).isEqualTo(before);
  }

  @Test
  void leavesNothingOfAFirstDeploymentBehind() {
    Report.Result result =
        deployBroken(AFTER.replace("depends_on: [web, worker, user]", "depends_on: [user]"));

    assertThat(result.status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(workflow.clusters.serviceNames()).isEmpty();
    assertThat(workflow.loadBalancers.all().toString()).doesNotContain("arn:");
    assertThat(workflow.dnsRecords.all()).isEmpty();
    assertThat(workflow.discovery.names()).isEmpty();
    assertThat(workflow.discovery.namespaces()).isEmpty();
  }

  @Test
  void waitsUntilInstancesAreGone() {
    workflow.discovery.instancesStay(3);

    assertThat(deployBroken(AFTER).status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(workflow.discovery.names()).isEmpty();
  }

  @Test
  void keepsWhatTheStackfileWantsToKeep() {
    workflow.deploy(BEFORE);

    Report.Result result = deployBroken("deploy: {on_failure: keep}\n" + AFTER);

    assertThat(result.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(workflow.clusters.serviceNames()).containsExactlyInAnyOrder("web", "worker", "user");
    assertThat(workflow.clusters.live("web").taskDefinition()).endsWith("shop-web:2");
    assertThat(workflow.row(result, "web").state()).isEqualTo(ServiceState.SUCCEEDED);
    assertThat(workflow.log.changing()).doesNotContain("ecs:DeleteService");
    assertThat(workflow.files.text(result.deployment(), "report.json"))
        .contains("\"step\" : \"UpdateService\"");
  }

  @Test
  void rollsBackWhatIsNotStableInTime() {
    workflow.deploy(BEFORE);
    Map<String, Object> before = world();
    workflow.clusters.holdRollouts();
    workflow.beforeLooking(() -> {
      // What is deployed never becomes stable, what goes back does.
      for (String name : workflow.clusters.serviceNames()) {
        if (workflow.clusters.live(name).taskDefinition().endsWith(":1")) {
          workflow.clusters.complete(name);
        }
      }
    });

    Report.Result result =
        workflow.deploy("deploy: {timeout: 60s}\n" + BEFORE.replace("web:1", "web:2"));

    assertThat(result.status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(result.error().orElse("")).contains("web: not stable within deploy.timeout");
    assertThat(world()).isEqualTo(before);
  }

  @Test
  void doesNotFightTheCircuitBreaker() {
    workflow.deploy(BEFORE);
    Map<String, Object> before = world();
    String older = workflow.clusters.live("web").taskDefinition();
    workflow.clusters.holdRollouts();
    workflow.beforeTheFirstLook(() -> {
      workflow.clusters.rollBack("web", older);
      workflow.log.clear();
    });

    Report.Result result = workflow.deploy(BEFORE.replace("web:1", "web:2"));

    assertThat(result.status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(result.error().orElse("")).contains("tasks failed to start");
    assertThat(world()).isEqualTo(before);
    assertThat(workflow.log.changing()).containsExactly("ecs:TagResource");
  }

  @Test
  void goesBackToTheLastThatCompletedAndNotToAnotherFailure() {
    workflow.deploy(BEFORE);
    workflow.clusters.holdRollouts();
    workflow.deploy(
        "deploy: {on_failure: keep, timeout: 60s}\n" + BEFORE.replace("web:1", "web:2"));
    workflow.beforeLooking(() -> {
      if (workflow.clusters.live("web").taskDefinition().endsWith(":1")) {
        workflow.clusters.complete("web");
      }
    });

    Report.Result result =
        workflow.deploy("deploy: {timeout: 60s}\n" + BEFORE.replace("web:1", "web:3"));

    assertThat(result.status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(workflow.clusters.live("web").taskDefinition()).endsWith("shop-web:1");
  }

  @Test
  void doesNotWaitForWhatWasNeverStable() {
    String broken = "services:\n  worker:\n    image: worker:1\n";
    workflow.clusters.holdRollouts();
    workflow.deploy("deploy: {on_failure: keep, timeout: 60s}\n" + broken);

    Report.Result result =
        workflow.deploy("deploy: {timeout: 60s}\n" + broken.replace("worker:1", "worker:2"));

    assertThat(result.status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(workflow.row(result, "worker").rollBack())
        .contains("back to shop-worker:1; it was not stable before either");
  }

  @Test
  void saysWhatIsNotBack() {
    workflow.deploy(BEFORE);
    workflow.clusters.holdRollouts();
    List<Integer> looks = new ArrayList<>();
    workflow.beforeLooking(() -> {
      looks.add(looks.size());
      if (looks.size() == 1) {
        workflow.clusters.fail("web", "tasks failed to start");
        workflow.clusters.complete("worker");
        workflow.log.failNext("ecs:UpdateService", new RefusedException("no right to pass it"));
      } else {
        workflow.clusters.complete("worker");
      }
    });

    Report.Result result =
        workflow.deploy(BEFORE.replace("web:1", "web:2").replace("worker:1", "worker:2"));

    assertThat(result.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(result.error().orElse(""))
        .isEqualTo(
            "web: ECS gave the deployment up: tasks failed to start; web: not back: no right to pass it.");
    assertThat(workflow.row(result, "web").state()).isEqualTo(ServiceState.FAILED);
    assertThat(workflow.row(result, "worker").state()).isEqualTo(ServiceState.ROLLED_BACK);
    assertThat(workflow.clusters.live("worker").taskDefinition()).endsWith(":1");
  }

  @Test
  void saysWhenRollingBackNeverBecomesStable() {
    workflow.deploy(BEFORE);
    workflow.clusters.holdRollouts();

    Report.Result result =
        workflow.deploy("deploy: {timeout: 60s}\n" + BEFORE.replace("web:1", "web:2"));

    assertThat(result.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(result.error().orElse(""))
        .contains("web: not back: not stable within deploy.timeout: 0 of 1 tasks run");
  }

  @Test
  void revertsTheLoadBalancer() {
    workflow.deploy(BEFORE);
    Map<String, Object> before = world();
    String changed =
        BEFORE
                .replace("public: 80,", "public: 8000,")
                .replace("www.example.com}", "www.example.com}\n      healthcheck: {path: /up}")
            + "  broken:\n    image: broken:1\n    depends_on: [web]\n";

    Report.Result result = deployBroken(changed);

    assertThat(result.error()).contains("broken: there is no such role.");
    assertThat(result.status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(world()).isEqualTo(before);
  }

  @Test
  void keepsTheLoadBalancerThatWasThereBeforeTheService() {
    workflow.loadBalancers.foreign(
        new Balancer("shop-user-lb", true, List.of("subnet-3", "subnet-4"), List.of("sg-2")),
        Map.of(Tags.OLDER_TOOL_CLUSTER, "shop"));

    assertThat(deployBroken(AFTER).status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(workflow.clusters.serviceNames()).isEmpty();
    assertThat(workflow.loadBalancers.balancer("shop-user-lb")).isPresent();
    assertThat(workflow.loadBalancers.balancer("shop-web-lb")).isEmpty();
  }

  @Test
  void givesBackWhatItTookOver() {
    workflow.deploy(BEFORE);
    workflow.clusters.untag("worker");
    Map<String, Object> before = world();

    Report.Result result = deployBroken(AFTER);

    assertThat(workflow.row(result, "worker").action()).isEqualTo("ADOPT");
    assertThat(result.status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(world()).isEqualTo(before);
  }

  @Test
  void undoesWhatWasDeployedBeforeATaskFailed() {
    workflow.deploy(BEFORE);
    Map<String, Object> before = world();
    workflow.beforeLooking(() ->
        workflow
            .clusters
            .taskArns()
            .forEach(task -> workflow.clusters.stop(task, "ended", Map.of("migrate", 1))));

    Report.Result result =
        workflow.deploy(
            BEFORE.replace("worker:1", "worker:2").replace("web:1", "web:2")
                + """
                  migrate:
                    image: migrate:1
                    type: task
                    depends_on: [worker]
                  later:
                    image: later:1
                    depends_on: [migrate]
                """);

    assertThat(result.status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(result.error()).contains("migrate: migrate ended with exit code 1: ended");
    assertThat(world()).isEqualTo(before);
    assertThat(workflow.row(result, "migrate").state()).isEqualTo(ServiceState.FAILED);
    assertThat(workflow.row(result, "later").state()).isEqualTo(ServiceState.NOT_BEGUN);
  }

  @Test
  void hasNothingToUndoWhereOnlyATaskFailed() {
    workflow.beforeLooking(() ->
        workflow
            .clusters
            .taskArns()
            .forEach(task -> workflow.clusters.stop(task, "ended", Map.of("migrate", 1))));

    Report.Result result =
        workflow.deploy("services: {migrate: {image: \"migrate:1\", type: task}}");

    assertThat(result.status()).isEqualTo(DeploymentStatus.FAILED);
  }

  @Test
  void doesNotMakeAgainWhatSomebodyDeleted() {
    workflow.deploy(BEFORE);
    workflow.clusters.holdRollouts();
    workflow.beforeLooking(() -> {
      if (workflow.clusters.serviceNames().contains("web")) {
        workflow.clusters.delete("web");
      }
    });

    Report.Result result = workflow.deploy(BEFORE.replace("web:1", "web:2"));

    assertThat(result.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(workflow.row(result, "web").rollBack().orElse(""))
        .startsWith("not back: Somebody deleted the service web");
  }

  /** ECS may not show yet what runs, so that the plan takes it for new. */
  @Test
  void leavesAServiceThatAnotherDeploymentMade() {
    workflow.deploy(BEFORE);
    Map<String, Object> before = world();
    workflow.clusters.staleReads(2);

    Report.Result result = workflow.deploy(BEFORE);

    assertThat(result.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(workflow.row(result, "web").action()).isEqualTo("CREATE");
    assertThat(workflow.row(result, "web").rollBack().orElse(""))
        .startsWith("not back: The service web that runs was not made by this deployment");
    assertThat(world()).isEqualTo(before);
  }

  private String registerByHand(String service) {
    ObjectNode document =
        workflow
            .clusters
            .revisions("shop-" + service)
            .getFirst()
            .definition()
            .document()
            .deepCopy();
    return workflow.clusters.register(new TaskDefinition(document), Map.of());
  }

  @Test
  void leavesWhatSomebodyElseDeployedMeanwhile() {
    workflow.deploy(BEFORE);
    workflow.clusters.holdRollouts();
    List<Integer> looks = new ArrayList<>();
    workflow.beforeLooking(() -> {
      looks.add(looks.size());
      if (looks.size() == 1) {
        workflow.clusters.update(
            "shop",
            JsonNodeFactory.instance
                .objectNode()
                .put("service", "web")
                .put("taskDefinition", registerByHand("web")));
      }
      workflow.clusters.complete("web");
    });

    Report.Result result = workflow.deploy(BEFORE.replace("web:1", "web:2"));

    assertThat(result.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(workflow.row(result, "web").rollBack().orElse(""))
        .startsWith("not back: Somebody deployed the service web meanwhile")
        .contains("shop-web:3");
    assertThat(workflow.clusters.live("web").taskDefinition()).endsWith("shop-web:3");
  }

  @Test
  void bringsTheLoadBalancerBackToWhatWasDeployedAndNotToWhatWasLeftOut() {
    workflow.deploy(BEFORE);
    String other =
        BEFORE.replace("www.example.com}", "www.example.com}\n      healthcheck: {path: /up}");
    for (String image : List.of("web:2", "web:3")) {
      assertThat(
              workflow
                  .deployTo("shop", other.replace("web:1", image), new Options(false, true))
                  .status())
          .isEqualTo(DeploymentStatus.SUCCEEDED);
    }
    Map<String, Object> before = world();

    Report.Result result =
        deployBroken(
            BEFORE.replace("web:1", "web:4").replace("public: 80,", "public: 8000,")
                + "  broken:\n    image: broken:1\n    depends_on: [web]\n");

    assertThat(result.status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(world()).isEqualTo(before);
  }

  @Test
  void showsTheNextDeploymentThatALoadBalancerIsNotBack() {
    workflow.deploy(BEFORE);
    Map<String, Object> before = world();
    List<Integer> looks = new ArrayList<>();
    workflow.beforeLooking(() -> {
      looks.add(looks.size());
      if (looks.size() == 1) {
        workflow.log.failNext("ecs:CreateService", noRole);
      } else if (looks.size() == 2) {
        workflow.log.failNext(
            "elasticloadbalancing:ModifyTargetGroup", new RefusedException("no right to modify"));
      }
    });
    Report.Result result =
        workflow.deploy(
            BEFORE.replace("www.example.com}", "www.example.com}\n      healthcheck: {path: /up}")
                + "  broken:\n    image: broken:1\n    depends_on: [web]\n");
    workflow.beforeLooking(() -> {});

    assertThat(result.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(workflow.row(result, "web").rollBack()).contains("not back: no right to modify.");
    assertThat(workflow.clusters.live("web").tags())
        .containsEntry(Tags.DEPLOYMENT, result.deployment().id());
    assertThat(workflow.deploy(BEFORE).status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(world().get("load balancers")).isEqualTo(before.get("load balancers"));
  }

  @Test
  void saysThatTasksStayNewWhereOnlyTheyWere() {
    workflow.deploy(BEFORE);
    workflow.beforeLooking(() -> {
      if (!workflow.clusters.serviceNames().contains("broken")) {
        workflow.log.failNext("ecs:CreateService", noRole);
      }
    });

    Report.Result result =
        workflow.deployTo(
            "shop",
            BEFORE + "  broken:\n    image: broken:1\n    depends_on: [web]\n",
            new Options(true, false));

    assertThat(workflow.row(result, "worker").action()).isEqualTo("REDEPLOY");
    assertThat(workflow.row(result, "worker").rollBack())
        .contains("its tasks stay new: the revision was shop-worker:1 before, too");
  }

  @Test
  void saysWhatStaysOfALoadBalancerThatWasThereBeforeTheService() {
    workflow.loadBalancers.foreign(
        new Balancer("shop-user-lb", true, List.of("subnet-3", "subnet-4"), List.of("sg-2")),
        Map.of(Tags.OLDER_TOOL_CLUSTER, "shop"));

    assertThat(workflow.row(deployBroken(AFTER), "user").rollBack())
        .contains(
            "removed again; the load balancer shop-user-lb, which was there before, stays as this deployment set it, with its listeners, target group and DNS record");
  }

  @Test
  void keepsTagsThatOthersSetMeanwhile() {
    workflow.deploy(BEFORE);
    workflow.beforeTheFirstLook(() -> {
      workflow.clusters.tag(workflow.clusters.live("worker").arn(), Map.of("bill", "42"));
      workflow.log.failNext("ecs:CreateService", noRole);
    });

    Report.Result result =
        workflow.deploy(
            BEFORE.replace("desired_count: 2", "desired_count: 2\n    tags: {team: a}")
                + "  broken:\n    image: broken:1\n    depends_on: [worker]\n");

    assertThat(result.status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(workflow.clusters.live("worker").tags())
        .containsEntry("bill", "42")
        .doesNotContainKey("team");
  }

  @Test
  void rebalancesAgain() {
    workflow.deploy(BEFORE);

    Report.Result result =
        deployBroken(
            BEFORE
                + """
                    deployment_configuration: {maximum_percent: 100, minimum_healthy_percent: 0}
                  broken:
                    image: broken:1
                    depends_on: [worker]
                """);

    assertThat(result.status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(
            workflow
                .clusters
                .live("worker")
                .document()
                .path("availabilityZoneRebalancing")
                .asText())
        .isEqualTo("ENABLED");
  }

  @Test
  void keepsACountThatIsNotItsOwn() {
    workflow.deploy(BEFORE);
    workflow.beforeTheFirstLook(() -> {
      workflow.clusters.update(
          "shop",
          JsonNodeFactory.instance.objectNode().put("service", "worker").put("desiredCount", 5));
      workflow.log.failNext("ecs:CreateService", noRole);
    });

    Report.Result result =
        workflow.deploy(
            BEFORE.replace("worker:1", "worker:2")
                + "  broken:\n    image: broken:1\n    depends_on: [worker]\n");

    assertThat(result.status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(workflow.clusters.live("worker").taskDefinition()).endsWith(":1");
    assertThat(workflow.clusters.live("worker").document().path("desiredCount").asInt())
        .isEqualTo(5);
  }
}
