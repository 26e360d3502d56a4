package io.github.ecscompose.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.deployment.DeployRequest.Options;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.TransientException;
import io.github.ecscompose.plan.LoadBalancing.Action.Other;
import io.github.ecscompose.plan.LoadBalancing.Action.Redirect;
import io.github.ecscompose.plan.LoadBalancing.Listener;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.testing.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Services that the stackfile no longer has ({@code deploy.prune}). */
class RemoveServiceTest {

  private static final String WORKER =
      """
      services:
        worker:
          image: worker:1
      """;

  private static final String FULL =
      """
      vpc:
        id: vpc-1
        subnets: {public: [subnet-1, subnet-2], private: [subnet-3, subnet-4]}
        security_groups: {public: [sg-1], private: [sg-2]}
      service_discovery: {namespace: example.sd}
      """
          + WORKER
          + """
            web:
              image: web:1
              ports: ["8080:8080"]
              dns_discovery: {name: web}
              elb:
                type: public
                ports: {public: 80, container: 8080}
                dns: {hosted_zone_id: Z1, record_name: www.example.com}
          """;

  private static final String PRUNED = "deploy: {prune: true}\n" + WORKER;

  private final Workflow workflow = new Workflow();

  private void assertGone(String service) {
    assertThat(workflow.clusters.serviceNames()).doesNotContain(service);
    assertThat(workflow.loadBalancers.balancer("shop-web-lb")).isEmpty();
    assertThat(workflow.loadBalancers.targetGroup("shop-web-lb")).isEmpty();
    assertThat(workflow.dnsRecords.all()).isEmpty();
    assertThat(workflow.discovery.names()).isEmpty();
  }

