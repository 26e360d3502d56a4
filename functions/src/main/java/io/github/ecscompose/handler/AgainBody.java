package io.github.ecscompose.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.ecscompose.json.JsonText;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the bodies of the calls that deploy again. A body that lacks is an empty object. */
final class AgainBody {

  static final int MOST_SERVICES = 100;

  /** Bytes. */
  static final int LONGEST = 65_536;

  /** What a service's name matches (CreateService, API reference of Amazon ECS). */
  static final String SERVICE = "[A-Za-z0-9_-]{1,255}";

  private AgainBody() {}

  /** A body that is not understood; its message is a sentence. */
  static final class RefusedBodyException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedBodyException(String message) {
      super(message);
    }
  }

  /** The services that are named; none where the body names none. */
  static Set<String> services(byte[] body) throws RefusedBodyException {
    JsonNode services = member(body, "services");
    if (services.isMissingNode()) {
      return Set.of();
    }
    if (!services.isArray() || services.isEmpty() || services.size() > MOST_SERVICES) {
      throw new RefusedBodyException(
          "services is a list of 1 to %d names; leave it out for all services."
              .formatted(MOST_SERVICES));
    }
    Set<String> names = new TreeSet<>();
    for (JsonNode name : services) {
      if (!name.isTextual() || !name.asText().matches(SERVICE)) {
        throw new RefusedBodyException(
            "services has an entry that is no service's name: a name has letters, digits, hyphens and underscores.");
      }
      names.add(name.asText());
    }
    return names;
  }

  /** The deployment that is named, if one is. */
  static Optional<String> to(byte[] body) throws RefusedBodyException {
    JsonNode to = member(body, "to");
    if (!to.isMissingNode() && !to.isTextual()) {
      throw new RefusedBodyException(
          "to is the id of a deployment; leave it out for the last one that succeeded before the present one.");
    }
    return Optional.of(to).filter(JsonNode::isTextual).map(JsonNode::asText);
  }

  /** The only member that a body may have. */
  private static JsonNode member(byte[] body, String name) throws RefusedBodyException {
    if (body.length == 0) {
      return MissingNode.getInstance();
    }
    JsonNode document = json(body);
    if (!document.isObject()) {
      throw new RefusedBodyException("The body is a JSON object.");
    }
    if (document.size() > (document.has(name) ? 1 : 0)) {
      throw new RefusedBodyException("The body may have the member %s alone.".formatted(name));
    }
    return document.path(name);
  }

  private static JsonNode json(byte[] body) throws RefusedBodyException {
    try {
      return JsonText.read(body);
    } catch (IOException e) {
      throw new RefusedBodyException("The body is no JSON.");
    }
  }
}
