package io.github.ecscompose.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.error.DrainingException;
import io.github.ecscompose.error.StackfileRejectedException;
import io.github.ecscompose.error.StandInPendingException;
import io.github.ecscompose.stackfile.Variables.Value;
import io.github.ecscompose.step.EnsureDiscovery;
import io.github.ecscompose.step.EnsureLoadBalancer;
import io.github.ecscompose.step.EnsureNamespace;
import io.github.ecscompose.step.EnsureSchedule;
import io.github.ecscompose.step.Plan;
import io.github.ecscompose.step.PlanRollBack;
import io.github.ecscompose.step.RegisterTask;
import io.github.ecscompose.step.RemoveLeftovers;
import io.github.ecscompose.step.RemoveService;
import io.github.ecscompose.step.ReplaceService;
import io.github.ecscompose.step.Report;
import io.github.ecscompose.step.RollBack;
import io.github.ecscompose.step.RunTask;
import io.github.ecscompose.step.UpdateService;
import io.github.ecscompose.step.Validate;
import io.github.ecscompose.step.WaitStable;
import io.github.ecscompose.testing.Workflow;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.crac.Core;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The handlers' documents, as the state machines give and take them. */
class HandlersTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String STACKFILE =
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
          dns_discovery: {name: web}
          elb: {type: public, ports: {public: 80, container: 8080}}
        migrate: {image: "migrate:1", type: task}
      """;

  private final Workflow world = new Workflow();
  private final TestContext context = new TestContext();
  private final StandardOutput output = new StandardOutput();

  @AfterEach
  void printAgain() {
    output.close();
  }

  private JsonNode call(RequestStreamHandler handler, JsonNode input) throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    handler.handleRequest(new ByteArrayInputStream(JSON.writeValueAsBytes(input)), output, context);
    return JSON.readTree(output.toByteArray());
  }

  private ObjectNode request(String stackfile) throws IOException {
    world.files.upload("stackfiles/shop.yml", stackfile);
    return (ObjectNode)
        JSON.readTree(
            """
            {
              "stackfile": {"bucket": "bucket", "key": "stackfiles/shop.yml", "etag": "abc"},
              "trigger": {"kind": "s3", "by": "somebody", "at": "2026-11-20T20:00:00Z"},
              "options": {},
              "execution": {
                "arn": "arn:aws:states:eu-central-1:123456789012:execution:deploy:e1",
                "name": "e1",
                "startedAt": "2026-11-20T20:00:00Z"}
            }
            """);
  }

  private EnsureScheduleHandler ensureSchedule() {
    return new EnsureScheduleHandler(
        new EnsureSchedule(
            world.files, world.records, world.schedules, Workflow.DELIVERY, world.clock));
  }

  private static ObjectNode with(JsonNode deployment, String service) {
    return ((ObjectNode) deployment.deepCopy()).put("service", service);
  }

  @Test
  void goThroughADeployment() throws IOException {
    ObjectNode request = request(STACKFILE);
    JsonNode deployment =
        call(
            new ValidateHandler(
                new Validate(world.files, world.records, path -> Map.of(), world.clock)),
            request);
    assertThat(deployment.path("cluster").asText()).isEqualTo("shop");
    assertThat(deployment.path("id").asText()).hasSize(26);

    JsonNode plan =
        call(
            new PlanHandler(new Plan(world.files, world.records, world.sources(), world.clock)),
            deployment);
    assertThat(plan)
        .isEqualTo(
            JSON.readTree(
                """
                {"changed": true, "namespace": true, "schedule": false, "deadline": "2026-11-20T20:30:00Z", "rollBack": true, "waves": [{"services": [
                  {"service": "web", "type": "service", "loadBalancer": true, "discovery": true},
                  {"service": "migrate", "type": "task", "loadBalancer": false, "discovery": false}
                ]}]}
                """));

    EnsureNamespaceHandler ensureNamespace =
        new EnsureNamespaceHandler(new EnsureNamespace(world.files, world.discovery));
    assertThatThrownBy(() -> call(ensureNamespace, deployment)).hasMessageContaining("example.sd");
    JsonNode namespace = call(ensureNamespace, deployment);

    ObjectNode web = with(deployment, "web");
    web.setAll(
        (ObjectNode)
            call(
                new EnsureLoadBalancerHandler(
                    new EnsureLoadBalancer(
                        world.files, world.records, world.loadBalancers, world.dnsRecords)),
                web));
    web.setAll(
        (ObjectNode)
            call(
                new EnsureDiscoveryHandler(
                    new EnsureDiscovery(
                        world.files, world.records, world.discovery, world.clusters)),
                web.deepCopy().setAll((ObjectNode) namespace)));
    RegisterTaskHandler registerTask =
        new RegisterTaskHandler(new RegisterTask(world.files, world.records, world.clusters));
    web.setAll((ObjectNode) call(registerTask, web));
    JsonNode updated =
        call(
            new UpdateServiceHandler(new UpdateService(world.files, world.records, world.clusters)),
            web);
    assertThat(updated.path("target").asText()).startsWith("ecs-svc/");
    assertThat(world.clusters.live("web").document().path("serviceRegistries")).hasSize(1);

    ObjectNode migrate = with(deployment, "migrate");
    migrate.setAll((ObjectNode) call(registerTask, migrate));
    String task =
        call(new RunTaskHandler(new RunTask(world.files, world.records, world.clusters)), migrate)
            .path("target")
            .asText();

    WaitStableHandler waitStable =
        new WaitStableHandler(
            new WaitStable(world.records, world.clusters, world.rollouts, world.clock));
    ObjectNode look = ((ObjectNode) deployment.deepCopy()).set("deadline", plan.path("deadline"));
    assertThat(call(waitStable, look))
        .isEqualTo(JSON.readTree("{\"done\": false, \"failed\": false, \"waitSeconds\": 3}"));
    world.clusters.stop(task, "", Map.of("migrate", 0));
    assertThat(call(waitStable, look).path("done").asBoolean()).isTrue();

    assertThat(call(ensureSchedule(), deployment))
        .isEqualTo(JSON.readTree("{\"schedule\": \"KEPT\"}"));

    ObjectNode reported = JSON.createObjectNode();
    reported.set("request", request);
    JsonNode report =
        call(new ReportHandler(new Report(world.files, world.records, world.clock)), reported);
    assertThat(report.path("status").asText()).isEqualTo("SUCCEEDED");
    assertThat(report.path("error").asText()).isEmpty();
    assertThat(output.lines())
        .allSatisfy(line -> {
          assertThat(line.path("cluster").asText()).isEqualTo("shop");
          assertThat(line.path("deployment").asText()).isEqualTo(deployment.path("id").asText());
          assertThat(line.path("requestId").asText()).isEqualTo("request-1");
          assertThat(Instant.parse(line.path("timestamp").asText())).isNotNull();
        })
        .anySatisfy(line -> {
          assertThat(line.path("message").asText()).isEqualTo("UpdateServiceHandler");
          assertThat(line.path("service").asText()).isEqualTo("web");
          assertThat(line.path("outcome").asText()).isEqualTo("done");
          assertThat(line.path("milliseconds").isIntegralNumber()).isTrue();
        });
  }

  @Test
  void logWhatFailedAndNoValueOfAVariable() throws IOException {
    ObjectNode request =
        request("services: {web: {image: \"${PASSWORD}\", environment: {A: \"${PASSWORD}\"}}}");
    ValidateHandler validate =
        new ValidateHandler(
            new Validate(
                world.files,
                world.records,
                path -> Map.of("PASSWORD", new Value("Not An Image", true)),
                world.clock));

    assertThatThrownBy(() -> call(validate, request))
        .isInstanceOf(StackfileRejectedException.class);

    assertThat(output.lines())
        .singleElement()
        .satisfies(line -> {
          assertThat(line.path("outcome").asText()).isEqualTo("failed");
          assertThat(line.path("error").asText()).isEqualTo("StackfileRejectedException");
          assertThat(line.path("cause").asText()).contains("services.web.image");
        });
    assertThat(output.text()).doesNotContain("Not An Image");
  }

  @Test
  void reportARejection() throws IOException {
    ObjectNode request = request("services: {web: {}}");
    ValidateHandler validate =
        new ValidateHandler(
            new Validate(world.files, world.records, path -> Map.of(), world.clock));
    assertThatThrownBy(() -> call(validate, request))
        .isInstanceOf(StackfileRejectedException.class);

    ObjectNode input = JSON.createObjectNode();
    input.set("request", request);
    input
        .putObject("failure")
        .put("error", StackfileRejectedException.class.getName())
        .put("cause", "{\"errorMessage\": \"shop.yml:1:18 services.web: image is missing\"}");
    JsonNode report =
        call(new ReportHandler(new Report(world.files, world.records, world.clock)), input);

    assertThat(report.path("status").asText()).isEqualTo("REJECTED");
    assertThat(report.path("error").asText()).isEqualTo("StackfileRejected");
    assertThat(report.path("cause").asText()).contains("shop.yml:1:18");
  }

  @Test
  void rollADeploymentBack() throws IOException {
    world.deploy("services: {worker: {image: \"worker:1\"}}");
    ObjectNode request =
        request("services: {worker: {image: \"worker:2\"}, new: {image: \"new:1\"}}");
    JsonNode deployment =
        call(
            new ValidateHandler(
                new Validate(world.files, world.records, path -> Map.of(), world.clock)),
            request);
    call(
        new PlanHandler(new Plan(world.files, world.records, world.sources(), world.clock)),
        deployment);
    for (String service : List.of("worker", "new")) {
      ObjectNode item = with(deployment, service);
      item.setAll(
          (ObjectNode)
              call(
                  new RegisterTaskHandler(
                      new RegisterTask(world.files, world.records, world.clusters)),
                  item));
      call(
          new UpdateServiceHandler(new UpdateService(world.files, world.records, world.clusters)),
          item);
    }

    JsonNode plan =
        call(
            new PlanRollBackHandler(new PlanRollBack(world.files, world.records, world.clock)),
            deployment);
    assertThat(plan.path("services"))
        .isEqualTo(
            JSON.readTree(
                """
                [{"service": "new", "type": "remove"},
                 {"service": "worker", "type": "restore", "loadBalancer": false}]
                """));
    assertThat(plan.path("changed").asBoolean()).isTrue();
    assertThat(plan.path("leftovers").asBoolean(true)).isFalse();
    call(
        new RollBackHandler(new RollBack(world.files, world.records, world.clusters)),
        with(deployment, "worker"));
    call(new RemoveServiceHandler(removeService()), with(deployment, "new"));
    ObjectNode look = ((ObjectNode) deployment.deepCopy()).put("rollBack", true);
    look.set("deadline", plan.path("deadline"));
    assertThat(
            call(
                    new WaitStableHandler(
                        new WaitStable(world.records, world.clusters, world.rollouts, world.clock)),
                    look)
                .path("done")
                .asBoolean())
        .isTrue();
    assertThat(call(new RemoveLeftoversHandler(removeLeftovers()), look)).isEmpty();

    ObjectNode reported = JSON.createObjectNode();
    reported.set("request", request);
    reported.putObject("failure").put("error", "States.Timeout").put("cause", "");
    JsonNode report =
        call(new ReportHandler(new Report(world.files, world.records, world.clock)), reported);
    assertThat(report.path("status").asText()).isEqualTo("ROLLED_BACK");
    assertThat(report.path("error").asText()).isEqualTo("DeploymentRolledBack");
    assertThat(world.clusters.serviceNames()).containsExactly("worker");
    assertThat(world.clusters.live("worker").taskDefinition()).endsWith("shop-worker:1");
  }

  /** RegisterTaskDefinition is taken twenty times at once, and then once a second. */
  @Test
  void tellWhoseTurnComesLater() throws IOException {
    StringBuilder stackfile = new StringBuilder("services:\n");
    for (int i = 1; i <= 22; i++) {
      stackfile.append("  s%d: {image: \"image:1\"}\n".formatted(i));
    }
    JsonNode deployment =
        call(
            new ValidateHandler(
                new Validate(world.files, world.records, path -> Map.of(), world.clock)),
            request(stackfile.toString()));

    JsonNode services =
        call(
                new PlanHandler(new Plan(world.files, world.records, world.sources(), world.clock)),
                deployment)
            .at("/waves/0/services");

    assertThat(services).hasSize(22);
    assertThat(services.get(18).has("offset")).isFalse();
    assertThat(services.get(19))
        .isEqualTo(
            JSON.readTree(
                """
                {"service": "s20", "type": "service", "loadBalancer": false, "discovery": false, "offset": 1}
                """));
    assertThat(services.get(21).path("offset").asInt()).isEqualTo(3);
  }

  /**
   * UpdateService and DeleteService are taken fifty times at once, and then five times a second.
   */
  @Test
  void tellWhoseTurnComesLaterOnTheWayBack() throws IOException {
    StringBuilder stackfile = new StringBuilder("services:\n");
    for (int i = 1; i <= 51; i++) {
      stackfile.append("  s%d: {image: \"image:1\"}\n".formatted(i));
    }
    DeploymentReference deployment = world.deploy(stackfile.toString()).deployment();

    JsonNode services =
        call(
                new PlanRollBackHandler(new PlanRollBack(world.files, world.records, world.clock)),
                JSON.createObjectNode()
                    .put("cluster", deployment.cluster())
                    .put("id", deployment.id()))
            .path("services");

    assertThat(services).hasSize(51);
    assertThat(services.get(48).has("offset")).isFalse();
    assertThat(services.get(50).path("offset").asInt()).isEqualTo(1);
  }

  /** Each way back of a replacement makes six changes, and 49 are made at once. */
  @Test
  void tellWhoseTurnComesLaterWhereReplacementsGoBack() throws IOException {
    StringBuilder stackfile = new StringBuilder("services:\n");
    for (int i = 1; i <= 9; i++) {
      stackfile.append("  s%d: {image: \"image:1\"}\n".formatted(i));
    }
    world.deploy(stackfile.toString());
    DeploymentReference deployment =
        world
            .deploy(stackfile.toString().replace("}", ", scheduling_strategy: DAEMON}"))
            .deployment();

    JsonNode services =
        call(
                new PlanRollBackHandler(new PlanRollBack(world.files, world.records, world.clock)),
                JSON.createObjectNode()
                    .put("cluster", deployment.cluster())
                    .put("id", deployment.id()))
            .path("services");

    assertThat(services).hasSize(9);
    assertThat(services.get(7).path("standIn").asBoolean()).isTrue();
    assertThat(services.get(7).has("offset")).isFalse();
    assertThat(services.get(8).path("offset").asInt()).isEqualTo(1);
  }

  @Test
  void replaceAServiceAndGoBack() throws IOException {
    world.deploy("services: {worker: {image: \"worker:1\"}}");
    ObjectNode request =
        request("services: {worker: {image: \"worker:1\", scheduling_strategy: DAEMON}}");
    JsonNode deployment =
        call(
            new ValidateHandler(
                new Validate(world.files, world.records, path -> Map.of(), world.clock)),
            request);
    JsonNode plan =
        call(
            new PlanHandler(new Plan(world.files, world.records, world.sources(), world.clock)),
            deployment);
    assertThat(plan.at("/waves/0/services"))
        .isEqualTo(
            JSON.readTree(
                """
                [{"service": "worker", "type": "service", "loadBalancer": false, "discovery": false, "standIn": true}]
                """));
    ObjectNode item = with(deployment, "worker").put("type", "service");
    item.set("deadline", plan.path("deadline"));
    item.put("taskDefinitionArn", world.clusters.live("worker").taskDefinition());
    ReplaceServiceHandler handler = new ReplaceServiceHandler(replaceService());
    askUntilDone(handler, item);
    assertThat(world.clusters.serviceNames()).containsExactly("worker");
    assertThat(world.clusters.live("worker").isDaemon()).isTrue();

    JsonNode back =
        call(
            new PlanRollBackHandler(new PlanRollBack(world.files, world.records, world.clock)),
            deployment);
    assertThat(back.path("services"))
        .isEqualTo(
            JSON.readTree(
                """
                [{"service": "worker", "type": "restore", "loadBalancer": false, "standIn": true}]
                """));
    item.put("type", "restore");
    item.set("deadline", back.path("deadline"));
    askUntilDone(handler, item);
    assertThat(world.clusters.serviceNames()).containsExactly("worker");
    assertThat(world.clusters.live("worker").isDaemon()).isFalse();
  }

  /** As the state machine asks again. */
  private void askUntilDone(RequestStreamHandler handler, JsonNode item) throws IOException {
    for (int looks = 0; looks < 10; looks++) {
      try {
        assertThat(call(handler, item)).isEmpty();
        return;
      } catch (StandInPendingException | DrainingException e) {
        assertThat(e).hasMessageContaining("worker");
      }
    }
    throw new AssertionError("the replacement never came to an end");
  }

  private ReplaceService replaceService() {
    return new ReplaceService(world.files, world.records, world.clusters, world.clock);
  }

  private RemoveService removeService() {
    return new RemoveService(
        world.files,
        world.records,
        world.clusters,
        world.loadBalancers,
        world.dnsRecords,
        world.discovery);
  }

  private RemoveLeftovers removeLeftovers() {
    return new RemoveLeftovers(
        world.files,
        world.records,
        world.clusters,
        world.loadBalancers,
        world.dnsRecords,
        world.discovery,
        world.clock);
  }

  @Test
  void haveTheirCallsEndBeforeLambdaEndsThem() throws IOException {
    JsonNode deployment =
        call(
            new ValidateHandler(
                new Validate(world.files, world.records, path -> Map.of(), world.clock)),
            request("services: {worker: {image: \"worker:1\"}}"));
    ByteArrayInputStream input = new ByteArrayInputStream(JSON.writeValueAsBytes(deployment));

    new PlanHandler(new Plan(world.files, world.records, world.sources(), world.clock))
        .handleRequest(input, new ByteArrayOutputStream(), new TestContext(600_000));

    assertThat(Invocation.TIME_LIMIT.left())
        .isBetween(Duration.ofSeconds(500), Duration.ofSeconds(598));
  }

  @Test
  void refuseAnInputWithoutItsMembers() {
    RegisterTaskHandler handler =
        new RegisterTaskHandler(new RegisterTask(world.files, world.records, world.clusters));

    assertThatThrownBy(() -> call(handler, JSON.createObjectNode()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the input has no text cluster");
  }

  @Test
  void changeNothingWhenSnapStartPrimesThem() {
    List<Primed> handlers =
        List.of(
            new ValidateHandler(
                new Validate(world.files, world.records, path -> Map.of(), world.clock)),
            new PlanHandler(new Plan(world.files, world.records, world.sources(), world.clock)),
            new EnsureNamespaceHandler(new EnsureNamespace(world.files, world.discovery)),
            new EnsureLoadBalancerHandler(
                new EnsureLoadBalancer(
                    world.files, world.records, world.loadBalancers, world.dnsRecords)),
            new EnsureDiscoveryHandler(
                new EnsureDiscovery(world.files, world.records, world.discovery, world.clusters)),
            new RegisterTaskHandler(new RegisterTask(world.files, world.records, world.clusters)),
            new UpdateServiceHandler(new UpdateService(world.files, world.records, world.clusters)),
            new RunTaskHandler(new RunTask(world.files, world.records, world.clusters)),
            new PlanRollBackHandler(new PlanRollBack(world.files, world.records, world.clock)),
            new RollBackHandler(new RollBack(world.files, world.records, world.clusters)),
            new RemoveServiceHandler(removeService()),
            new RemoveLeftoversHandler(removeLeftovers()),
            new ReplaceServiceHandler(replaceService()),
            new WaitStableHandler(
                new WaitStable(world.records, world.clusters, world.rollouts, world.clock)),
            ensureSchedule(),
            new ReportHandler(new Report(world.files, world.records, world.clock)));

    handlers.forEach(handler -> handler.beforeCheckpoint(Core.getGlobalContext()));

    assertThat(world.log.changing()).isEmpty();
    assertThat(world.records.all()).isEmpty();
  }
}
