package io.github.ecscompose.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.StackfileRejectedException;
import io.github.ecscompose.error.ThrottledException;
import io.github.ecscompose.error.TransientException;
import io.github.ecscompose.plan.TaskDefinition;
import io.github.ecscompose.stackfile.Variables.Value;
import io.github.ecscompose.step.DescribeCluster;
import io.github.ecscompose.step.ListDeployments;
import io.github.ecscompose.step.Parameters;
import io.github.ecscompose.step.PlanAhead;
import io.github.ecscompose.template.ApiSchema;
import io.github.ecscompose.testing.Workflow;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LookHandlerTest {

  private static final String STACKFILE =
      """
      services:
        db: {image: "db:1"}
        web:
          image: web:${TAG:-1}
          depends_on: [db]
          environment: {PASSWORD: "$PASSWORD", LEVEL: info}
      """;

  private final Workflow world = new Workflow();

  LookHandlerTest() {
    world.parameters.put("PASSWORD", new Value("s3cr3t", true));
  }

  private LookHandler handler() {
    return handler(path -> world.parameters);
  }

  private LookHandler handler(Parameters parameters) {
    return new LookHandler(
        new PlanAhead(
            world.filesOfFunctions,
            world.recordsOfFunctions,
            parameters,
            world.sources(),
            world.clock),
        new DescribeCluster(
            world.filesOfFunctions, world.recordsOfFunctions, world.sources(), world.schedules),
        new ListDeployments(world.history, world.records));
  }

  private static APIGatewayProxyRequestEvent plan(String body) {
    return new APIGatewayProxyRequestEvent()
        .withHttpMethod("POST")
        .withResource("/api/clusters/{cluster}/plan")
        .withPath("/api/clusters/shop/plan")
        .withPathParameters(Map.of("cluster", "shop"))
        .withBody(body);
  }

  private APIGatewayProxyResponseEvent answer(APIGatewayProxyRequestEvent request) {
    return handler().handleRequest(request, new TestContext());
  }

  private static JsonNode body(APIGatewayProxyResponseEvent response) {
    try {
      return new ObjectMapper().readTree(response.getBody());
    } catch (JsonProcessingException e) {
      throw new AssertionError(response.getBody(), e);
    }
  }

  private JsonNode planned(String stackfile) {
    APIGatewayProxyResponseEvent response = answer(plan(stackfile));
    assertThat(response.getStatusCode()).as(response.getBody()).isEqualTo(200);
    assertThat(response.getHeaders()).containsEntry("Content-Type", "application/json");
    JsonNode plan = body(response);
    assertThat(new ApiSchema().faults("Plan", plan)).isEmpty();
    return plan;
  }

  @Test
  void tellsWhatANewStackComesTo() {
    JsonNode plan = planned(STACKFILE);

    assertThat(plan.path("changed").asBoolean()).isTrue();
    assertThat(plan.at("/counts/create").asInt()).isEqualTo(2);
    assertThat(plan.path("waves").toString()).isEqualTo("[[\"db\"],[\"web\"]]");
    assertThat(plan.at("/services/0").toString())
        .isEqualTo(
            "{\"service\":\"db\",\"action\":\"CREATE\",\"changes\":[{\"path\":\"services.db\",\"after\":\"new\"}]}");
  }

  @Test
  void changesFilesAndStartsNothing() {
    world.deploy(STACKFILE);
    world.log.clear();

    planned(STACKFILE.replace("web:${TAG:-1}", "web:2"));

    assertThat(world.log.all())
        .isNotEmpty()
        .allMatch(call -> call.matches("[a-z0-9-]+:(Describe|List|Get|Query).*"));
    assertThat(world.records.all()).hasSize(1);
  }

  @Test
  void tellsWhatDiffersFieldByFieldAndNoSecret() {
    world.deploy(STACKFILE);
    world.parameters.put("PASSWORD", new Value("another", true));

    APIGatewayProxyResponseEvent response =
        answer(plan(STACKFILE).withQueryStringParameters(Map.of("var.TAG", "2", "var.GAT", "1")));
    JsonNode plan = body(response);

    assertThat(plan.at("/services/1/action").asText()).isEqualTo("UPDATE");
    assertThat(plan.at("/services/1/changes").toString())
        .isEqualTo(
            "[{\"path\":\"services.web.environment.PASSWORD\",\"before\":\"(secret)\",\"after\":\"(secret)\"},"
                + "{\"path\":\"services.web.image\",\"before\":\"\\\"web:1\\\"\",\"after\":\"\\\"web:2\\\"\"}]");
    assertThat(response.getBody()).doesNotContain("s3cr3t").doesNotContain("another");
    assertThat(plan.path("warnings").findValuesAsText("message"))
        .containsExactly("the variable GAT was given, and the stackfile does not use it");
  }

  /** What the workflow decides is what was told. */
  @Test
  void whatIsUnchangedIsSoForADeploymentToo() {
    world.deploy(STACKFILE);

    assertThat(planned(STACKFILE).path("changed").asBoolean()).isFalse();
    assertThat(planned(STACKFILE).at("/counts/unchanged").asInt()).isEqualTo(2);
    assertThat(world.deploy(STACKFILE).status()).isEqualTo(DeploymentStatus.UNCHANGED);
  }

  @Test
  void heedsHowItIsToBeDeployed() {
    world.deploy("services: {db: {image: \"db:1\"}, gone: {image: \"gone:1\"}}");

    JsonNode only =
        body(answer(plan(STACKFILE).withQueryStringParameters(Map.of("update_only", "true"))));
    assertThat(only.at("/counts/skip").asInt()).isEqualTo(1);
    assertThat(only.path("update_only").asBoolean()).isTrue();
    JsonNode again =
        body(answer(plan(STACKFILE).withQueryStringParameters(Map.of("redeploy", "true"))));
    assertThat(again.at("/services/0/action").asText()).isEqualTo("REDEPLOY");
    JsonNode pruned = planned(STACKFILE + "deploy: {prune: true}\n");
    assertThat(pruned.at("/counts/remove").asInt()).isEqualTo(1);
    assertThat(pruned.path("waves").toString()).isEqualTo("[[\"web\"],[\"gone\"]]");
  }

  @Test
  void writesForTheEyesToo() {
    APIGatewayProxyResponseEvent response =
        answer(plan(STACKFILE).withHeaders(Map.of("Accept", "text/plain")));

    assertThat(response.getStatusCode()).isEqualTo(200);
    assertThat(response.getHeaders()).containsEntry("Content-Type", "text/plain; charset=utf-8");
    assertThat(response.getBody())
        .isEqualTo(
            """
            +   db is created
            +   web is created

                2 to create
                Order: db, then web
            """);
  }

  private static APIGatewayProxyRequestEvent get(String cluster, String accept) {
    return new APIGatewayProxyRequestEvent()
        .withHttpMethod("GET")
        .withResource("/api/clusters/{cluster}")
        .withPath("/api/clusters/" + cluster)
        .withPathParameters(Map.of("cluster", cluster))
        .withHeaders(Map.of("Accept", accept));
  }

  @Test
  void tellsWhatRunsInTheFormThatIsWanted() {
    world.deploy(STACKFILE);

    APIGatewayProxyResponseEvent yaml = answer(get("shop", "*/*"));
    assertThat(yaml.getStatusCode()).isEqualTo(200);
    assertThat(yaml.getHeaders()).containsEntry("Content-Type", "application/yaml; charset=utf-8");
    assertThat(yaml.getBody())
        .startsWith("# What runs in the cluster shop.\nservices:\n  db:\n    image: db:1\n")
        .contains("PASSWORD: ${PASSWORD}")
        .doesNotContain("s3cr3t");
    assertThat(world.deploy(yaml.getBody()).status()).isEqualTo(DeploymentStatus.UNCHANGED);
    APIGatewayProxyResponseEvent json = answer(get("shop", "application/json"));
    assertThat(json.getHeaders()).containsEntry("Content-Type", "application/json");
    assertThat(body(json).at("/services/web/depends_on/0").asText()).isEqualTo("db");
    assertThat(body(json).has("x-warnings")).isFalse();
    assertThat(answer(get("shop", "text/yaml")).getHeaders())
        .containsEntry("Content-Type", "text/yaml; charset=utf-8");
    assertThat(answer(get("shop", "text/html")).getStatusCode()).isEqualTo(406);
  }

  @Test
  void warnsOfWhatAStackfileCannotSay() {
    world.deploy(STACKFILE);
    world.clusters.update("shop", JsonHandler.object().put("service", "db").put("desiredCount", 2));

    assertThat(answer(get("shop", "application/yaml")).getBody())
        .startsWith("# What runs in the cluster shop.\n# Warning: services.db is not what it was");
    assertThat(body(answer(get("shop", "application/json"))).at("/x-warnings/0").asText())
        .startsWith("services.db is not what it was");
  }

  @Test
  void whereNothingRunsThereIsNothing() {
    for (String cluster : List.of("shop", "none", "no cluster")) {
      APIGatewayProxyResponseEvent response = answer(get(cluster, "*/*"));
      assertThat(response.getStatusCode()).as(cluster).isEqualTo(404);
      assertThat(response.getHeaders()).containsEntry("Content-Type", "application/problem+json");
    }
  }

  @Test
  void refusesWhatIsNoCallOfThese() {
    assertThat(answer(plan(STACKFILE).withHeaders(Map.of("Accept", "text/html"))).getStatusCode())
        .isEqualTo(406);
    assertThat(
            answer(plan(STACKFILE).withHeaders(Map.of("Content-Type", "text/html")))
                .getStatusCode())
        .isEqualTo(415);
    assertThat(answer(plan("#".repeat(1024 * 1024 + 1))).getStatusCode()).isEqualTo(413);
    assertThat(
            answer(plan(STACKFILE).withQueryStringParameters(Map.of("redeploy", "perhaps")))
                .getStatusCode())
        .isEqualTo(400);
    assertThat(answer(plan(STACKFILE).withHttpMethod("DELETE")).getStatusCode()).isEqualTo(404);
  }

  @Test
  void tellsEveryProblemOfTheStackfile() {
    APIGatewayProxyResponseEvent response =
        answer(plan("services: {web: {cpu: much}, Über: {image: a}}"));

    assertThat(response.getStatusCode()).isEqualTo(422);
    assertThat(response.getHeaders()).containsEntry("Content-Type", "application/problem+json");
    assertThat(body(response).path("problems").findValuesAsText("path"))
        .contains("services.web.cpu", "services.web.image", "services.Über");
  }

  @Test
  void tellsWhatIsNotPossible() {
    APIGatewayProxyResponseEvent response =
        answer(plan(STACKFILE).withPathParameters(Map.of("cluster", "none")));

    assertThat(response.getStatusCode()).isEqualTo(422);
    assertThat(body(response).path("detail").asText())
        .startsWith("There is no active ECS cluster none in this account and region.");
  }

  @Test
  void tellsWhatIsSomebodyElses() {
    String other =
        world.clusters.register(
            new TaskDefinition(
                JsonHandler.object()
                    .put("family", "theirs")
                    .set(
                        "containerDefinitions",
                        JsonNodeFactory.instance
                            .arrayNode()
                            .add(
                                JsonHandler.object()
                                    .put("name", "a")
                                    .put("image", "a")
                                    .put("essential", true)
                                    .put("memory", 64)))),
            Map.of());
    world.clusters.create(
        "shop",
        JsonHandler.object()
            .put("serviceName", "web")
            .put("taskDefinition", other)
            .put("desiredCount", 1),
        Map.of(),
        "token");

    APIGatewayProxyResponseEvent response = answer(plan(STACKFILE));

    assertThat(response.getStatusCode()).isEqualTo(422);
    assertThat(body(response).path("detail").asText()).contains("which ecs-compose did not make");
  }

  private APIGatewayProxyResponseEvent failing(RuntimeException failure) {
    return failing(failure, new TestContext());
  }

  private APIGatewayProxyResponseEvent failing(RuntimeException failure, TestContext context) {
    return handler(
            path -> {
              throw failure;
            })
        .handleRequest(plan(STACKFILE), context);
  }

  @Test
  void aFailureOfAwsIsNoFaultOfTheCaller() {
    assertThat(failing(new ThrottledException("slow")).getStatusCode()).isEqualTo(429);
    assertThat(failing(new StackfileRejectedException("no")).getStatusCode()).isEqualTo(422);
    assertThat(failing(new RefusedException("ours")).getStatusCode()).isEqualTo(422);

    try (StandardOutput output = new StandardOutput()) {
      APIGatewayProxyResponseEvent denied =
          failing(new RefusedException("of AWS", new IllegalStateException("arn:aws:iam::1:x")));
      assertThat(denied.getStatusCode()).isEqualTo(500);
      assertThat(denied.getBody()).doesNotContain("of AWS").contains("request-1");
      assertThat(output.text()).contains("of AWS");
    }
    assertThat(failing(new IllegalStateException("broken")).getStatusCode()).isEqualTo(500);
  }

  @Test
  void saysWhetherThereWasNoAnswerOrNoTime() {
    assertThat(failing(new TransientException("none"), new TestContext(20_000)).getStatusCode())
        .isEqualTo(503);
    APIGatewayProxyResponseEvent late =
        failing(new TransientException("late"), new TestContext(4_000));
    assertThat(late.getStatusCode()).isEqualTo(504);
    assertThat(body(late).path("detail").asText()).contains("plan a part of the stackfile");
  }

  @Test
  void takesTheParametersThatAreDescribed() {
    assertThat(new ApiSchema().queryParameters("/api/clusters/{cluster}/plan", "post"))
        .isEqualTo(new ApiSchema().queryParameters("/api/clusters/{cluster}", "put"));
  }
}
