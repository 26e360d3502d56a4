package io.github.ecscompose.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.plan.TaskDefinition;
import io.github.ecscompose.stackfile.StackfileText;
import io.github.ecscompose.stackfile.Variables.Value;
import io.github.ecscompose.testing.Workflow;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DescribeClusterTest {

  private static final String NETWORK =
      """
      vpc:
        id: vpc-1
        subnets: {public: [subnet-1, subnet-2], private: [subnet-3, subnet-4]}
        security_groups: {public: [sg-1], private: [sg-2]}
      service_discovery: {namespace: example.sd}
      """;

  private static final String BALANCED =
      NETWORK
          + """
          redeploy: {schedule: rate(1 day), timezone: Asia/Tokyo}
          deploy: {timeout: 10m}
          services:
            db: {image: "db:1", dns_discovery: {name: db.prod}, tags: {team: data}}
            web:
              image: web:1
              ports: ["8080:8080"]
              depends_on: [db]
              tags: {team: front}
              elb:
                name: edge
                type: public
                protocol: HTTPS
                ports: {public: 443, container: 8080}
                certificates: [arn:aws:acm:::certificate/1, arn:aws:acm:::certificate/2]
                redirect_http: true
                stickiness: true
                dns: {hosted_zone_id: Z1, record_name: www.example.com}
          """;

  private final Workflow world = new Workflow();

  private DescribeCluster.Description describe() {
    return new DescribeCluster(
            world.filesOfFunctions, world.recordsOfFunctions, world.sources(), world.schedules)
        .run("shop")
        .orElseThrow();
  }

  private static String yaml(DescribeCluster.Description description) {
    return StackfileText.yaml(description.stackfile(), description.warnings());
  }

  private void deploy(String stackfile) {
    assertThat(world.deploy(stackfile).status()).isEqualTo(DeploymentStatus.SUCCEEDED);
  }

  @Test
  void whatIsDescribedChangesNothing() {
    deploy(BALANCED);
    world.log.clear();
    DescribeCluster.Description description = describe();

    assertThat(world.log.all())
        .isNotEmpty()
        .allMatch(call -> call.matches("[a-z0-9-]+:(Describe|List|Get|Query).*"));
    assertThat(description.warnings()).isEmpty();
    assertThat(world.deploy(yaml(description)).status()).isEqualTo(DeploymentStatus.UNCHANGED);
    assertThat(world.schedules.live("shop").expression()).isEqualTo("rate(1 day)");
    assertThat(yaml(description)).contains("depends_on:", "timeout: 600", "timezone: Asia/Tokyo");
  }

  @Test
  void unchangedServicesCostACallForTen() {
    deploy(BALANCED);
    world.log.clear();

    describe();

    assertThat(world.log.counts()).doesNotContainKey("ecs:DescribeTaskDefinition");
  }

  /** The word of the stackfile that was deployed is no more what runs. */
  @Test
  void whatWasChangedByHandIsDescribedAsItIs() {
    deploy(BALANCED);
    world.loadBalancers.setAttributes(
        world.loadBalancers.targetGroup("shop-web-edge-lb").orElseThrow().arn(),
        Map.of("deregistration_delay.timeout_seconds", "10"));
    world.clusters.update(
        "shop", JsonNodeFactory.instance.objectNode().put("service", "web").put("desiredCount", 3));
    world.clusters.update(
        "shop", JsonNodeFactory.instance.objectNode().put("service", "db").put("desiredCount", 2));

    DescribeCluster.Description description = describe();

    ObjectNode web = (ObjectNode) description.stackfile().at("/services/web");
    assertThat(web.path("desired_count").asInt()).isEqualTo(3);
    assertThat(web.at("/elb/deregistration_delay").asInt()).isEqualTo(10);
    assertThat(web.at("/elb/name").asText()).isEqualTo("edge");
    assertThat(web.at("/elb/redirect_http").asBoolean()).isTrue();
    assertThat(web.at("/elb/certificates")).hasSize(2);
    assertThat(web.at("/elb/dns/record_name").asText()).isEqualTo("www.example.com");
    assertThat(web.at("/tags/team").asText()).isEqualTo("front");
    assertThat(description.stackfile().at("/services/db/dns_discovery/name").asText())
        .isEqualTo("db.prod");
    assertThat(description.warnings())
        .containsExactly(
            "services.db is not what it was last deployed as: deploying this sets its tags anew, and changes nothing else.",
            "services.web is not what it was last deployed as: deploying this sets its tags anew, and changes nothing else.");
    world.log.clear();
    world.deploy(yaml(description));
    // A deployment that is one has the schedule deploy what it deployed.
    assertThat(world.log.changing().stream().distinct())
        .containsExactly("ecs:TagResource", "scheduler:UpdateSchedule");
  }

  @Test
  void secretsAreToldAsTheirVariables() {
    world.parameters.put("PASSWORD", new Value("s3$cr3t", true));
    world.parameters.put("SPLUNK", new Value("t0k3n", true));
    String stackfile =
        """
        services:
          web:
            image: web:1
            task_execution_role_arn: arn:aws:iam::123456789012:role/execution
            secrets: {TOKEN: /shop/token}
            environment: {URL: "pg://u:$PASSWORD@db/$$x", PLAIN: "$$HOME"}
            logging: {log_driver: splunk, options: {splunk-token: $SPLUNK}}
        """;
    deploy(stackfile);

    DescribeCluster.Description description = describe();

    assertThat(yaml(description))
        .doesNotContain("s3$")
        .doesNotContain("s3$$")
        .doesNotContain("t0k3n");
    assertThat(description.stackfile().at("/services/web/environment/URL").asText())
        .isEqualTo("pg://u:${PASSWORD}@db/$$x");
    assertThat(description.stackfile().at("/services/web/environment/PLAIN").asText())
        .isEqualTo("$$HOME");
    assertThat(description.stackfile().at("/services/web/secrets/TOKEN").asText())
        .isEqualTo("/shop/token");
    assertThat(description.warnings()).isEmpty();
    assertThat(world.deploy(yaml(description)).status()).isEqualTo(DeploymentStatus.UNCHANGED);
  }

  @Test
  void aSecretThatNoVariableGivesIsNotTold() {
    world.parameters.put("PASSWORD", new Value("s3cr3t", true));
    deploy("services: {web: {image: \"web:1\", environment: {PASSWORD: $PASSWORD}}}");
    world.parameters.put("PASSWORD", new Value("an0ther", true));
    TaskDefinition now =
        world
            .clusters
            .taskDefinition(world.clusters.live("web").taskDefinition())
            .orElseThrow()
            .definition();
    ObjectNode changed = now.document().deepCopy();
    ((ObjectNode) changed.at("/containerDefinitions/0/environment/0")).put("value", "by h4nd");
    String revision = world.clusters.register(new TaskDefinition(changed), Map.of());
    world.clusters.update(
        "shop",
        JsonNodeFactory.instance
            .objectNode()
            .put("service", "web")
            .put("taskDefinition", revision));

    DescribeCluster.Description description = describe();

    assertThat(yaml(description)).doesNotContain("h4nd");
    assertThat(description.stackfile().at("/services/web/environment/PASSWORD").asText())
        .isEqualTo("${WEB_PASSWORD}");
    assertThat(description.warnings())
        .contains(
            "services.web.environment.PASSWORD: its value is secret, and no variable of its deployment gives it: deploy this with the variable WEB_PASSWORD.");
  }

  /** A value may have come from a secret where nobody knows whence it came. */
  @Test
  void ofADeploymentThatIsNotFiledNoValueIsTold() {
    deploy(
        """
        services:
          web:
            image: web:1
            environment: {URL: "pg://s3cr3t"}
            logging: {log_driver: splunk, options: {splunk-token: t0k3n}}
          worker:
            image: worker:1
            logging: {log_driver: awslogs, options: {awslogs-group: /shop}}
        """);
    for (String service : List.of("web", "worker")) {
      world.clusters.tag(
          world.clusters.live(service).arn(),
          Map.of(Tags.DEPLOYMENT, "01J00000000000000000000000"));
    }

    DescribeCluster.Description description = describe();

    assertThat(yaml(description)).doesNotContain("s3cr3t").doesNotContain("t0k3n");
    assertThat(description.stackfile().at("/services/web/environment/URL").asText())
        .isEqualTo("${WEB_URL}");
    assertThat(description.stackfile().at("/services/web/logging/options/splunk-token").asText())
        .isEqualTo("${WEB_LOGGING_OPTIONS_SPLUNK_TOKEN}");
    assertThat(
            description.stackfile().at("/services/worker/logging/options/awslogs-group").asText())
        .isEqualTo("/shop");
    world.parameters.put("WEB_URL", new Value("pg://s3cr3t", false));
    world.parameters.put("WEB_LOGGING_OPTIONS_SPLUNK_TOKEN", new Value("t0k3n", true));
    assertThat(world.deploy(yaml(description)).status()).isEqualTo(DeploymentStatus.UNCHANGED);
  }

  @Test
  void whatOthersMadeIsDescribedAsFarAsThereAreWords() {
    ObjectNode container =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", "main")
            .put("image", "their:1")
            .put("essential", true)
            .put("memory", 64)
            .put("readonlyRootFilesystem", true);
    ObjectNode task = JsonNodeFactory.instance.objectNode().put("family", "theirs");
    task.putArray("containerDefinitions").add(container);
    String revision = world.clusters.register(new TaskDefinition(task), Map.of());
    world.clusters.create(
        "shop",
        JsonNodeFactory.instance
            .objectNode()
            .put("serviceName", "legacy")
            .put("taskDefinition", revision)
            .put("desiredCount", 1),
        Map.of(),
        "token");

    DescribeCluster.Description description = describe();

    assertThat(description.stackfile().at("/services/legacy/image").asText()).isEqualTo("their:1");
    assertThat(description.stackfile().at("/services/legacy/memory").asInt()).isEqualTo(64);
    assertThat(description.warnings())
        .contains(
            "services.legacy was made by somebody else: a deployment refuses it as long as that one runs.")
        .anyMatch(warning -> warning.contains("readonlyRootFilesystem"));
  }

  @Test
  void aCountOfAutoscalingIsLeftToIt() {
    deploy("services: {web: {image: \"web:1\", desired_count: 2}}");
    world.clusters.update(
        "shop", JsonNodeFactory.instance.objectNode().put("service", "web").put("desiredCount", 5));
    world.scalableTargets.register("shop", "web");

    DescribeCluster.Description description = describe();

    assertThat(description.warnings())
        .containsExactly("services.web.desired_count: 2 → left at 5, which autoscaling decides");
    assertThat(world.deploy(yaml(description)).status()).isEqualTo(DeploymentStatus.UNCHANGED);
  }

  /** A stackfile with {@code prune} removes what it does not have. */
  @Test
  void whatIsLeftOutIsNotRemovedForThat() {
    deploy("{services: {db: {image: \"db:1\"}, web: {image: \"web:1\"}}, deploy: {prune: true}}");
    assertThat(describe().stackfile().at("/deploy/prune").asBoolean()).isTrue();
    TaskDefinition now =
        world
            .clusters
            .taskDefinition(world.clusters.live("web").taskDefinition())
            .orElseThrow()
            .definition();
    ObjectNode changed = now.document().deepCopy();
    ObjectNode container = (ObjectNode) changed.at("/containerDefinitions/0");
    container.putObject("dockerLabels").put("a=b", "c");
    String revision = world.clusters.register(new TaskDefinition(changed), Map.of());
    world.clusters.update(
        "shop",
        JsonNodeFactory.instance
            .objectNode()
            .put("service", "web")
            .put("taskDefinition", revision));

    DescribeCluster.Description description = describe();

    assertThat(description.warnings())
        .singleElement()
        .asString()
        .startsWith("services.web is left out, since no stackfile can say it: services.web.labels");
    assertThat(description.stackfile().has("deploy")).isFalse();
    assertThat(world.deploy(yaml(description)).status()).isEqualTo(DeploymentStatus.UNCHANGED);
    assertThat(world.clusters.serviceNames()).contains("web");
  }

  @Test
  void nothingWaitsForWhatDoesNotRun() {
    deploy("services: {db: {image: \"db:1\"}, web: {image: \"web:1\", depends_on: [db]}}");
    world.clusters.delete("db");

    DescribeCluster.Description description = describe();

    assertThat(description.stackfile().at("/services/web").has("depends_on")).isFalse();
    assertThat(world.deploy(yaml(description)).status()).isEqualTo(DeploymentStatus.UNCHANGED);
  }

  @Test
  void aClusterThatHasNothingHasNoDescription() {
    DescribeCluster describe =
        new DescribeCluster(
            world.filesOfFunctions, world.recordsOfFunctions, world.sources(), world.schedules);

    assertThat(describe.run("shop")).isEmpty();
    assertThat(describe.run("none")).isEmpty();
    assertThat(world.log.changing()).isEmpty();
  }
}
