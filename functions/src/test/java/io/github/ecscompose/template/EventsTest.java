package io.github.ecscompose.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
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
            "events/s3-upload.json");
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