  @Test
  void removesWhatTheStackfileNoLongerHas() {
    workflow.deploy(FULL);
    workflow.log.clear();

    Report.Result result = workflow.deploy(PRUNED);

    assertThat(result.error()).isEmpty();
    assertThat(result.status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertGone("web");
    assertThat(workflow.clusters.serviceNames()).containsExactly("worker");
    assertThat(workflow.row(result, "web").action()).isEqualTo("REMOVE");
    assertThat(workflow.row(result, "web").changes())
        .containsExactly("services.web: shop-web:1 → none");
    assertThat(workflow.files.text(result.deployment(), "report.json")).contains("\"removed\" : 1");
    assertThat(workflow.log.changing())
        .startsWith(
            "ecs:UpdateService",
            "ecs:DeleteService",
            "route53:ChangeResourceRecordSets",
            "elasticloadbalancing:DeleteLoadBalancer",
            "elasticloadbalancing:DeleteTargetGroup");
    assertThat(workflow.deploy(PRUNED).status()).isEqualTo(DeploymentStatus.UNCHANGED);
  }

  /** The service itself is gone then, and what was made for it is there. */
  private void removeByHalf() {
    workflow.deploy(FULL);
    workflow.log.failNext(
        "elasticloadbalancing:DeleteLoadBalancer", new RefusedException("it is protected"));
    assertThat(workflow.deploy(PRUNED).status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(workflow.clusters.serviceNames()).containsExactly("worker");
    assertThat(workflow.loadBalancers.balancer("shop-web-lb")).isPresent();
    assertThat(workflow.records.removals("shop")).containsOnlyKeys("web");
  }

  @Test
  void finishesWhatAnEarlierDeploymentRemovedByHalf() {
    removeByHalf();

    Report.Result result = workflow.deploy(PRUNED);

    assertThat(result.status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(workflow.row(result, "web").changes())
        .containsExactly("services.web: half removed → none");
    assertGone("web");
    assertThat(workflow.records.removals("shop")).isEmpty();
    assertThat(workflow.deploy(PRUNED).status()).isEqualTo(DeploymentStatus.UNCHANGED);
  }

  /** Also where that deployment is stopped or fails in its turn. */
  @Test
  void finishesItAsOftenAsItTakes() {
    removeByHalf();
    workflow.log.failNext(
        "elasticloadbalancing:DeleteTargetGroup", new RefusedException("it is protected"));
    assertThat(workflow.deploy(PRUNED).status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(workflow.loadBalancers.balancer("shop-web-lb")).isEmpty();

    assertThat(workflow.deploy(PRUNED).status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertGone("web");
  }

  @Test
  void finishesNothingUnasked() {
    removeByHalf();

    assertThat(workflow.deploy(WORKER).status()).isEqualTo(DeploymentStatus.UNCHANGED);
    assertThat(workflow.loadBalancers.balancer("shop-web-lb")).isPresent();
  }

  @Test
  void forgetsTheRemovalOfWhatRunsAgain() {
    removeByHalf();
    assertThat(workflow.deploy(FULL).error()).isEmpty();
    assertThat(workflow.records.removals("shop")).isNotEmpty();

    assertThat(workflow.deploy("deploy: {prune: true}\n" + FULL).status())
        .isEqualTo(DeploymentStatus.UNCHANGED);
    assertThat(workflow.records.removals("shop")).isEmpty();
    assertThat(workflow.loadBalancers.balancer("shop-web-lb")).isPresent();
  }

  @Test
  void leavesWhatAServiceOfSomebodyElseMayUseByNow() {
    removeByHalf();
    workflow.clusters.makeLike("worker", "web");

    assertThat(workflow.deploy(PRUNED).status()).isEqualTo(DeploymentStatus.UNCHANGED);
    assertThat(workflow.loadBalancers.balancer("shop-web-lb")).isPresent();
    assertThat(workflow.records.removals("shop")).isNotEmpty();
  }

  @Test
  void asksNothingMoreWhereNothingIsToBePruned() {
    workflow.deploy(FULL);
    workflow.log.clear();

    assertThat(workflow.deploy(WORKER).status()).isEqualTo(DeploymentStatus.UNCHANGED);
    assertThat(workflow.log.counts()).doesNotContainKey("ecs:ListServices");
    assertThat(workflow.clusters.serviceNames()).contains("web");
  }

  @Test
  void removesNothingWhereASuccessorIsNotMade() {
    workflow.deploy(WORKER);
    workflow.log.clear();

    Report.Result result =
        workflow.deploy(
            "deploy: {prune: true}\nservices: {runner: {image: \"worker:1\"}}\n",
            new Options(false, true));

    assertThat(result.status()).isEqualTo(DeploymentStatus.UNCHANGED);
    assertThat(workflow.clusters.serviceNames()).containsExactly("worker");
    assertThat(workflow.log.counts()).doesNotContainKey("ecs:ListServices");
  }

  @Test
  void undoesNothingOnceSomethingWasRemoved() {
    workflow.deploy(FULL);
    int[] looks = {0};
    workflow.beforeLooking(() -> {
      looks[0]++;
      if (!workflow.clusters.serviceNames().contains("web")) {
        throw new RefusedException("the region is down");
      }
    });

    Report.Result result = workflow.deploy(PRUNED.replace("worker:1", "worker:2"));

    assertThat(looks[0]).isPositive();
    assertThat(result.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(result.error().orElseThrow()).contains("the region is down");
    assertThat(workflow.clusters.live("worker").taskDefinition()).endsWith(":2");
    assertThat(workflow.row(result, "worker").state()).isEqualTo(ServiceState.SUCCEEDED);
  }

  @Test
  void leavesWhatIsNotOursAlone() {
    workflow.deploy(FULL);
    workflow.clusters.untag("web");

    assertThat(workflow.deploy(PRUNED).status()).isEqualTo(DeploymentStatus.UNCHANGED);

    workflow.clusters.tag(
        workflow.clusters.live("web").arn(), Map.of(Tags.CLUSTER, "other", Tags.SERVICE, "web"));
    assertThat(workflow.deploy(PRUNED).status()).isEqualTo(DeploymentStatus.UNCHANGED);
    assertThat(workflow.clusters.serviceNames()).contains("web");
  }

  @Test
  void leavesPartsThatAreNotOursAlone() {
    workflow.deploy(FULL);
    for (String arn : List.of("arn:lb/shop-web-lb", "arn:tg/shop-web-lb")) {
      workflow.loadBalancers.tag(arn, Map.of(Tags.SERVICE, "other"));
    }
    workflow.discovery.retag("web", Map.of());

    assertThat(workflow.deploy(PRUNED).error()).isEmpty();
    assertThat(workflow.clusters.serviceNames()).containsExactly("worker");
    assertThat(workflow.loadBalancers.balancer("shop-web-lb")).isPresent();
    assertThat(workflow.loadBalancers.targetGroup("shop-web-lb")).isPresent();
    assertThat(workflow.dnsRecords.all()).hasSize(1);
    assertThat(workflow.discovery.names()).containsExactly("web");
  }

  /** All the listeners of a load balancer would go with it. */
  @Test
  void leavesALoadBalancerThatSomebodyElseUses() {
    workflow.deploy(FULL);
    workflow.loadBalancers.foreign(
        "arn:lb/shop-web-lb", new Listener(9000, "HTTP", Optional.empty(), new Other()));

    Report.Result result = workflow.deploy(PRUNED);

    assertThat(result.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(result.error().orElseThrow())
        .contains("its load balancer shop-web-lb, which stays: the listener on port 9000");
    assertThat(workflow.loadBalancers.balancer("shop-web-lb")).isPresent();
    assertThat(workflow.dnsRecords.all()).hasSize(1);
  }

  @Test
  void removesALoadBalancerThatRedirects() {
    workflow.deploy(FULL);
    workflow.loadBalancers.foreign(
        "arn:lb/shop-web-lb", new Listener(81, "HTTP", Optional.empty(), new Redirect(80)));

    assertThat(workflow.deploy(PRUNED).error()).isEmpty();
    assertGone("web");
  }

  @Test
  void refusesATaskOfTheNameOfAServiceThatRuns() {
    workflow.deploy(FULL);
    String task = PRUNED + "  web:\n    image: web:1\n    type: task\n";

    Report.Result result = workflow.deploy(task);

    assertThat(result.status()).isEqualTo(DeploymentStatus.REJECTED);
    assertThat(result.error().orElseThrow())
        .contains("services.web: a service of that name runs")
        .contains("Delete the service, or rename the task.");

    workflow.clusters.untag("web");
    workflow.beforeLooking(() ->
        workflow
            .clusters
            .taskArns()
            .forEach(arn -> workflow.clusters.stop(arn, "ended", Map.of("web", 0))));
    assertThat(workflow.deploy(task).error()).isEmpty();
  }

  @Test
  void leavesARecordThatLeadsElsewhere() {
    workflow.deploy(FULL);
    workflow.dnsRecords.foreign("Z1", "www.example.com", new DnsRecords.Address.Plain());

    assertThat(workflow.deploy(PRUNED).error()).isEmpty();
    assertThat(workflow.dnsRecords.all()).hasSize(1);
  }

  @Test
  void removesNothingBeforeAllElseIsStable() {
    workflow.deploy(FULL);
    workflow.clusters.holdRollouts();
    List<Set<String>> seen = new ArrayList<>();
    workflow.beforeLooking(() -> {
      seen.add(workflow.clusters.serviceNames());
      if (seen.size() == 3) {
        workflow.clusters.complete("worker");
      } else if (workflow.clusters.serviceNames().contains("web")) {
        workflow.clusters.complete("web");
      }
    });

    Report.Result result = workflow.deploy(PRUNED.replace("worker:1", "worker:2"));

    assertThat(result.error()).isEmpty();
    assertThat(seen.subList(0, 3)).allMatch(names -> names.contains("web"));
    assertGone("web");
  }

  @Test
  void removesNothingWhenSomethingFailed() {
    workflow.deploy(FULL);
    workflow.log.failNext("ecs:UpdateService", new RefusedException("no right to pass it"));

    Report.Result result = workflow.deploy(PRUNED.replace("worker:1", "worker:2"));

    assertThat(result.status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(workflow.row(result, "web").state()).isEqualTo(ServiceState.NOT_BEGUN);
    assertThat(workflow.clusters.serviceNames()).contains("web");
    assertThat(workflow.log.changing()).doesNotContain("ecs:DeleteService");
  }

  @Test
  void undoesNothingWhenARemovalFails() {
    workflow.deploy(FULL);
    workflow.log.failNext("ecs:DeleteService", new RefusedException("no right to delete"));

    Report.Result result = workflow.deploy(PRUNED.replace("worker:1", "worker:2"));

    assertThat(result.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(result.error()).contains("web: no right to delete.");
    assertThat(workflow.row(result, "worker").state()).isEqualTo(ServiceState.SUCCEEDED);
    assertThat(workflow.clusters.live("worker").taskDefinition()).endsWith(":2");

    assertThat(workflow.deploy(PRUNED.replace("worker:1", "worker:2")).status())
        .isEqualTo(DeploymentStatus.SUCCEEDED);
    assertGone("web");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ecs:UpdateService",
        "ecs:DeleteService",
        "route53:ChangeResourceRecordSets",
        "elasticloadbalancing:DeleteLoadBalancer",
        "elasticloadbalancing:DeleteTargetGroup",
        "servicediscovery:DeleteService"
      })
  void survivesALostAnswer(String action) {
    workflow.deploy(FULL);
    workflow.log.loseNextAnswer(action, new TransientException("connection reset"));

    assertThat(workflow.deploy(PRUNED).error()).isEmpty();
    assertGone("web");
  }

  @Test
  void deletesADaemonThatHasNoCount() {
    assertThat(
            workflow
                .deploy(
                    WORKER
                        + """
                          agent:
                            image: agent:1
                            scheduling_strategy: DAEMON
                            deployment_configuration: {maximum_percent: 100}
                        """)
                .error())
        .isEmpty();
    workflow.log.clear();

    assertThat(workflow.deploy(PRUNED).error()).isEmpty();
    assertThat(workflow.log.changing()).containsExactly("ecs:DeleteService");
  }

  @Test
  void waitsUntilItsTasksHaveStopped() {
    workflow.deploy(FULL);
    workflow.clusters.holdRollouts();
    List<Boolean> drained = new ArrayList<>();
    workflow.beforeLooking(() -> {
      drained.add(workflow.loadBalancers.balancer("shop-web-lb").isEmpty());
      if (drained.size() == 3) {
        workflow.clusters.complete("web");
      }
    });

    assertThat(workflow.deploy(PRUNED).error()).isEmpty();
    assertThat(drained.subList(0, 3)).containsOnly(false);
    assertGone("web");
  }

  /** The stack of an update_only tells of a load balancer that was not made. */
  @Test
  void removesWhatWasMadeAndNotWhatWasLeftOut() {
    workflow.deploy(FULL);
    workflow.deployTo(
        "shop",
        FULL.replace("web:1", "web:1\n    desired_count: 2")
            .replace("type: public", "type: public\n      name: other"),
        new Options(false, true));
    assertThat(workflow.clusters.live("web").document().path("desiredCount").asInt()).isEqualTo(2);

    assertThat(workflow.deploy(PRUNED).error()).isEmpty();
    assertGone("web");
  }
}
