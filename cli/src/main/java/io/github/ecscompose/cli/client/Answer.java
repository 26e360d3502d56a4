package io.github.ecscompose.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecscompose.cli.CliException;
import io.github.ecscompose.cli.ExitCode;
import io.github.ecscompose.json.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * What the API answered.
 *
 * @param headers by name in lower case
 */
public record Answer(int status, Map<String, String> headers, String body) {

  public Answer {
    headers = Map.copyOf(headers);
  }

  public boolean isGood() {
    return status >= 200 && status < 300;
  }

  /**
   * The body as JSON.
   *
   * @throws CliException if it is none
   */
  public JsonNode json() {
    return tryJson()
        .orElseThrow(() ->
            new CliException(
                ExitCode.UNREACHABLE,
                "What answered is not ecs-compose's API (status %d, no JSON): check the endpoint."
                    .formatted(status)));
  }

  Optional<JsonNode> tryJson() {
    try {
      JsonNode json = JsonText.read(body.getBytes(StandardCharsets.UTF_8));
      return json.isContainerNode() ? Optional.of(json) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
