package io.github.ecscompose.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeployRequest.Execution;
import io.github.ecscompose.deployment.DeployRequest.Options;
import io.github.ecscompose.deployment.DeployRequest.StackfileReference;
import io.github.ecscompose.deployment.DeployRequest.Trigger;
import java.util.Optional;

/** {@code request.json}, and the workflow's input, from which it is made. */
public final class RequestDocument {

  private RequestDocument() {}

  public static DeployRequest read(JsonNode document) {
    JsonNode trigger = document.path("trigger");
    JsonNode execution = document.path("execution");
    return new DeployRequest(
        text(document, "cluster"),
        stackfile(document.path("stackfile")),
        new Trigger(
            trigger.path("kind").asText(),
            trigger.path("by").asText(),
            trigger.path("at").asText()),
        options(document.path("options")),
        new Execution(
            execution.path("arn").asText(),
            execution.path("name").asText(),
            execution.path("startedAt").asText()));
  }

  private static StackfileReference stackfile(JsonNode node) {
    return new StackfileReference(
        node.path("bucket").asText(),
        node.path("key").asText(),
        text(node, "versionId"),
        text(node, "etag"));
  }

  private static Options options(JsonNode node) {
    return new Options(
        node.path("redeploy").asBoolean(false), node.path("update_only").asBoolean(false));
  }

  private static Optional<String> text(JsonNode node, String name) {
    return node.hasNonNull(name) ? Optional.of(node.path(name).asText()) : Optional.empty();
  }

  public static ObjectNode of(DeployRequest request) {
    ObjectNode document =
        input(request.cluster(), request.stackfile(), request.trigger(), request.options());
    document
        .putObject("execution")
        .put("arn", request.execution().arn())
        .put("name", request.execution().name())
        .put("startedAt", request.execution().startedAt());
    return document;
  }

  /** The workflow's input, which does not know its execution yet. */
  public static ObjectNode input(
      Optional<String> cluster, StackfileReference stackfile, Trigger trigger, Options options) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    cluster.ifPresent(name -> document.put("cluster", name));
    ObjectNode reference = document.putObject("stackfile");
    reference.put("bucket", stackfile.bucket()).put("key", stackfile.key());
    stackfile.versionId().ifPresent(id -> reference.put("versionId", id));
    stackfile.etag().ifPresent(etag -> reference.put("etag", etag));
    document
        .putObject("trigger")
        .put("kind", trigger.kind())
        .put("by", trigger.by())
        .put("at", trigger.at());
    document
        .putObject("options")
        .put("redeploy", options.redeploy())
        .put("update_only", options.updateOnly());
    return document;
  }
}
