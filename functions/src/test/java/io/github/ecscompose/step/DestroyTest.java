package io.github.ecscompose.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.deployment.Operation;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.plan.LoadBalancing.Action;
import io.github.ecscompose.plan.LoadBalancing.Alias;
import io.github.ecscompose.plan.LoadBalancing.Balancer;
import io.github.ecscompose.plan.LoadBalancing.Listener;
import io.github.ecscompose.plan.LoadBalancing.LiveListener;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.plan.TaskDefinition;
import io.github.ecscompose.testing.Workflow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What destroying a cluster, or one of its services, comes to by the whole workflow. */
class DestroyTest {

  static final String STACK =
      """
      vpc:
        id: vpc-1
        subnets: {public: [subnet-1, subnet-2], private: [subnet-3, subnet-4]}
        security_groups: {public: [sg-1], private: [sg-2]}
      service_discovery: {namespace: example.sd}
      redeploy: {schedule: rate(1 day)}
      services:
        web:
          image: web:1
          ports: ["8080:8080"]
          depends_on: [user]
          elb:
            type: public
            protocol: HTTPS
            redirect_http: true
            ports: {public: 443, container: 8080}
            certificates: ["arn:aws:acm:eu-central-1:123456789012:certificate/1"]
            dns: {hosted_zone_id: Z1, record_name: www.example.com}
        user:
          image: user:1
          ports: ["80:80"]
          dns_discovery: {name: user.staging}
          depends_on: [migrate]
        migrate:
          type: task
          image: migrate:1
      """;

  private static final String BALANCER = "shop-web-lb";
  private static final String FAMILY = "shop-user";

  private final Workflow workflow = prepared();

  /** Rollouts take a while, and so do drains; run-once tasks end when they are looked at. */
  static Workflow prepared() {
    Workflow workflow = new Workflow();
    workflow.clusters.rolloutsTake(workflow.clock, Duration.ofSeconds(20));
    workflow.beforeLooking(() ->
        workflow
            .clusters
            .taskArns()
            .forEach(task -> workflow.clusters.stop(task, "", Map.of("migrate", 0))));
    return workflow;
  }

  private Report.Result deployed(String stackfile) {
    Report.Result result = workflow.deploy(stackfile);
    assertThat(result.status()).as(result.toString()).isEqualTo(DeploymentStatus.SUCCEEDED);
    workflow.log.clear();
    return result;
  }

  private Report.Result destroy() {
    return workflow.destroy("shop", Optional.empty());
  }

  private Report.Result destroy(String service) {
    return workflow.destroy("shop", Optional.of(service));
  }

