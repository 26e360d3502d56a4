package io.github.ecscompose.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ecscompose.deployment.DeployRequest.StackfileReference;
import io.github.ecscompose.deployment.DeployRequest.Trigger;
import io.github.ecscompose.deployment.DeploymentId;
import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.step.ListDeployments;
import io.github.ecscompose.template.ApiSchema;
import io.github.ecscompose.testing.Workflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryAnswersTest {

  private final Workflow world = new Workflow();
  private final HistoryAnswers answers =
      new HistoryAnswers(new ListDeployments(world.history, world.records));
  private final ApiSchema schema = new ApiSchema();

  private String deployed(String cluster, int minute) {
    Instant at = Instant.parse("2026-11-20T20:00:00Z").plusSeconds(60L * minute);
    DeploymentReference reference =
        new DeploymentReference(cluster, DeploymentId.of(at, "request-" + minute));
    world.records.start(
        DeploymentRecord.begun(
            reference,
            DeploymentStatus.VALIDATING,
            new Trigger("api", "arn:aws:iam::123456789012:user/ada", at.toString()),
            new StackfileReference("bucket", "key", Optional.empty(), Optional.empty()),
            at.toString(),
            Optional.of("arn:execution")));
    return reference.id();
  }

  private APIGatewayProxyResponseEvent deployments(String cluster, Map<String, String> query) {
    return answers.deployments(
        new APIGatewayProxyRequestEvent().withQueryStringParameters(query), cluster);
  }

  private APIGatewayProxyResponseEvent clusters(Map<String, String> query) {
    return answers.clusters(new APIGatewayProxyRequestEvent().withQueryStringParameters(query));
  }

  private JsonNode body(APIGatewayProxyResponseEvent response, String form)
      throws JsonProcessingException {
    assertThat(response.getStatusCode()).isEqualTo(200);
    JsonNode body = new ObjectMapper().readTree(response.getBody());
    assertThat(schema.faults(form, body)).isEmpty();
    return body;
  }

  private static List<String> texts(JsonNode list, String member) {
    List<String> texts = new ArrayList<>();
    list.forEach(entry -> texts.add(entry.path(member).asText()));
    return texts;
  }

  @Test
  void deploymentsAreListedNewestFirstPageByPage() throws JsonProcessingException {
    List<String> ids = new ArrayList<>();
    for (int minute = 0; minute < 5; minute++) {
      ids.addFirst(deployed("shop", minute));
    }
    deployed("other", 2);

    List<String> found = new ArrayList<>();
    Map<String, String> query = Map.of("limit", "2");
    for (int pages = 0; pages < 3; pages++) {
      JsonNode page = body(deployments("shop", query), "DeploymentPage");
      found.addAll(texts(page.path("deployments"), "id"));
      assertThat(page.has("next")).isEqualTo(pages < 2);
      query = Map.of("limit", "2", "next", page.path("next").asText());
    }

    assertThat(found).isEqualTo(ids);
  }

  @Test
  void aDeploymentTellsWhoDidWhat() throws JsonProcessingException {
    DeploymentReference deployment = new DeploymentReference("shop", deployed("shop", 0));
    world.records.finish(
        deployment,
        DeploymentStatus.FAILED,
        Map.of("failed", 1),
        Optional.of("It failed."),
        "2026-11-20T20:01:00Z");

    JsonNode told =
        body(deployments("shop", Map.of()), "DeploymentPage").path("deployments").path(0);

    assertThat(told.at("/trigger/by").asText()).isEqualTo("arn:aws:iam::123456789012:user/ada");
    assertThat(told.path("error").asText()).isEqualTo("It failed.");
    assertThat(told.at("/counts/failed").asInt()).isEqualTo(1);
    assertThat(told.path("finishedAt").asText()).isEqualTo("2026-11-20T20:01:00Z");
    assertThat(told.has("services")).isFalse();
  }

  @Test
  void aPageHasTwentyEntriesUnlessAskedForOthers() throws JsonProcessingException {
    for (int minute = 0; minute < 30; minute++) {
      deployed("shop", minute);
    }

    assertThat(body(deployments("shop", Map.of()), "DeploymentPage").path("deployments"))
        .hasSize(20);
    assertThat(
            body(deployments("shop", Map.of("limit", "100")), "DeploymentPage").path("deployments"))
        .hasSize(30);
  }

  @Test
  void aClusterWithoutDeploymentsHasAnEmptyListAndAnImpossibleOneNone()
      throws JsonProcessingException {
    assertThat(body(deployments("shop", Map.of()), "DeploymentPage").path("deployments")).isEmpty();
    assertThat(deployments("a b", Map.of()).getStatusCode()).isEqualTo(404);
  }

  @Test
  void clustersAreListedWithTheirLastDeployment() throws JsonProcessingException {
    deployed("shop", 0);
    String last = deployed("shop", 1);
    String other = deployed("lab", 0);

    JsonNode first = body(clusters(Map.of("limit", "1")), "ClusterPage");
    JsonNode second =
        body(clusters(Map.of("limit", "1", "next", first.path("next").asText())), "ClusterPage");

    assertThat(texts(first.path("clusters"), "cluster")).containsExactly("lab");
    assertThat(first.at("/clusters/0/lastDeployment/id").asText()).isEqualTo(other);
    assertThat(texts(second.path("clusters"), "cluster")).containsExactly("shop");
    assertThat(second.at("/clusters/0/lastDeployment/id").asText()).isEqualTo(last);
  }

  @ParameterizedTest
  @CsvSource({
    "limit, 0",
    "limit, 101",
    "limit, 1.5",
    "limit, ''",
    "limit, many",
    "next, ''",
    "next, 01KA5XG7QJ4M8N2P6R9S3T5V7W",
    "next, '!'",
    "page, 2",
  })
  void whatIsNotUnderstoodIsRefused(String name, String value) {
    APIGatewayProxyResponseEvent answer = deployments("shop", Map.of(name, value));

    assertThat(answer.getStatusCode()).isEqualTo(400);
    assertThat(answer.getHeaders()).containsEntry("Content-Type", "application/problem+json");
    assertThat(answer.getBody()).contains(name);
    assertThat(clusters(Map.of(name, value)).getStatusCode()).isEqualTo(400);
  }

  @Test
  void aParameterGivenTwiceIsRefused() {
    assertThat(
            answers
                .clusters(
                    new APIGatewayProxyRequestEvent()
                        .withMultiValueQueryStringParameters(Map.of("limit", List.of("1", "2"))))
                .getBody())
        .contains("limit is given 2 times");
  }

  @Test
  void aTokenThatWasChangedOrIsOfAnotherListIsRefused() {
    String token = PageToken.of("deployments of shop", "01KA5XG7QJ4M8N2P6R9S3T5V7W");
    assertThat(PageToken.read("deployments of shop", token)).contains("01KA5XG7QJ4M8N2P6R9S3T5V7W");

    for (int index = 0; index < token.length(); index++) {
      char other = token.charAt(index) == 'A' ? 'B' : 'A';
      String changed = token.substring(0, index) + other + token.substring(index + 1);
      assertThat(deployments("shop", Map.of("next", changed)).getStatusCode())
          .as(changed)
          .isEqualTo(400);
    }
    assertThat(deployments("shop", Map.of("next", token + "A")).getStatusCode()).isEqualTo(400);
    assertThat(deployments("shop", Map.of("next", token + "==")).getStatusCode()).isEqualTo(400);
    assertThat(deployments("other", Map.of("next", token)).getStatusCode()).isEqualTo(400);
    assertThat(clusters(Map.of("next", token)).getStatusCode()).isEqualTo(400);
  }

  /** The table would refuse the key, which is no fault of its own. */
  @Test
  void aPlaceThatNoTableTakesIsRefused() {
    String token = PageToken.of("clusters", "x".repeat(2000));

    assertThat(clusters(Map.of("next", token)).getStatusCode()).isEqualTo(400);
  }
}
