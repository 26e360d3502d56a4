package io.github.ecscompose.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ecscompose.deployment.DeployRequest.Options;
import io.github.ecscompose.deployment.DeployRequest.StackfileReference;
import io.github.ecscompose.deployment.DeployRequest.Trigger;
import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.ThrottledException;
import io.github.ecscompose.error.TransientException;
import io.github.ecscompose.stackfile.Variables.Value;
import io.github.ecscompose.step.CancelDeployment;
import io.github.ecscompose.step.DeployAgain;
import io.github.ecscompose.step.Executions;
import io.github.ecscompose.step.ListDeployments;
import io.github.ecscompose.step.StartDeployment;
import io.github.ecscompose.step.StartDestroy;
import io.github.ecscompose.template.ApiSchema;
import io.github.ecscompose.testing.InMemoryRequestKeys;
import io.github.ecscompose.testing.Workflow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiHandlerTest {

  private static final String STACKFILE = "services: {worker: {image: \"worker:1\"}}";

  private record Start(DeploymentReference deployment, String key, String by, Options options) {}

  private final Workflow world = new Workflow();
  private final List<Start> started = new ArrayList<>();
  private Optional<RuntimeException> fault = Optional.empty();

  private final Executions executions =
      (deployment, stackfile, trigger, options) -> {
        fault.ifPresent(exception -> {
          throw exception;
        });
        started.add(new Start(deployment, stackfile.key(), trigger.by(), options));
        return "arn:execution";
      };
  private final StartDestroy destroy =
      new StartDestroy(
          world.records,
          world.history,
          world.clusters,
          (deployment, operation, trigger) -> {
            throw new AssertionError("nothing is destroyed");
          },
          world.clock);
  private final ApiHandler handler =
      new ApiHandler(
          new StartDeployment(
              world.files, world.records, path -> world.parameters, executions, world.clock),
          new ListDeployments(world.history, world.records),
          new DeployAgain(
              world.files, world.records, world.history, executions, world.ended, world.clock),
          () -> destroy,
          new CancelDeployment(world.records, world.ended, world.clock),
          new InMemoryRequestKeys(),
          world.clock);

  private static APIGatewayProxyRequestEvent put(String body) {
    return new APIGatewayProxyRequestEvent()
        .withHttpMethod("PUT")
        .withResource("/api/clusters/{cluster}")
        .withPath("/api/clusters/shop")
        .withPathParameters(Map.of("cluster", "shop"))
        .withHeaders(Map.of("content-type", "application/yaml; charset=utf-8"))
        .withBody(body)
        .withRequestContext(
            new APIGatewayProxyRequestEvent.ProxyRequestContext()
                .withPath("/v1/api/clusters/shop")
                .withIdentity(
                    new APIGatewayProxyRequestEvent.RequestIdentity()
                        .withUserArn("arn:aws:iam::123456789012:user/ada")));
  }

  private APIGatewayProxyResponseEvent answer(APIGatewayProxyRequestEvent request) {
    return handler.handleRequest(request, new TestContext());
  }

  private static JsonNode body(APIGatewayProxyResponseEvent response)
      throws JsonProcessingException {
    return new ObjectMapper().readTree(response.getBody());
  }

  @Test
  void queuesADeploymentAndTellsOfIt() throws JsonProcessingException {
    APIGatewayProxyResponseEvent response =
        answer(put(STACKFILE).withQueryStringParameters(Map.of("redeploy", "true")));

    assertThat(response.getStatusCode()).isEqualTo(202);
    String id = body(response).path("id").asText();
    DeploymentReference deployment = new DeploymentReference("shop", id);
    assertThat(response.getHeaders())
        .containsEntry("Location", "/v1/api/clusters/shop/deployments/" + id);
    assertThat(started)
        .containsExactly(
            new Start(
                deployment,
                deployment.prefix() + "stackfile.yml",
                "arn:aws:iam::123456789012:user/ada",
                new Options(true, false)));
    assertThat(world.files.text(deployment, "stackfile.yml")).isEqualTo(STACKFILE);

    APIGatewayProxyResponseEvent told = answer(get(id));
    assertThat(told.getStatusCode()).isEqualTo(200);
    assertThat(body(told).path("status").asText()).isEqualTo("QUEUED");
    assertThat(body(told).path("trigger").path("kind").asText()).isEqualTo("api");
  }

  private static APIGatewayProxyRequestEvent with(
      APIGatewayProxyRequestEvent request, String header, String value) {
    Map<String, String> headers = new HashMap<>(request.getHeaders());
    headers.put(header, value);
    return request.withHeaders(headers);
  }

  private static APIGatewayProxyRequestEvent keyed(String body, String key) {
    return with(put(body), "idempotency-key", key);
  }

  @Test
  void answersARepeatedRequestAsItDidTheFirstTime() {
    APIGatewayProxyResponseEvent first = answer(keyed(STACKFILE, "k1"));
    world.clock.advanceSeconds(3600);
    APIGatewayProxyResponseEvent second = answer(keyed(STACKFILE, "k1"));
    APIGatewayProxyResponseEvent other = answer(keyed(STACKFILE, "k2"));

    assertThat(first.getStatusCode()).isEqualTo(202);
    assertThat(second).isEqualTo(first);
    assertThat(other.getHeaders()).isNotEqualTo(first.getHeaders());
    assertThat(started).hasSize(2);
  }

  /** Whoever got no answer asks again, and the deployment may have been started meanwhile. */
  @Test
  void startsTheSameDeploymentWhereTheFirstAnswerIsNotKnown() {
    fault = Optional.of(new TransientException("Read timed out"));
    APIGatewayProxyResponseEvent unconfirmed = answer(keyed(STACKFILE, "k1"));
    fault = Optional.empty();
    world.clock.advanceSeconds(5);

    APIGatewayProxyResponseEvent second = answer(keyed(STACKFILE, "k1"));

    assertThat(unconfirmed.getStatusCode()).isEqualTo(500);
    assertThat(second.getStatusCode()).isEqualTo(202);
    assertThat(world.records.all()).hasSize(1);
    assertThat(unconfirmed.getBody()).contains(started.getFirst().deployment().id());
  }

  @Test
  void takesAKeyForOneRequestOnly() {
    answer(keyed(STACKFILE, "k1"));

    APIGatewayProxyResponseEvent other =
        answer(keyed(STACKFILE.replace("worker:1", "worker:2"), "k1"));
    APIGatewayProxyResponseEvent query =
        answer(keyed(STACKFILE, "k1").withQueryStringParameters(Map.of("redeploy", "true")));

    assertThat(other.getStatusCode()).isEqualTo(422);
    assertThat(query.getStatusCode()).isEqualTo(422);
    assertThat(started).hasSize(1);
  }

  @Test
  void givesAKeyBackWithARequestThatIsRefused() {
    assertThat(answer(keyed("services: {worker: {}}", "k1")).getStatusCode()).isEqualTo(422);

    assertThat(answer(keyed(STACKFILE, "k1")).getStatusCode()).isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "with space", "é"})
  void refusesAnOddKey(String key) {
    assertThat(answer(keyed(STACKFILE, key)).getStatusCode()).isEqualTo(400);
    assertThat(started).isEmpty();
  }

  /** Each run of a pipeline has a session of its own, and repeats what another one began. */
  @Test
  void sharesKeysAmongTheSessionsOfARoleOnly() {
    answer(by("arn:aws:sts::123456789012:assumed-role/deployer/run-1"));
    answer(by("arn:aws:sts::123456789012:assumed-role/deployer/run-2"));
    assertThat(started).hasSize(1);

    answer(by("arn:aws:sts::123456789012:assumed-role/other/run-2"));
    assertThat(started).hasSize(2);
  }

  private static APIGatewayProxyRequestEvent by(String arn) {
    APIGatewayProxyRequestEvent request = keyed(STACKFILE, "k1");
    request.getRequestContext().getIdentity().setUserArn(arn);
    return request;
  }

  private static String entityTag(APIGatewayProxyResponseEvent response) {
    return response.getHeaders().getOrDefault("ETag", "none");
  }

  @Test
  void overwritesNothingThatTheCallerHasNotSeen() {
    APIGatewayProxyResponseEvent first = answer(put(STACKFILE));
    String seen = entityTag(first);
    world.clock.advanceSeconds(60);
    APIGatewayProxyResponseEvent second = answer(with(put(STACKFILE), "If-Match", seen));
    world.clock.advanceSeconds(60);

    APIGatewayProxyResponseEvent late = answer(with(put(STACKFILE), "If-Match", seen));
    APIGatewayProxyResponseEvent listed =
        answer(get("").withResource("/api/clusters/{cluster}/deployments"));

    assertThat(second.getStatusCode()).isEqualTo(202);
    assertThat(late.getStatusCode()).isEqualTo(412);
    assertThat(late.getBody()).contains(entityTag(second).replace("\"", ""));
    assertThat(late.getHeaders()).doesNotContainKey("ETag");
    assertThat(listed.getHeaders()).containsEntry("ETag", entityTag(second));
    assertThat(started).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "W/\"01KA5XG7QJ4M8N2P6R9S3T5V7W\"", "01KA5XG7QJ4M8N2P6R9S3T5V7W"})
  void takesNoOtherMatchThanAClustersEntityTag(String match) {
    assertThat(answer(with(put(STACKFILE), "If-Match", match)).getStatusCode()).isEqualTo(400);
    assertThat(started).isEmpty();
  }

  private static APIGatewayProxyRequestEvent create(String body) {
    APIGatewayProxyRequestEvent request =
        put(body).withHttpMethod("POST").withResource("/api/clusters").withPathParameters(null);
    request.getRequestContext().setPath("/v1/api/clusters");
    return request;
  }

  @Test
  void createsWhatTheStackfileNamesUnlessItIsThere() {
    APIGatewayProxyResponseEvent created = answer(create("cluster: shop\n" + STACKFILE));
    world.clock.advanceSeconds(1);
    APIGatewayProxyResponseEvent again = answer(create("cluster: shop\n" + STACKFILE));

    assertThat(created.getStatusCode()).isEqualTo(202);
    assertThat(created.getHeaders().get("Location"))
        .startsWith("/v1/api/clusters/shop/deployments/");
    assertThat(again.getStatusCode()).isEqualTo(409);
    assertThat(again.getBody()).contains("PUT /api/clusters/shop");
    assertThat(started).hasSize(1);
  }

  @Test
  void createsNothingWithoutAName() throws JsonProcessingException {
    APIGatewayProxyResponseEvent unnamed = answer(create(STACKFILE));

    assertThat(unnamed.getStatusCode()).isEqualTo(422);
    assertThat(body(unnamed).at("/problems/0/path").asText()).isEqualTo("cluster");
    assertThat(world.records.all()).isEmpty();
  }

  private static APIGatewayProxyRequestEvent cancel(String id) {
    return get(id).withHttpMethod("DELETE");
  }

  @Test
  void cancelsADeploymentOnceAndSaysWhenItIsTooLate() throws JsonProcessingException {
    String id = body(answer(put(STACKFILE))).path("id").asText();

    APIGatewayProxyResponseEvent canceled = answer(cancel(id));

    assertThat(canceled.getStatusCode()).isEqualTo(202);
    assertThat(body(canceled).path("id").asText()).isEqualTo(id);
    assertThat(body(canceled).path("status").asText()).isEqualTo("CANCELED");
    assertThat(body(canceled).at("/cancellation/by").asText())
        .isEqualTo("arn:aws:iam::123456789012:user/ada");
    assertThat(new ApiSchema().faults("DeploymentSummary", body(canceled))).isEmpty();
    assertThat(body(answer(get(id))).path("status").asText()).isEqualTo("CANCELED");
    APIGatewayProxyResponseEvent again = answer(cancel(id));
    assertThat(again.getStatusCode()).isEqualTo(409);
    assertThat(body(again).path("detail").asText()).contains("is CANCELED");
  }

  @Test
  void cancelsNothingThatIsNotThere() {
    assertThat(answer(cancel("01KA5XG7QJ4M8N2P6R9S3T5V7W")).getStatusCode()).isEqualTo(404);
    assertThat(answer(cancel("none")).getStatusCode()).isEqualTo(404);
    assertThat(
            answer(cancel("none").withQueryStringParameters(Map.of("force", "true")))
                .getStatusCode())
        .isEqualTo(400);
  }

  @Test
  void hasItsCallsEndBeforeLambdaEndsThem() {
    handler.handleRequest(get("none"), new TestContext(300_000));

    assertThat(Invocation.TIME_LIMIT.left())
        .isBetween(Duration.ofSeconds(200), Duration.ofSeconds(298));
  }

  @Test
  void keepsTheVariablesOfARequestWithItsDeployment() throws JsonProcessingException {
    world.parameters.put("PASSWORD", new Value("the old one", true));

    APIGatewayProxyResponseEvent response =
        answer(
            put("services: {worker: {image: \"worker:$TAG\", environment: {A: $PASSWORD}}}")
                .withMultiValueQueryStringParameters(
                    Map.of(
                        "var.TAG", List.of("1.4"),
                        "var.PASSWORD", List.of("the new one"),
                        "var.TGA", List.of("1.5"))));

    assertThat(response.getStatusCode()).isEqualTo(202);
    assertThat(body(response).path("warnings").findValuesAsText("message"))
        .containsExactly("the variable TGA was given, and the stackfile does not use it");
    DeploymentReference deployment = started.getFirst().deployment();
    assertThat(new ObjectMapper().readTree(world.files.text(deployment, "variables.json")))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"settled": false, "variables": {
                      "PASSWORD": {"value": "the new one", "secret": false},
                      "TAG": {"value": "1.4", "secret": false},
                      "TGA": {"value": "1.5", "secret": false}}}
                    """));
  }

  @Test
  void keepsNothingWhereNoVariablesCame() {
    answer(put(STACKFILE));

    assertThat(world.files.find(started.getFirst().deployment(), "variables.json")).isEmpty();
  }

  @Test
  void showsNoValueInARejection() {
    String stackfile = "services: {worker: {image: \"worker:1\", memory: $MEMORY}}";

    APIGatewayProxyResponseEvent response =
        answer(
            put(stackfile)
                .withMultiValueQueryStringParameters(Map.of("var.MEMORY", List.of("private"))));

    assertThat(response.getStatusCode()).isEqualTo(422);
    assertThat(response.getBody())
        .contains("found the value of \\\"$MEMORY\\\"")
        .doesNotContain("private");
    assertThat(started).isEmpty();
  }

  @Test
  void refusesWhatIsWrongWithTheQueryInOneAnswer() throws JsonProcessingException {
    APIGatewayProxyResponseEvent response =
        answer(
            put(STACKFILE)
                .withMultiValueQueryStringParameters(
                    Map.of("TAG", List.of("private"), "var.A", List.of("private", "b"))));

    assertThat(response.getStatusCode()).isEqualTo(400);
    assertThat(response.getHeaders()).containsEntry("Content-Type", "application/problem+json");
    assertThat(body(response).path("detail").asText())
        .isEqualTo(
            "There is no parameter TAG: there are redeploy, update_only, prune, and var.NAME for the"
                + " variable NAME. var.A is given 2 times: give it once.");
    assertThat(started).isEmpty();
  }

  private static APIGatewayProxyRequestEvent get(String id) {
    return new APIGatewayProxyRequestEvent()
        .withHttpMethod("GET")
        .withResource("/api/clusters/{cluster}/deployments/{id}")
        .withPathParameters(Map.of("cluster", "shop", "id", id))
        .withRequestContext(
            new APIGatewayProxyRequestEvent.ProxyRequestContext()
                .withIdentity(
                    new APIGatewayProxyRequestEvent.RequestIdentity()
                        .withUserArn("arn:aws:iam::123456789012:user/ada")));
  }

  @Test
  void takesJsonAndBase64() {
    String json = "{\"services\": {\"worker\": {\"image\": \"worker:1\"}}}";
    String encoded = Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));

    assertThat(
            answer(
                    put(encoded)
                        .withIsBase64Encoded(true)
                        .withHeaders(Map.of("Content-Type", "application/json")))
                .getStatusCode())
        .isEqualTo(202);
  }

  @Test
  void listsEveryProblemAndKeepsNothing() throws JsonProcessingException {
    APIGatewayProxyResponseEvent response =
        answer(put("services:\n  worker:\n    imaeg: worker:1\n    memory: lots\n"));

    assertThat(response.getStatusCode()).isEqualTo(422);
    assertThat(response.getHeaders()).containsEntry("Content-Type", "application/problem+json");
    JsonNode problems = body(response).path("problems");
    assertThat(problems).hasSizeGreaterThanOrEqualTo(2);
    assertThat(problems.findValuesAsText("line")).contains("3", "4");
    assertThat(problems.path(0).path("file").asText()).isEqualTo("stackfile.yml");
    assertThat(started).isEmpty();
  }

  @Test
  void refusesWhatIsNoStackfile() {
    assertThat(answer(put("<x/>").withHeaders(Map.of("Content-Type", "text/xml"))).getStatusCode())
        .isEqualTo(415);
    assertThat(answer(put("x".repeat((1 << 20) + 1))).getStatusCode()).isEqualTo(413);
    assertThat(
            answer(put(STACKFILE).withQueryStringParameters(Map.of("redeploy", "perhaps")))
                .getStatusCode())
        .isEqualTo(400);
    assertThat(answer(get("01J00000000000000000000000")).getStatusCode()).isEqualTo(404);
    assertThat(answer(put(STACKFILE).withResource("/elsewhere")).getStatusCode()).isEqualTo(404);
    assertThat(started).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a.b", "../x", "é"})
  void knowsNoClusterOfAnOddName(String cluster) throws JsonProcessingException {
    Map<String, String> parameters = Map.of("cluster", cluster, "id", "01J00000000000000000000000");

    assertThat(answer(get("").withPathParameters(parameters)).getStatusCode()).isEqualTo(404);

    APIGatewayProxyResponseEvent response =
        answer(put(STACKFILE).withPathParameters(Map.of("cluster", cluster)));
    assertThat(response.getStatusCode()).isEqualTo(422);
    assertThat(body(response).path("problems").path(0).path("message").asText())
        .startsWith("a cluster's name has 1 to 255 letters");
    assertThat(started).isEmpty();
  }

  /** The table would refuse them, which is no fault of its own. */
  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "8ZZZZZZZZZZZZZZZZZZZZZZZZZ", "01J0000000000000000000000I", "01j"})
  void asksTheTableForNoOddId(String id) {
    world.records.start(
        DeploymentRecord.begun(
            new DeploymentReference("shop", id),
            DeploymentStatus.QUEUED,
            new Trigger("api", "ada", "2026-11-20T20:00:00Z"),
            new StackfileReference("b", "k", Optional.empty(), Optional.empty()),
            "2026-11-20T20:00:00Z",
            Optional.empty()));

    assertThat(answer(get(id)).getStatusCode()).isEqualTo(404);
  }

  @Test
  void doesNotClaimThatNothingWasDeployedWhereItCannotKnow() {
    fault = Optional.of(new TransientException("Read timed out"));

    APIGatewayProxyResponseEvent response = answer(put(STACKFILE));

    DeploymentRecord row = world.records.all().getFirst();
    assertThat(row.status()).isEqualTo(DeploymentStatus.QUEUED);
    assertThat(response.getStatusCode()).isEqualTo(500);
    assertThat(response.getBody())
        .contains("could not be confirmed")
        .contains("/v1/api/clusters/shop/deployments/" + row.reference().id())
        .doesNotContain("nothing was deployed")
        .doesNotContain("Read timed out");
  }

  @Test
  void tellsOfADeploymentThatCouldNotBeStarted() {
    fault = Optional.of(new RefusedException("no right to start it"));

    APIGatewayProxyResponseEvent response = answer(put(STACKFILE));

    assertThat(response.getStatusCode()).isEqualTo(500);
    assertThat(response.getBody())
        .contains("nothing was deployed")
        .contains("request-1")
        .doesNotContain("no right to start it");
    assertThat(world.records.all())
        .singleElement()
        .satisfies(record -> assertThat(record.status()).isEqualTo(DeploymentStatus.FAILED));
  }

  @Test
  void saysThatAwsThrottles() {
    fault = Optional.of(new ThrottledException("Rate exceeded"));

    assertThat(answer(put(STACKFILE)).getStatusCode()).isEqualTo(429);
  }

  private static APIGatewayProxyRequestEvent post(String verb, String body) {
    return put(body)
        .withHttpMethod("POST")
        .withResource("/api/clusters/{cluster}/" + verb)
        .withPath("/api/clusters/shop/" + verb)
        .withHeaders(Map.of("content-type", "application/json"))
        .withRequestContext(
            new APIGatewayProxyRequestEvent.ProxyRequestContext()
                .withPath("/v1/api/clusters/shop/" + verb)
                .withIdentity(
                    new APIGatewayProxyRequestEvent.RequestIdentity()
                        .withUserArn("arn:aws:iam::123456789012:user/ada")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"services\": [\"worker\", \"worker\"]}"})
  void redeploys(String body) throws JsonProcessingException {
    DeploymentReference first = world.deploy(STACKFILE).deployment();

    APIGatewayProxyResponseEvent response = answer(post("redeploy", body));

    assertThat(response.getStatusCode()).isEqualTo(202);
    assertThat(new ApiSchema().faults("StartedDeployment", body(response))).isEmpty();
    String id = body(response).path("id").asText();
    assertThat(response.getHeaders())
        .containsEntry("Location", "/v1/api/clusters/shop/deployments/" + id);
    Options options = new Options(true, false, body.length() > 2 ? Set.of("worker") : Set.of());
    assertThat(started)
        .containsExactly(
            new Start(
                new DeploymentReference("shop", id),
                first.prefix() + "stackfile.yml",
                "arn:aws:iam::123456789012:user/ada",
                options));
  }

  @Test
  void rollsBackToTheDeploymentThatIsNamed() throws JsonProcessingException {
    DeploymentReference first = world.deploy(STACKFILE).deployment();
    world.deploy(STACKFILE.replace("worker:1", "worker:2"));

    APIGatewayProxyResponseEvent unnamed = answer(post("rollback", ""));
    APIGatewayProxyResponseEvent named =
        answer(post("rollback", "{\"to\": \"%s\"}".formatted(first.id())));

    assertThat(unnamed.getStatusCode()).isEqualTo(202);
    assertThat(named.getStatusCode()).isEqualTo(202);
    assertThat(started)
        .extracting(Start::key)
        .containsOnly(first.prefix() + "stackfile.yml")
        .hasSize(2);
    assertThat(started).extracting(Start::options).containsOnly(Options.NONE);
  }

  @Test
  void saysWhyItCannotDeployAgain() throws JsonProcessingException {
    assertThat(answer(post("redeploy", "")).getStatusCode()).isEqualTo(404);
    assertThat(answer(post("rollback", "")).getStatusCode()).isEqualTo(404);
    assertThat(answer(post("rollback", "{\"to\": \"x\"}")).getStatusCode()).isEqualTo(404);
    DeploymentReference bad = world.deploy("services: {}").deployment();

    APIGatewayProxyResponseEvent response =
        answer(post("rollback", "{\"to\": \"%s\"}".formatted(bad.id())));

    assertThat(response.getStatusCode()).isEqualTo(409);
    assertThat(new ApiSchema().faults("Problem", body(response))).isEmpty();
    assertThat(started).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no JSON",
        "[]",
        "{\"services\": []}",
        "{\"services\": \"worker\"}",
        "{\"services\": [1]}",
        "{\"services\": [\"a b\"]}",
        "{\"services\": [\"worker\"], \"more\": 1}",
        "{\"to\": 1}",
      })
  void refusesABodyThatIsNotUnderstood(String body) {
    world.deploy(STACKFILE);
    String verb = body.contains("to\"") ? "rollback" : "redeploy";

    APIGatewayProxyResponseEvent response = answer(post(verb, body));

    assertThat(response.getStatusCode()).isEqualTo(400);
    assertThat(response.getHeaders()).containsEntry("Content-Type", "application/problem+json");
    assertThat(started).isEmpty();
  }

  @Test
  void refusesWhatNoCallThatDeploysAgainTakes() {
    world.deploy(STACKFILE);

    assertThat(answer(post("redeploy", "{}").withHeaders(Map.of())).getStatusCode()).isEqualTo(415);
    assertThat(answer(post("redeploy", " ".repeat(65_537))).getStatusCode()).isEqualTo(413);
    assertThat(
            answer(post("redeploy", "").withQueryStringParameters(Map.of("redeploy", "true")))
                .getStatusCode())
        .isEqualTo(400);
    assertThat(
            answer(post("redeploy", "").withPathParameters(Map.of("cluster", "a b")))
                .getStatusCode())
        .isEqualTo(404);
    assertThat(started).isEmpty();
  }
}
