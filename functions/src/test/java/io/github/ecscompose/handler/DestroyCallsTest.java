package io.github.ecscompose.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.deployment.Operation;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.TransientException;
import io.github.ecscompose.step.CancelDeployment;
import io.github.ecscompose.step.DeployAgain;
import io.github.ecscompose.step.ListDeployments;
import io.github.ecscompose.step.StartDeployment;
import io.github.ecscompose.step.StartDestroy;
import io.github.ecscompose.template.ApiSchema;
import io.github.ecscompose.testing.InMemoryRequestKeys;
import io.github.ecscompose.testing.Workflow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestroyCallsTest {

  private static final String STACK =
      "services: {web: {image: \"web:1\"}, migrate: {type: task, image: \"m:1\"}}";

  private record Start(DeploymentReference deployment, Operation operation, String by) {}

  private final Workflow world = new Workflow();
  private final List<Start> started = new ArrayList<>();
  private Optional<RuntimeException> fault = Optional.empty();
  private final ApiHandler handler =
      new ApiHandler(
          new StartDeployment(
              world.files,
              world.records,
              path -> world.parameters,
              (deployment, stackfile, trigger, options) -> "arn",
              world.clock),
          new ListDeployments(world.history, world.records),
          new DeployAgain(
              world.files,
              world.records,
              world.history,
              (deployment, stackfile, trigger, options) -> "arn",
              world.ended,
              world.clock),
          () ->
              new StartDestroy(
                  world.records,
                  world.history,
                  world.clusters,
                  (deployment, operation, trigger) -> {
                    fault.ifPresent(exception -> {
                      throw exception;
                    });
                    started.add(new Start(deployment, operation, trigger.by()));
                    return "arn:execution";
                  },
                  world.clock),
          new CancelDeployment(world.records, world.ended, world.clock),
          new InMemoryRequestKeys(),
          world.clock);

  private void deployed() {
    world.beforeLooking(() ->
        world
            .clusters
            .taskArns()
            .forEach(task -> world.clusters.stop(task, "", Map.of("migrate", 0))));
    assertThat(world.deploy(STACK).status()).isEqualTo(DeploymentStatus.SUCCEEDED);
  }

  private APIGatewayProxyResponseEvent delete(
      String cluster, Optional<String> service, Map<String, List<String>> query) {
    Map<String, String> parameters = new HashMap<>(Map.of("cluster", cluster));
    service.ifPresent(name -> parameters.put("service", name));
    String path =
        "/v1/api/clusters/" + cluster + service.map(name -> "/services/" + name).orElse("");
    return handler.handleRequest(
        new APIGatewayProxyRequestEvent()
            .withHttpMethod("DELETE")
            .withResource(
                "/api/clusters/{cluster}" + (service.isPresent() ? "/services/{service}" : ""))
            .withPath(path)
            .withPathParameters(parameters)
            .withMultiValueQueryStringParameters(query)
            .withRequestContext(
                new APIGatewayProxyRequestEvent.ProxyRequestContext()
                    .withPath(path)
                    .withIdentity(
                        new APIGatewayProxyRequestEvent.RequestIdentity()
                            .withUserArn("arn:aws:iam::123456789012:user/ada"))),
        new TestContext());
  }

  private APIGatewayProxyResponseEvent delete(String cluster) {
    return delete(cluster, Optional.empty(), Map.of("confirm", List.of(cluster)));
  }

  private APIGatewayProxyResponseEvent delete(String cluster, String service) {
    return delete(cluster, Optional.of(service), Map.of("confirm", List.of(service)));
  }

  private static JsonNode body(APIGatewayProxyResponseEvent response)
      throws JsonProcessingException {
    return new ObjectMapper().readTree(response.getBody());
  }

  @Test
  void queuesTheDestroyOfAClusterAndTellsOfIt() throws JsonProcessingException {
    deployed();

    APIGatewayProxyResponseEvent response = delete("shop");

    assertThat(response.getStatusCode()).isEqualTo(202);
    assertThat(new ApiSchema().faults("StartedDeployment", body(response))).isEmpty();
    DeploymentReference destroy =
        new DeploymentReference("shop", body(response).path("id").asText());
    assertThat(response.getHeaders())
        .containsEntry("Location", "/v1/api/clusters/shop/deployments/" + destroy.id());
    assertThat(started)
        .containsExactly(
            new Start(
                destroy,
                new Operation.Destroy(Optional.empty()),
                "arn:aws:iam::123456789012:user/ada"));
    assertThat(world.records.find(destroy).map(DeploymentRecord::status))
        .contains(DeploymentStatus.QUEUED);
  }

  @Test
  void queuesTheDestroyOfAService() throws JsonProcessingException {
    deployed();

    APIGatewayProxyResponseEvent response = delete("shop", "web");

    assertThat(response.getStatusCode()).isEqualTo(202);
    String id = body(response).path("id").asText();
    assertThat(response.getHeaders())
        .containsEntry("Location", "/v1/api/clusters/shop/deployments/" + id);
    assertThat(started)
        .extracting(Start::operation)
        .containsExactly(new Operation.Destroy(Optional.of("web")));
    assertThat(
            world
                .records
                .find(new DeploymentReference("shop", id))
                .map(DeploymentRecord::operation))
        .contains(new Operation.Destroy(Optional.of("web")));
  }

  @Test
  void queuesTheDestroyOfWhatIsLeftOfAService() {
    deployed();
    world.clusters.delete("web");

    assertThat(delete("shop", "web").getStatusCode()).isEqualTo(202);
    assertThat(delete("shop", "migrate").getStatusCode()).isEqualTo(202);
  }

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "confirm, shops",
    "confirm, ''",
    "confirm, true",
    "force, shop",
  })
  void wantsToBeConfirmed(String parameter, String value) throws JsonProcessingException {
    deployed();
    Map<String, List<String>> query =
        parameter.isEmpty() ? Map.of() : Map.of(parameter, List.of(value));

    APIGatewayProxyResponseEvent cluster = delete("shop", Optional.empty(), query);
    APIGatewayProxyResponseEvent service = delete("shop", Optional.of("web"), query);

    assertThat(cluster.getStatusCode()).isEqualTo(400);
    assertThat(service.getStatusCode()).isEqualTo(400);
    String told = parameter.equals("force") ? "no parameter force" : "?confirm=";
    assertThat(body(cluster).path("detail").asText())
        .contains(parameter.equals("force") ? told : "?confirm=shop");
    assertThat(body(service).path("detail").asText())
        .contains(parameter.equals("force") ? told : "?confirm=web");
    assertThat(started).isEmpty();
  }

  @Test
  void wantsToBeConfirmedOnceAndWithNothingBeside() {
    deployed();

    assertThat(
            delete("shop", Optional.empty(), Map.of("confirm", List.of("shop", "shop")))
                .getStatusCode())
        .isEqualTo(400);
    assertThat(
            delete(
                    "shop",
                    Optional.empty(),
                    Map.of("confirm", List.of("shop"), "force", List.of("true")))
                .getStatusCode())
        .isEqualTo(400);
  }

  @Test
  void findsNothingOfOursInAClusterOfOthers() throws JsonProcessingException {
    APIGatewayProxyResponseEvent response = delete("shop");

    assertThat(response.getStatusCode()).isEqualTo(404);
    assertThat(body(response).path("detail").asText()).contains("Nothing was ever deployed");
    assertThat(delete("no-such-cluster").getStatusCode()).isEqualTo(404);
    assertThat(delete("no cluster").getStatusCode()).isEqualTo(404);
    assertThat(started).isEmpty();
  }

  /** Rows are forgotten after 180 days, and tags are not. */
  @Test
  void findsServicesWhoseDeploymentIsForgotten() {
    deployed();
    world.records.forget();

    assertThat(delete("shop").getStatusCode()).isEqualTo(202);
  }

  @Test
  void findsNothingOnceAllIsDestroyed() throws JsonProcessingException {
    deployed();
    assertThat(world.destroy("shop", Optional.empty()).status())
        .isEqualTo(DeploymentStatus.SUCCEEDED);

    APIGatewayProxyResponseEvent response = delete("shop");

    assertThat(response.getStatusCode()).isEqualTo(404);
    assertThat(body(response).path("detail").asText()).contains("was destroyed by");
  }

  @Test
  void goesOnWhereADestroyFailed() {
    deployed();
    world.log.failNext("ecs:UpdateService", new RefusedException("not now"));
    assertThat(world.destroy("shop", Optional.empty()).status()).isEqualTo(DeploymentStatus.FAILED);

    assertThat(delete("shop").getStatusCode()).isEqualTo(202);
  }

  @Test
  void findsNoServiceThatIsNotOurs() throws JsonProcessingException {
    deployed();
    world.clusters.untag("web");

    APIGatewayProxyResponseEvent theirs = delete("shop", "web");

    assertThat(theirs.getStatusCode()).isEqualTo(404);
    assertThat(body(theirs).path("detail").asText()).contains("does not carry the tags");
    assertThat(delete("shop", "no-such-service").getStatusCode()).isEqualTo(404);
    assertThat(delete("shop", "no service").getStatusCode()).isEqualTo(404);
    assertThat(started).isEmpty();
  }

  @Test
  void saysWhereTheStartCannotBeConfirmed() throws JsonProcessingException {
    deployed();
    fault = Optional.of(new TransientException("no answer"));

    APIGatewayProxyResponseEvent response = delete("shop");

    assertThat(response.getStatusCode()).isEqualTo(500);
    assertThat(body(response).path("detail").asText())
        .contains("/v1/api/clusters/shop/deployments/");
  }

  @Test
  void recordsThatItCouldNotBeStarted() {
    deployed();
    fault = Optional.of(new RefusedException("not allowed"));

    assertThat(delete("shop").getStatusCode()).isEqualTo(500);
    assertThat(world.records.all())
        .filteredOn(row -> row.operation().isDestroy())
        .allSatisfy(row -> {
          assertThat(row.status()).isEqualTo(DeploymentStatus.FAILED);
          assertThat(row.error().orElseThrow()).endsWith("Destroy again.");
        })
        .hasSize(1);
  }
}
