package io.github.ecscompose.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ecscompose.deployment.DeployRequest.StackfileReference;
import io.github.ecscompose.deployment.DeployRequest.Trigger;
import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.deployment.Operation;
import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.stackfile.Problem;
import io.github.ecscompose.step.StartDeployment.Answer;
import io.github.ecscompose.step.StartDeployment.Told;
import io.github.ecscompose.template.ApiSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The answers are what the API's document says, to the last member. */
class AnswersTest {

  private static final DeploymentReference DEPLOYMENT =
      new DeploymentReference("shop", "01KA5XG7QJ4M8N2P6R9S3T5V7W");
  private static final Problem PROBLEM =
      new Problem("stackfile.yml", 3, 8, "services.web.cpu", "'much' is no whole number");

  private final ApiSchema schema = new ApiSchema();

  private static JsonNode body(APIGatewayProxyResponseEvent response)
      throws JsonProcessingException {
    return new ObjectMapper().readTree(response.getBody());
  }

  private static Told told(Optional<String> text) {
    return new Told(
        new DeploymentRecord(
            DEPLOYMENT,
            DeploymentStatus.FAILED,
            new Trigger("api", "arn:aws:iam::123456789012:user/ada", "2026-11-20T20:00:00Z"),
            new StackfileReference("bucket", "stackfiles/shop.yml", text, text),
            Map.of("failed", 1, "unchanged", 2),
            text,
            "2026-11-20T20:00:00.123Z",
            text.map(some -> "2026-11-20T20:01:00Z"),
            text),
        List.of(
            new ServiceRecord(
                "web",
                ServiceState.FAILED,
                "UPDATE",
                "digest",
                "WaitStable",
                List.of("services.web.image: a → b"),
                text,
                text,
                text,
                text,
                text,
                "2026-11-20T20:00:00Z")));
  }

  @Test
  void aDeploymentIsToldInFull() throws JsonProcessingException {
    JsonNode answer = body(Answers.told(told(Optional.of("some"))));

    assertThat(schema.faults("Deployment", answer)).isEmpty();
    assertThat(answer.path("stackfile").properties()).hasSize(4);
    assertThat(answer.path("stackfile").path("key").asText()).isEqualTo("stackfiles/shop.yml");
    assertThat(answer.path("services").path(0).path("target").asText()).isEqualTo("some");
    assertThat(answer.path("services").path(0).path("progress").asText()).isEqualTo("some");
  }

  @Test
  void aDeploymentIsToldAsFarAsItHasCome() throws JsonProcessingException {
    assertThat(schema.faults("Deployment", body(Answers.told(told(Optional.empty()))))).isEmpty();
  }

  @Test
  void aDestroyIsToldWithoutAStackfile() throws JsonProcessingException {
    DeploymentRecord destroy =
        DeploymentRecord.toDestroy(
            DEPLOYMENT,
            new Operation.Destroy(Optional.of("web")),
            new Trigger("api", "arn:aws:iam::123456789012:user/ada", "2026-11-20T20:00:00Z"),
            "2026-11-20T20:00:00.123Z",
            Optional.empty());

    JsonNode answer = body(Answers.told(new Told(destroy, List.of())));

    assertThat(schema.faults("Deployment", answer)).isEmpty();
    assertThat(answer.path("operation").asText()).isEqualTo("destroy");
    assertThat(answer.path("service").asText()).isEqualTo("web");
    assertThat(answer.has("stackfile")).isFalse();
  }

  @Test
  void aQueuedDeploymentIsTold() throws JsonProcessingException {
    Answer.Started started = new Answer.Started(DEPLOYMENT, List.of(PROBLEM));

    assertThat(schema.faults("StartedDeployment", body(Answers.started(started, "/v1/api"))))
        .isEmpty();
  }

  @Test
  void problemsAreTold() throws JsonProcessingException {
    assertThat(
            schema.faults("Problem", body(Answers.rejected(new Answer.Rejected(List.of(PROBLEM))))))
        .isEmpty();
    assertThat(
            schema.faults("Problem", body(Answers.problem(404, "Not found", "Nothing is there"))))
        .isEmpty();
  }

  @Test
  void theCheckSeesWhatLacksIsWrongOrIsNotDescribed() throws JsonProcessingException {
    JsonNode answer =
        new ObjectMapper()
            .readTree(
                """
                {"cluster": "shop", "id": "x", "status": "DONE", "trigger": {"kind": "api"},
                 "counts": {"failed": "1"}, "createdAt": "today", "services": {}, "more": 1}
                """);

    assertThat(schema.faults("Deployment", answer))
        .containsExactlyInAnyOrder(
            "$.operation lacks",
            "$.id does not match the pattern: x",
            "$.status is none of the enum: DONE",
            "$.trigger.by lacks",
            "$.trigger.at lacks",
            "$.counts.failed is no integer",
            "$.createdAt is no time: today",
            "$.services is no array",
            "$.more is not described");
  }
}
