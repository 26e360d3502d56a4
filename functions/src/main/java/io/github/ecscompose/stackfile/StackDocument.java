package io.github.ecscompose.stackfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.hash.Sha256;
import io.github.ecscompose.stackfile.Deploy.OnFailure;

/**
 * A stack as JSON, every default written out and the keys in one order, so that equal stacks give
 * equal bytes. It holds the values of secrets too. Written by hand: databind's reflection would
 * slow a cold start down.
 */
public final class StackDocument {

  private static final int DIGEST_LENGTH = 32;

  private StackDocument() {}

  /** The stack, its services in their order. */
  public static ObjectNode toJson(Stack stack) {
    ObjectNode json = Json.object();
    json.set("services", Json.array(stack.services(), ServiceDocument::toJson));
    json.set("deploy", deploy(stack.deploy()));
    json.set("redeploy", Json.optional(stack.redeploy(), StackDocument::redeploy));
    return json;
  }

  /** One service. */
  public static ObjectNode toJson(Service service) {
    return ServiceDocument.toJson(service);
  }

  /**
   * The stack that {@link #toJson(Stack)} wrote.
   *
   * @throws IllegalArgumentException for any other document
   */
  public static Stack fromJson(JsonNode json) {
    return new Stack(
        Json.list(json, "services", ServiceDocument::fromJson),
        deploy(Json.member(json, "deploy")),
        Json.optional(json, "redeploy", StackDocument::redeploy));
  }

  /**
   * The service that {@link #toJson(Service)} wrote.
   *
   * @throws IllegalArgumentException for any other document
   */
  public static Service serviceFromJson(JsonNode json) {
    return ServiceDocument.fromJson(json);
  }

  /**
   * What tells definitions of a service apart: the first 32 hexadecimal digits of the SHA-256 of
   * its JSON. Which of its values are secret does not count, nor what it waits for.
   */
  public static String digest(Service service) {
    ObjectNode json = ServiceDocument.toJson(service);
    json.remove(ServiceDocument.DEPENDS_ON);
    json.withObject("/container").remove(ContainerDocument.SECRET_ENVIRONMENT);
    for (JsonNode sidecar : json.path(ServiceDocument.SIDECARS)) {
      ((ObjectNode) sidecar).withObject("/container").remove(ContainerDocument.SECRET_ENVIRONMENT);
    }
    return Sha256.hex(json.toString(), DIGEST_LENGTH);
  }

  private static ObjectNode deploy(Deploy deploy) {
    return Json.object()
        .put("onFailure", deploy.onFailure().name())
        .put("timeout", deploy.timeout())
        .put("prune", deploy.prune());
  }

  private static Deploy deploy(JsonNode json) {
    return new Deploy(
        OnFailure.valueOf(Json.text(json, "onFailure")),
        Json.integer(json, "timeout"),
        Json.flag(json, "prune"));
  }

  private static ObjectNode redeploy(Redeploy redeploy) {
    return Json.object().put("schedule", redeploy.schedule()).put("timezone", redeploy.timezone());
  }

  private static Redeploy redeploy(JsonNode json) {
    return new Redeploy(Json.text(json, "schedule"), Json.text(json, "timezone"));
  }
}
