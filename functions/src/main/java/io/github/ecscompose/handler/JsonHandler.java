package io.github.ecscompose.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.RequestDocument;
import io.github.ecscompose.error.EcsComposeException;
import io.github.ecscompose.handler.LogLine.Level;
import io.github.ecscompose.json.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;

/**
 * A function that turns one JSON document into another. Says in the log what it did, and how long.
 */
public abstract class JsonHandler extends Primed implements RequestStreamHandler {

  private static final InstantSource CLOCK = InstantSource.system();

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
    LogLine line = LogLine.of(CLOCK, Level.INFO, getClass().getSimpleName());
    subject(line, document);
    String outcome = "failed";
    try {
      ObjectNode answer = handle(document);
      outcome = "done";
      output.write(JsonText.write(answer));
    } catch (EcsComposeException failure) {
      // The workflow records it too; beside the deployment's id it is found sooner.
      line.with("error", failure.getClass().getSimpleName())
          .with("cause", String.valueOf(failure.getMessage()));
      throw failure;
    } finally {
      line.with("outcome", outcome)
          .with("milliseconds", (System.nanoTime() - start) / 1_000_000)
          .in(context)
          .print(System.out);
    }
  }

  /** The names alone: an input may hold what does not belong in a log. */
  private static void subject(LogLine line, JsonNode input) {
    DeploymentReference named = named(input);
    line.with("cluster", named.cluster())
        .with("deployment", named.id())
        .with("service", input.path("service").asText(""));
  }

  /** Steps get the deployment by name; the first and the last get the request for it instead. */
  private static DeploymentReference named(JsonNode input) {
    JsonNode request = input.path("request").isObject() ? input.path("request") : input;
    return request.path("execution").isObject()
        ? RequestDocument.read(request).reference()
        : new DeploymentReference(input.path("cluster").asText(""), input.path("id").asText(""));
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
