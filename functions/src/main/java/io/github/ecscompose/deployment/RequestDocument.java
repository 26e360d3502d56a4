package io.github.ecscompose.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeployRequest.Execution;
import io.github.ecscompose.deployment.DeployRequest.Options;
import io.github.ecscompose.deployment.DeployRequest.StackfileReference;
import io.github.ecscompose.deployment.DeployRequest.Trigger;
import io.github.ecscompose.json.JsonText;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** {@code request.json}, and the workflow's input, from which it is made. */
public final class RequestDocument {

  private RequestDocument() {}

  public static DeployRequest read(JsonNode document) {
    JsonNode trigger = document.path("trigger");
    JsonNode execution = document.path("execution");
    return new DeployRequest(
        JsonText.member(document, "cluster"),
        stackfile(document.path("stackfile")),
        new Trigger(
            trigger.path("kind").asText(),
            trigger.path("by").asText(),
            trigger.path("at").asText()),
        options(document.path("options")),
        new Execution(
            execution.path("arn").asText(),
            execution.path("name").asText(),
            execution.path("startedAt").asText()),
        Operation.of(document.path("operation").asText(), JsonText.member(document, "service")));
  }

  private static StackfileReference stackfile(JsonNode node) {
    return new StackfileReference(
        node.path("bucket").asText(),
        node.path("key").asText(),
        JsonText.member(node, "versionId"),
        JsonText.member(node, "etag"),
        JsonText.member(node, "sequencer"));
  }

  private static Options options(JsonNode node) {
    Set<String> services = new TreeSet<>();
    node.path("services").forEach(name -> services.add(name.asText()));
    return new Options(
        node.path("redeploy").asBoolean(false),
        node.path("update_only").asBoolean(false),
        node.path("prune").asBoolean(false),
        services);
  }

  public static ObjectNode of(DeployRequest request) {
    ObjectNode document =
        request.operation().isDestroy()
            ? destroyInput(request.reference().cluster(), request.operation(), request.trigger())
            : input(request.cluster(), request.stackfile(), request.trigger(), request.options());
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
    document.set("stackfile", of(stackfile));
    document.set("trigger", of(trigger));
    ObjectNode how =
        document
            .putObject("options")
            .put("redeploy", options.redeploy())
            .put("update_only", options.updateOnly());
    if (options.prune()) {
      how.put("prune", true);
    }
    if (!options.services().isEmpty()) {
      options.services().forEach(how.putArray("services")::add);
    }
    return document;
  }

  /** The input of the workflow that destroys. */
  public static ObjectNode destroyInput(String cluster, Operation operation, Trigger trigger) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("operation", operation.word()).put("cluster", cluster);
    operation.onlyService().ifPresent(name -> document.put("service", name));
    document.set("trigger", of(trigger));
    return document;
  }

  /** A reference to a stackfile as a document of its own. */
  public static ObjectNode of(StackfileReference stackfile) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("bucket", stackfile.bucket()).put("key", stackfile.key());
    stackfile.versionId().ifPresent(id -> document.put("versionId", id));
    stackfile.etag().ifPresent(etag -> document.put("etag", etag));
    stackfile.sequencer().ifPresent(text -> document.put("sequencer", text));
    return document;
  }

  /** A trigger as a document of its own. */
  public static ObjectNode of(Trigger trigger) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("kind", trigger.kind())
        .put("by", trigger.by())
        .put("at", trigger.at());
  }
}
