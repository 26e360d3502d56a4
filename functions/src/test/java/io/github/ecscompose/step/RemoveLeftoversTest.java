package io.github.ecscompose.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.deployment.DeployRequest.Options;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.TransientException;
import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.plan.LoadBalancing.Action.Other;
import io.github.ecscompose.plan.LoadBalancing.Balancer;
import io.github.ecscompose.plan.LoadBalancing.Listener;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.stackfile.Discovery;
import io.github.ecscompose.testing.Workflow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a deployment that fails made beside a service that was there before without it. */
class RemoveLeftoversTest {

  private static final String PLAIN =
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
          network: awsvpc
      """;

  private static final String MORE =
      PLAIN.replace("web:1", "web:2")
          + """
              dns_discovery: {name: web}
              elb:
                type: public
                ports: {public: 80, container: 8080}
                dns: {hosted_zone_id: Z1, record_name: www.example.com}
            broken:
              image: broken:1
              depends_on: [web]
          """;

  private static final String BALANCER = "arn:lb/shop-web-lb";

  private final Workflow workflow = new Workflow();

  @BeforeEach
  void deploys() {
    assertThat(workflow.deploy(PLAIN).error()).isEmpty();
    workflow.log.clear();
  }

  /** {@code broken}, whose turn is after the first look, cannot be made. */
  private Report.Result deployBroken(String stackfile, Runnable meanwhile) {
    workflow.beforeTheFirstLook(() -> {
      meanwhile.run();
      workflow.log.failNext("ecs:CreateService", new RefusedException("there is no such role"));
    });
    Report.Result result = workflow.deploy(stackfile);
    workflow.beforeLooking(() -> {});
    assertThat(result.error().orElse("")).contains("broken: there is no such role");
    return result;
  }

  private void assertNothingIsLeft() {
    assertThat(workflow.loadBalancers.balancer("shop-web-lb")).isEmpty();
    assertThat(workflow.loadBalancers.targetGroup("shop-web-lb")).isEmpty();
    assertThat(workflow.dnsRecords.all()).isEmpty();
    assertThat(workflow.discovery.names()).isEmpty();
    assertThat(workflow.discovery.namespaces()).isEmpty();
  }

  @Test
  void removesAllOfItOnceTheServiceIsBack() {
    Report.Result result =
        deployBroken(
            MORE,
            () -> {
              assertThat(workflow.dnsRecords.all()).hasSize(1);
              workflow.log.clear();
            });

    assertThat(result.status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(workflow.row(result, "web").rollBack()).contains("back to shop-web:1");
    assertNothingIsLeft();
    assertThat(workflow.clusters.live("web").taskDefinition()).endsWith("shop-web:1");
    assertThat(workflow.clusters.live("web").document().path("loadBalancers")).isEmpty();
    assertThat(workflow.log.changing())
        .containsSubsequence(
            "ecs:UpdateService",
            "route53:ChangeResourceRecordSets",
            "elasticloadbalancing:DeleteLoadBalancer",
            "elasticloadbalancing:DeleteTargetGroup",
            "servicediscovery:DeleteService",
            "servicediscovery:DeleteNamespace");
    assertThat(workflow.deploy(PLAIN).status()).isEqualTo(DeploymentStatus.UNCHANGED);
  }

  @Test
  void isNotCalledWhereNothingCanHaveBeenMade() {
    Report.Result result =
        deployBroken(
            PLAIN.replace("web:1", "web:2")
                + "  broken:\n    image: broken:1\n    depends_on: [web]\n",
            workflow.log::clear);

    assertThat(result.status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(workflow.log.counts().keySet()).allMatch(call -> call.startsWith("ecs:"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "route53:ChangeResourceRecordSets",
        "elasticloadbalancing:DeleteLoadBalancer",
        "elasticloadbalancing:DeleteTargetGroup",
        "servicediscovery:DeleteService",
        "servicediscovery:DeleteNamespace"
      })
  void survivesALostAnswer(String action) {
    Report.Result result =
        deployBroken(
            MORE,
            () -> workflow.log.loseNextAnswer(action, new TransientException("connection reset")));

    assertThat(result.status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertNothingIsLeft();
  }

  @Test
  void waitsForInstances() {
    Report.Result result = deployBroken(MORE, () -> workflow.discovery.instancesStay(2));

    assertThat(result.status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertNothingIsLeft();
  }

  /** ECS would hang on targets that it cannot take out. */
  @Test
  void removesNothingThatTasksOfTheUndoneDeploymentUse() {
    int[] drained = {0};
    workflow.clusters.holdRollouts();
    workflow.beforeLooking(() -> {
      LiveService live = workflow.clusters.live("web");
      if (live.taskDefinition().endsWith(":2")) {
        workflow.clusters.complete("web");
        workflow.log.failNext("ecs:CreateService", new RefusedException("no such role"));
      } else if (live.primary().orElseThrow().isComplete()) {
        drained[0]++;
        assertThat(workflow.dnsRecords.all()).hasSize(1);
        if (drained[0] == 3) {
          workflow.clusters.stopOlder("web");
        }
      } else {
        workflow.clusters.complete("web");
      }
    });

    assertThat(workflow.deploy(MORE).status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(drained[0]).isEqualTo(3);
    assertNothingIsLeft();
  }

  @Test
  void givesUpInTheEndAndSaysWhatIsLeft() {
    Report.Result result =
        deployBroken(MORE, () -> workflow.discovery.instancesStay(Integer.MAX_VALUE));

    assertThat(result.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(workflow.row(result, "web").state()).isEqualTo(ServiceState.FAILED);
    assertThat(workflow.row(result, "web").rollBack().orElse(""))
        .startsWith("not back: instances are registered in arn:srv/web");
  }

  @Test
  void keepsALoadBalancerThatWasThereBefore() {
    workflow.loadBalancers.foreign(
        new Balancer("shop-web-lb", false, List.of("subnet-1", "subnet-2"), List.of("sg-1")),
        Map.of(Tags.OLDER_TOOL_CLUSTER, "shop"));

    Report.Result result = deployBroken(MORE, () -> {});

    assertThat(result.status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(workflow.loadBalancers.balancer("shop-web-lb")).isPresent();
    assertThat(workflow.row(result, "web").rollBack())
        .contains(
            "back to shop-web:1; the load balancer shop-web-lb stays as this deployment set it, for nothing tells what it was");
  }

  @Test
  void keepsALoadBalancerThatSomebodyElseUsesMeanwhile() {
    Report.Result result =
        deployBroken(
            MORE,
            () ->
                workflow.loadBalancers.foreign(
                    BALANCER, new Listener(9000, "HTTP", Optional.empty(), new Other())));

    assertThat(result.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(workflow.row(result, "web").rollBack().orElse(""))
        .startsWith("not back: The service web no longer uses its load balancer shop-web-lb");
    assertThat(workflow.loadBalancers.balancer("shop-web-lb")).isPresent();
    assertThat(workflow.dnsRecords.all()).hasSize(1);
  }

  @Test
  void keepsWhatCarriesTheTagsOfAnotherService() {
    deployBroken(
        MORE,
        () -> {
          workflow.loadBalancers.tag(BALANCER, Map.of(Tags.SERVICE, "other"));
          workflow.discovery.retag("web", Map.of(Tags.CLUSTER, "shop", Tags.SERVICE, "other"));
        });

    assertThat(workflow.loadBalancers.balancer("shop-web-lb")).isPresent();
    assertThat(workflow.dnsRecords.all()).hasSize(1);
    assertThat(workflow.discovery.names()).containsExactly("web");
  }

  @Test
  void keepsWhatTheFormerStackAlreadyHad() {
    String discovered = PLAIN + "    dns_discovery: {name: web}\n";
    assertThat(workflow.deploy(discovered).error()).isEmpty();

    Report.Result result = deployBroken(MORE, () -> {});

    assertThat(result.status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(workflow.discovery.names()).containsExactly("web");
    assertThat(workflow.discovery.namespaces()).containsExactly("example.sd");
    assertThat(workflow.loadBalancers.balancer("shop-web-lb")).isEmpty();
    assertThat(workflow.row(result, "web").rollBack()).contains("back to shop-web:1");
  }

  /** Somebody deleted it by hand, and the deployment made what the former stack wants, too. */
  @Test
  void keepsALoadBalancerThatTheFormerStackNeeds() {
    String balanced = MORE.substring(0, MORE.indexOf("  broken:")).replace("web:2", "web:1");
    assertThat(workflow.deploy(balanced).error()).isEmpty();
    workflow.loadBalancers.deleteBalancer(BALANCER);

    Report.Result result = deployBroken(MORE, () -> {});

    assertThat(result.status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(workflow.loadBalancers.balancer("shop-web-lb")).isPresent();
    assertThat(workflow.deploy(balanced).status()).isEqualTo(DeploymentStatus.UNCHANGED);
  }

  @Test
  void saysThatANamespaceStaysThatOthersUse() {
    Report.Result result =
        deployBroken(
            MORE,
            () ->
                workflow.discovery.createRegistry(
                    "ns-example.sd",
                    new Discovery("theirs", "example.sd", "vpc-1"),
                    "theirs",
                    Map.of()));

    assertThat(result.status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(workflow.row(result, "web").rollBack())
        .contains(
            "back to shop-web:1; the namespace example.sd, which this deployment made, stays: it is not empty");
    assertThat(workflow.discovery.names()).containsExactly("theirs");
  }

  @Test
  void keepsANamespaceThatWasThereBefore() {
    workflow.discovery.foreignNamespace("example.sd");

    Report.Result result = deployBroken(MORE, () -> {});

    assertThat(result.status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(workflow.discovery.namespaces()).containsExactly("example.sd");
    assertThat(workflow.row(result, "web").rollBack()).contains("back to shop-web:1");
    assertThat(workflow.log.changing()).doesNotContain("servicediscovery:DeleteNamespace");
  }

  @Test
  void removesTheNamespaceOfServicesThatAreNew() {
    deployBroken(
        PLAIN
            + """
              user:
                image: user:1
                ports: ["80:80"]
                dns_discovery: {name: user}
              broken:
                image: broken:1
                depends_on: [user]
            """,
        () -> assertThat(workflow.discovery.namespaces()).hasSize(1));

    assertThat(workflow.discovery.namespaces()).isEmpty();
  }

  @Test
  void saysWhyANamespaceCannotBeDeleted() {
    Report.Result result =
        deployBroken(
            MORE,
            () ->
                workflow.log.failNext(
                    "servicediscovery:DeleteNamespace", new RefusedException("no right to")));

    assertThat(result.status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(workflow.row(result, "web").rollBack().orElse(""))
        .endsWith("the namespace example.sd, which this deployment made, stays: no right to");
  }

  /** It made nothing beside the service. */
  @Test
  void looksForNothingAfterAnUpdateOnly() {
    workflow.beforeTheFirstLook(() -> workflow.clusters.fail("web", "tasks failed to start"));

    Report.Result result =
        workflow.deploy(MORE.substring(0, MORE.indexOf("  broken:")), new Options(false, true));

    assertThat(result.status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(workflow.log.counts().keySet())
        .noneMatch(call -> call.startsWith("servicediscovery:") || call.startsWith("route53:"));
  }
}
