package io.github.ecscompose.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeployRequest;
import io.github.ecscompose.deployment.DeployRequest.Execution;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.Operation;
import io.github.ecscompose.deployment.RequestDocument;
import io.github.ecscompose.json.JsonText;
import io.github.ecscompose.stackfile.Deploy;
import io.github.ecscompose.stackfile.Redeploy;
import io.github.ecscompose.stackfile.Stack;
import io.github.ecscompose.stackfile.StackDocument;
import io.github.ecscompose.step.EnsureSchedule;
import io.github.ecscompose.testing.Workflow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The samples are what the triggers really send: other tests and people rely on them. */
final class EventsTest {

  @Test
  void thereIsASampleOfEachTrigger() {
    assertThat(Installation.files("events"))
        .containsExactly(
            "events/api-get.json",
            "events/api-put.json",
            "events/deploy-input.json",
            "events/destroy-input.json",
            "events/s3-upload.json",
            "events/schedule-input.json",
            "events/status-change.json",
            "events/status-stream.json");
  }

  @Test
  void theUploadIsOneThatTheRuleLetsThrough() {
    JsonNode event = Installation.json("events/s3-upload.json");
    JsonNode pattern =
        Installation.template()
            .at("/Resources/DeployStateMachine/Properties/Events/Uploaded/Properties/Pattern");
    assertThat(event.get("source")).isEqualTo(pattern.at("/source/0"));
    assertThat(event.get("detail-type")).isEqualTo(pattern.at("/detail-type/0"));
    String key = event.at("/detail/object/key").asText();
    assertThat(pattern.at("/detail/object/key").findValuesAsText("wildcard"))
        .anyMatch(wildcard -> key.matches(wildcard.replace(".", "\\.").replace("*", ".*")));
  }

  @Test
  void theUploadHasWhatTheWorkflowReads() {
    JsonNode event = Installation.json("events/s3-upload.json");
    for (String field :
        List.of(
            "/time",
            "/detail/bucket/name",
            "/detail/object/key",
            "/detail/object/version-id",
            "/detail/object/etag",
            "/detail/object/sequencer",
            "/detail/requester",
            "/detail/source-ip-address")) {
      assertThat(event.at(field).asText()).as(field).isNotEmpty();
    }
  }

  @Test
  void theWorkflowsInputIsComplete() {
    JsonNode input = Installation.json("events/deploy-input.json");
    for (String field :
        List.of(
            "/cluster",
            "/stackfile/bucket",
            "/stackfile/key",
            "/trigger/kind",
            "/trigger/by",
            "/trigger/at")) {
      assertThat(input.at(field).asText()).as(field).isNotEmpty();
    }
    assertThat(input.at("/options/redeploy").isBoolean()).isTrue();
    assertThat(input.at("/options/update_only").isBoolean()).isTrue();
  }

  /** What the API starts the destroy of a service with; that of a cluster lacks the service. */
  @Test
  void theInputOfADestroyIsWhatTheApiSends() {
    JsonNode sample = Installation.json("events/destroy-input.json");
    DeployRequest request = RequestDocument.read(sample);
    assertThat(request.operation()).isEqualTo(new Operation.Destroy(Optional.of("web")));
    assertThat(
            RequestDocument.destroyInput(
                request.cluster().orElseThrow(), request.operation(), request.trigger()))
        .isEqualTo(sample);
  }

  /** With the time of its turn in the place that the schedule leaves for it. */
  @Test
  void theScheduledInputIsWhatASchedulesTargetSays() throws IOException {
    JsonNode sample = Installation.json("events/schedule-input.json");
    DeployRequest request = RequestDocument.read(Installation.json("events/deploy-input.json"));
    DeploymentReference deployment =
        new DeploymentReference("shop", "").at(sample.at("/stackfile/key").asText()).orElseThrow();
    Workflow world = new Workflow();
    world.files.write(
        deployment,
        "request.json",
        JsonText.write(
            RequestDocument.of(
                new DeployRequest(
                    request.cluster(),
                    request.stackfile(),
                    request.trigger(),
                    request.options(),
                    new Execution("arn:aws:states:eu-west-1:1:execution:deploy:e", "e", "")))));
    world.files.write(
        deployment,
        "stack.json",
        JsonText.write(
            StackDocument.toJson(
                new Stack(
                    List.of(),
                    Deploy.DEFAULT,
                    Optional.of(new Redeploy("cron(0 6 * * ? *)", "UTC"))))));

    new EnsureSchedule(world.files, world.records, world.schedules, Workflow.DELIVERY, world.clock)
        .run(deployment);

    ObjectNode input =
        (ObjectNode)
            JsonText.read(
                world
                    .schedules
                    .live("shop")
                    .target()
                    .input()
                    .replace("<aws.scheduler.scheduled-time>", sample.at("/trigger/at").asText())
                    .getBytes(StandardCharsets.UTF_8));
    // Names that the installation gives.
    ((ObjectNode) input.get("stackfile")).set("bucket", sample.at("/stackfile/bucket"));
    ((ObjectNode) input.get("trigger")).set("by", sample.at("/trigger/by"));
    assertThat(input).isEqualTo(sample);
    assertThat(sample.at("/trigger/by").asText())
        .matches("arn:aws:scheduler:[a-z0-9-]+:\\d{12}:schedule/\\S+/shop");
  }

  @ParameterizedTest
  @ValueSource(strings = {"events/api-get.json", "events/api-put.json"})
  void theCallIsOneOfTheApi(String name) {
    JsonNode event = Installation.json(name);
    String resource = event.get("resource").asText();
    JsonNode operation =
        Installation.yaml("api/openapi.yaml")
            .get("paths")
            .path(resource)
            .path(event.get("httpMethod").asText().toLowerCase(Locale.ROOT));
    assertThat(operation.isMissingNode()).isFalse();

    String path = resource;
    for (var parameter : event.get("pathParameters").properties()) {
      path = path.replace("{" + parameter.getKey() + "}", parameter.getValue().asText());
    }
    assertThat(event.get("path").asText()).isEqualTo(path);
    assertThat(event.at("/requestContext/identity/userArn").asText()).startsWith("arn:");
    assertThat(event.get("isBase64Encoded").isBoolean()).isTrue();
  }
}