  private JsonNode report(Report.Result result) {
    try {
      return new ObjectMapper().readTree(workflow.files.text(result.deployment(), "report.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(node -> texts.add(node.asText()));
    return texts;
  }

  /** What is left, each as {@code what: why}. */
  private List<String> left(Report.Result result) {
    List<String> left = new ArrayList<>();
    report(result)
        .path("left")
        .forEach(node -> left.add(node.path("what").asText() + ": " + node.path("why").asText()));
    return left;
  }

  /** Names of the services that are there by now. */
  private Set<String> services() {
    workflow.clock.advanceSeconds(60);
    workflow.clusters.all();
    return workflow.clusters.serviceNames();
  }

  /** Active revisions of all families. */
  private List<String> revisions(String... families) {
    return List.of(families).stream()
        .flatMap(family -> workflow.teardown.revisions(family).stream())
        .map(Tags::revision)
        .toList();
  }

  private void assertNothingIsLeft() {
    assertThat(services()).isEmpty();
    assertThat(workflow.clusters.families("shop-")).isEmpty();
    assertThat(workflow.loadBalancers.balancersNamed("")).isEmpty();
    assertThat(workflow.loadBalancers.targetGroupsNamed("")).isEmpty();
    assertThat(workflow.dnsRecords.all()).isEmpty();
    assertThat(workflow.discovery.names()).isEmpty();
    assertThat(workflow.discovery.namespaces()).isEmpty();
    assertThat(workflow.schedules.all()).isEmpty();
    assertThat(workflow.records.finishedTasks("shop")).isEmpty();
    assertThat(workflow.records.hasSchedule("shop")).isFalse();
  }

  @Test
  void leavesNothingOfACluster() {
    deployed(STACK);
    deployed(STACK.replace("user:1", "user:2"));

    Report.Result result = destroy();

    assertThat(result.status()).as(result.toString()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertNothingIsLeft();
    assertThat(workflow.clusters.names()).isEmpty();
    assertThat(texts(report(result).path("removed")))
        .containsExactly(
            "service user",
            "service web",
            "schedule shop",
            "DNS record www.example.com",
            "load balancer shop-web-lb",
            "target group shop-web-lb",
            "Cloud Map service user.staging",
            "private DNS namespace ns-example.sd",
            "note of the run-once task migrate",
            "task definitions shop-migrate",
            "task definitions shop-user",
            "task definitions shop-web",
            "ECS cluster shop");
    assertThat(report(result).path("left")).isEmpty();
    DeploymentRecord row = workflow.records.find(result.deployment()).orElseThrow();
    assertThat(row.operation()).isEqualTo(new Operation.Destroy(Optional.empty()));
    assertThat(row.counts()).isEqualTo(Map.of("removed", 2));
    assertThat(workflow.row(result, "web").state()).isEqualTo(ServiceState.SUCCEEDED);
  }

  /** A turn would deploy anew what goes, and ECS hangs on what its tasks are led to by. */
  @Test
  void removesNothingBeforeWhatNeedsIt() {
    deployed(STACK);

    destroy();

    List<String> changes = workflow.log.changing();
    assertThat(changes.getFirst()).isEqualTo("scheduler:DeleteSchedule");
    assertThat(changes.lastIndexOf("ecs:DeleteService"))
        .isLessThan(changes.indexOf("route53:ChangeResourceRecordSets"));
    assertThat(changes)
        .containsSubsequence(
            "route53:ChangeResourceRecordSets",
            "elasticloadbalancing:DeleteLoadBalancer",
            "elasticloadbalancing:DeleteTargetGroup",
            "servicediscovery:DeleteService",
            "servicediscovery:DeleteNamespace",
            "ecs:DeregisterTaskDefinition",
            "ecs:DeleteCluster");
    assertThat(changes.getLast()).isEqualTo("ecs:DeleteCluster");
  }

  @Test
  void removesWhatDependsOnOthersFirst() {
    deployed(STACK);
    List<String> working = new ArrayList<>();
    workflow.beforeLooking(() -> working.add(working().toString()));

    destroy();

    // Each look is of one that waits for tasks to stop.
    assertThat(working).contains("[user]", "[]").doesNotContain("[web]");
  }

  /** The services that ECS is to keep tasks of. */
  private List<String> working() {
    return workflow.clusters.serviceNames().stream()
        .filter(name -> workflow.clusters.live(name).isToHaveTasks())
        .sorted()
        .toList();
  }

  @Test
  void leavesTheRestWhereOneServiceGoes() {
    deployed(STACK);
    String schedules = workflow.schedules.all().toString();

    Report.Result result = destroy("user");

    assertThat(result.status()).as(result.toString()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(services()).containsExactly("web");
    assertThat(workflow.clusters.names()).containsExactly("shop");
    assertThat(workflow.schedules.all().toString()).isEqualTo(schedules);
    assertThat(workflow.discovery.names()).isEmpty();
    assertThat(workflow.discovery.namespaces()).containsExactly("example.sd");
    assertThat(workflow.dnsRecords.all()).hasSize(1);
    assertThat(revisions(FAMILY, "shop-web")).containsExactly("shop-web:1");
    assertThat(texts(report(result).path("removed")))
        .containsExactly(
            "service user", "Cloud Map service user.staging", "task definitions shop-user");
    assertThat(texts(report(result).path("notes")))
        .containsExactly("services.web depends on user, which is destroyed");
    assertThat(workflow.records.find(result.deployment()).orElseThrow().operation())
        .isEqualTo(new Operation.Destroy(Optional.of("user")));
  }

  @Test
  void removesTheLoadBalancerOfOneService() {
    deployed(STACK);

    Report.Result result = destroy("web");

    assertThat(result.status()).as(result.toString()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(workflow.loadBalancers.balancersNamed("")).isEmpty();
    assertThat(workflow.dnsRecords.all()).isEmpty();
    assertThat(workflow.discovery.names()).containsExactly("user.staging");
    assertThat(report(result).path("notes").isMissingNode()).isTrue();
  }

  /** The older tool's destroy of {@code user} took the task definitions of {@code user-api} too. */
  @Test
  void takesNoPrefixForAFamily() {
    deployed("services: {user: {image: \"user:1\"}, user-api: {image: \"api:1\"}}");

    destroy("user");

    assertThat(revisions(FAMILY, "shop-user-api")).containsExactly("shop-user-api:1");
  }

  /**
   * {@code shop} and {@code user-api} make the family that {@code shop-user} and {@code api} do.
   */
  @Test
  void leavesRevisionsOfAnotherClusterThatSharesTheFamily() {
    deployed("services: {user-api: {image: \"api:1\"}}");
    TaskDefinition same = workflow.clusters.revisions("shop-user-api").getFirst().definition();
    String theirs =
        workflow.clusters.foreignRevision(
            same, Map.of(Tags.CLUSTER, "shop-user", Tags.SERVICE, "api"));
    workflow.clusters.foreignRevision(same, Map.of());

    destroy();

    assertThat(revisions("shop-user-api")).containsExactly(Tags.revision(theirs));
  }

  @Test
  void leavesFamiliesOfOthers() {
    deployed("services: {user: {image: \"user:1\"}}");
    TaskDefinition definition =
        new TaskDefinition(JsonNodeFactory.instance.objectNode().put("family", "shop-theirs"));
    workflow.clusters.foreignRevision(definition, Map.of("team", "blue"));

    destroy();

    assertThat(revisions(FAMILY, "shop-theirs")).containsExactly("shop-theirs:1");
  }

  @Test
  void leavesServicesWithoutItsTagsAndTheirCluster() {
    deployed(STACK);
    workflow.clusters.untag("web");

    Report.Result result = destroy();

    assertThat(result.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(services()).containsExactly("web");
    assertThat(workflow.loadBalancers.balancersNamed("")).hasSize(1);
    assertThat(workflow.dnsRecords.all()).hasSize(1);
    assertThat(left(result))
        .containsExactlyInAnyOrder(
            "service web: it does not carry the tags of ecs-compose",
            "load balancer shop-web-lb: its target group stays: the service web, which stays, uses it",
            "target group shop-web-lb: the service web, which stays, uses it",
            "ECS cluster shop: it is not empty, it has 1 service, 1 task");
  }

  @Test
  void leavesAClusterWithMachinesOrCapacity() {
    deployed("services: {worker: {image: \"worker:1\"}}");
    workflow.teardown.machines(2);
    workflow.teardown.capacity("big-machines");

    Report.Result result = destroy();

    assertThat(result.status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(workflow.clusters.names()).containsExactly("shop");
    assertThat(left(result))
        .containsExactly(
            "ECS cluster shop: it is not empty, it has 2 container instances, the capacity of big-machines");
    assertThat(texts(report(result).path("removed"))).doesNotContain("ECS cluster shop");
  }

  @Test
  void leavesAClusterToWhichNothingWasEverDeployed() {
    Report.Result result = destroy();

    assertThat(result.status()).isEqualTo(DeploymentStatus.UNCHANGED);
    assertThat(workflow.clusters.names()).containsExactly("shop");
    assertThat(workflow.log.changing()).isEmpty();
  }

  @Test
  void findsWhatIsHalfGone() {
    deployed(STACK);
    workflow.clusters.delete("web");
    workflow.clusters.delete("user");
    workflow.loadBalancers.deleteBalancer("arn:lb/" + BALANCER);

    Report.Result result = destroy();

    assertThat(result.status()).as(result.toString()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertNothingIsLeft();
    assertThat(workflow.clusters.names()).isEmpty();
  }

  @Test
  void findsWhatIsLeftOfOneService() {
    deployed(STACK);
    workflow.clusters.delete("web");

    Report.Result result = destroy("web");

    assertThat(result.status()).as(result.toString()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(workflow.loadBalancers.balancersNamed("")).isEmpty();
    assertThat(workflow.loadBalancers.targetGroupsNamed("")).isEmpty();
    assertThat(workflow.dnsRecords.all()).isEmpty();
    assertThat(revisions("shop-web")).isEmpty();
    assertThat(services()).containsExactly("user");
  }

  /** It has tasks still, which nothing lists. */
  @Test
  void waitsForAServiceThatAnEarlierDestroyLeftDraining() {
    deployed(STACK);
    workflow.clusters.update(
        "shop", JsonNodeFactory.instance.objectNode().put("service", "web").put("desiredCount", 0));
    workflow.clusters.rolloutsTake(workflow.clock, Duration.ofMinutes(10));
    workflow.clusters.delete("shop", "web");
    workflow.log.clear();

    Report.Result result = destroy();

    assertThat(result.status()).as(result.toString()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(workflow.row(result, "web").state()).isEqualTo(ServiceState.SUCCEEDED);
    workflow.clock.advanceSeconds(600);
    assertNothingIsLeft();
  }

  @Test
  void removesAClusterWhoseEcsClusterIsGone() {
    deployed("services: {worker: {image: \"worker:1\"}}");
    workflow.clusters.delete("worker");
    workflow.teardown.deleteCluster("shop");

    Report.Result result = destroy();

    assertThat(result.status()).as(result.toString()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(revisions("shop-worker")).isEmpty();
  }

  @Test
  void leavesALoadBalancerThatSomebodyElseUsesUntilThatIsGone() {
    deployed(STACK);
    LiveListener theirs =
        workflow.loadBalancers.foreign(
            "arn:lb/" + BALANCER,
            new Listener(8443, "HTTP", Optional.empty(), new Action.Forward("arn:tg/theirs")));

    Report.Result first = destroy();

    assertThat(first.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(first.error().orElseThrow())
        .contains("load balancer shop-web-lb: the listener on port 8443 leads elsewhere");
    assertThat(workflow.loadBalancers.balancersNamed("")).hasSize(1);
    assertThat(workflow.dnsRecords.all()).hasSize(1);
    assertThat(services()).isEmpty();
    assertThat(workflow.discovery.namespaces()).isEmpty();

    workflow.loadBalancers.deleteListener(theirs.arn());
    Report.Result second = destroy();

    assertThat(second.status()).as(second.toString()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertNothingIsLeft();
  }

  @Test
  void leavesATargetGroupThatAnotherLoadBalancerUses() {
    deployed(STACK);
    workflow.loadBalancers.foreign(
        new Balancer("theirs", false, List.of("subnet-1", "subnet-2"), List.of("sg-1")), Map.of());
    workflow.loadBalancers.foreign(
        "arn:lb/theirs",
        new Listener(80, "HTTP", Optional.empty(), new Action.Forward("arn:tg/" + BALANCER)));

    Report.Result result = destroy();

    assertThat(result.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(workflow.loadBalancers.balancersNamed(""))
        .extracting(live -> live.balancer().name())
        .containsExactlyInAnyOrder("theirs", BALANCER);
    assertThat(workflow.dnsRecords.all()).hasSize(1);
    assertThat(left(result))
        .contains(
            "load balancer shop-web-lb: its target group stays: another load balancer uses it",
            "target group shop-web-lb: another load balancer uses it");
  }

  @Test
  void removesALoadBalancerThatTheOlderToolLeft() {
    deployed("services: {worker: {image: \"worker:1\"}}");
    Workflow world = workflow;
    world.loadBalancers.foreign(
        new Balancer("shop-old-lb", false, List.of("subnet-1", "subnet-2"), List.of("sg-1")),
        Map.of(Tags.OLDER_TOOL_CLUSTER, "shop"));
    world.loadBalancers.foreign(
        new Balancer("shop-theirs-lb", false, List.of("subnet-1", "subnet-2"), List.of("sg-1")),
        Map.of(Tags.OLDER_TOOL_CLUSTER, "shop-theirs"));
    world.loadBalancers.foreign(
        new Balancer("shop-taken-lb", false, List.of("subnet-1", "subnet-2"), List.of("sg-1")),
        Map.of(Tags.OLDER_TOOL_CLUSTER, "shop", Tags.CLUSTER, "other"));

    Report.Result result = destroy();

    assertThat(result.status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(world.loadBalancers.balancersNamed(""))
        .extracting(live -> live.balancer().name())
        .containsExactlyInAnyOrder("shop-theirs-lb", "shop-taken-lb");
  }

  @Test
  void leavesARecordThatLeadsElsewhere() {
    deployed(STACK);
    workflow.dnsRecords.foreign(
        "Z1",
        "www.example.com",
        new DnsRecords.Address.Aliased(
            new Alias("Z1", "www.example.com", "theirs-1.elb.amazonaws.com", "ZELB")));

    Report.Result result = destroy();

    assertThat(result.status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(workflow.dnsRecords.all()).hasSize(1);
  }

  @Test
  void leavesANamespaceThatOthersUseAndOneThatOthersMade() {
    deployed(STACK);
    workflow.discovery.foreign("ns-example.sd", "theirs", "A");

    Report.Result result = destroy();

    assertThat(result.status()).as(result.toString()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(workflow.discovery.names()).containsExactly("theirs");
    assertThat(left(result))
        .containsExactly(
            "private DNS namespace ns-example.sd: there are Cloud Map services in it that stay");
  }

  @Test
  void leavesANamespaceThatItDidNotMake() {
    workflow.discovery.foreignNamespace("example.sd");
    deployed(STACK);

    Report.Result result = destroy();

    assertThat(result.status()).as(result.toString()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(workflow.discovery.names()).isEmpty();
    assertThat(workflow.discovery.namespaces()).containsExactly("example.sd");
  }

  @Test
  void waitsForInstances() {
    deployed(STACK);
    workflow.discovery.instancesStay(5);

    Report.Result result = destroy();

    assertThat(result.status()).as(result.toString()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertNothingIsLeft();
  }

  @Test
  void namesWhatWillNotGo() {
    deployed(STACK);
    workflow.discovery.instancesStay(10_000);

    Report.Result result = destroy();

    assertThat(result.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(result.error().orElseThrow())
        .contains("not gone after 250 calls", "Cloud Map service user.staging");
    assertThat(workflow.loadBalancers.balancersNamed("")).isEmpty();
    assertThat(workflow.clusters.names()).containsExactly("shop");

    workflow.discovery.instancesStay(0);
    assertThat(destroy().status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertNothingIsLeft();
  }

  @Test
  void removesTheOthersWhereAServiceWillNotGo() {
    deployed(STACK);
    workflow.log.failNext("ecs:UpdateService", new RefusedException("web may not be changed"));

    Report.Result result = destroy();

    assertThat(result.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(result.error().orElseThrow()).contains("web: web may not be changed");
    assertThat(services()).containsExactly("web");
    assertThat(workflow.loadBalancers.balancersNamed("")).hasSize(1);
    assertThat(workflow.dnsRecords.all()).hasSize(1);
    assertThat(revisions("shop-web", FAMILY)).containsExactly("shop-web:1");
    assertThat(left(result))
        .contains(
            "service web: web may not be changed.",
            "load balancer shop-web-lb: its service is still there");

    assertThat(destroy().status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertNothingIsLeft();
  }

  @Test
  void destroysNothingWhereTheScheduleStays() {
    deployed(STACK);
    workflow.log.failNext("scheduler:DeleteSchedule", new RefusedException("not allowed"));

    Report.Result result = destroy();

    assertThat(result.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(services()).containsExactlyInAnyOrder("web", "user");
    assertThat(workflow.row(result, "web").state()).isEqualTo(ServiceState.NOT_BEGUN);
    assertThat(left(result)).contains("load balancer shop-web-lb: the destroy ended before");
  }

  @Test
  void changesNothingASecondTime() {
    deployed(STACK);
    destroy();
    workflow.log.clear();

    Report.Result again = destroy();

    assertThat(again.status()).as(again.toString()).isEqualTo(DeploymentStatus.UNCHANGED);
    assertThat(workflow.log.changing()).isEmpty();
  }

  /** A stand-in may be all that a replacement left. */
  @Test
  void removesAStandIn() {
    deployed("services: {worker: {image: \"worker:1\"}}");
    workflow.log.loseNextAnswer("ecs:DeleteService", new RefusedException("not now"));
    Report.Result replaced =
        workflow.deploy(
            "deploy: {on_failure: keep}\nservices: {worker: {image: \"worker:1\", scheduling_strategy: DAEMON}}");
    assertThat(replaced.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(services()).isNotEmpty();

    Report.Result result = destroy();

    assertThat(result.status()).as(result.toString()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertNothingIsLeft();
  }

  @Test
  void deploysAgainAfterwards() {
    deployed(STACK);
    destroy();
    workflow.clusters.createCluster("shop");

    assertThat(workflow.deploy(STACK).status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(services()).containsExactlyInAnyOrder("web", "user");
  }
}
