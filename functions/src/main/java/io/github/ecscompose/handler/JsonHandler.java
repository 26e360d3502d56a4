package io.github.ecscompose.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.json.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A function that turns one JSON document into another. Says in the log what it did, and how long.
 */
public abstract class JsonHandler extends Primed implements RequestStreamHandler {

  /** Runs the step on its input and gives what the state machine goes on with. */
  protected abstract ObjectNode handle(JsonNode input);

  /** Asks for a deployment that does not exist: a step reads before it changes anything. */
  @Override
  protected void prime() {
    handle(
        object()
            .put("cluster", "-")
            .put("id", "-")
            .put("service", "-")
            .put("namespaceId", "-")
            .put("deadline", "1970-01-01T00:00:00Z"));
  }

  @Override
  public final void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    Invocation.begin(context);
    long start = System.nanoTime();
    JsonNode document = JsonText.read(input.readAllBytes());
    String outcome = "failed";
    try {
      ObjectNode answer = handle(document);
      outcome = "done";
      output.write(JsonText.write(answer));
    } finally {
      long milliseconds = (System.nanoTime() - start) / 1_000_000;
      context
          .getLogger()
          .log(
              "%s %s: %s in %d ms%n"
                  .formatted(getClass().getSimpleName(), subject(document), outcome, milliseconds));
    }
  }

  /** The names alone: an input may hold what does not belong in a log. */
  private static String subject(JsonNode document) {
    String service = document.path("service").asText("");
    return "%s/%s%s"
        .formatted(
            document.path("cluster").asText("-"),
            document.path("id").asText("-"),
            service.isEmpty() ? "" : " " + service);
  }

  static DeploymentReference deployment(JsonNode input) {
    return new DeploymentReference(text(input, "cluster"), text(input, "id"));
  }

  /** A member that the state machine always gives. */
  static String text(JsonNode input, String name) {
    if (!input.path(name).isTextual()) {
      throw new IllegalArgumentException("the input has no text " + name);
    }
    return input.path(name).asText();
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
