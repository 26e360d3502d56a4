package io.github.ecscompose.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.step.EnsureNamespace;

/** The function of the state {@code EnsureNamespace}. */
public final class EnsureNamespaceHandler extends JsonHandler {

  private final EnsureNamespace step;

  public EnsureNamespaceHandler() {
    this(Wiring.ensureNamespace());
  }

  EnsureNamespaceHandler(EnsureNamespace step) {
    this.step = step;
  }

  @Override
  protected ObjectNode handle(JsonNode input) {
    return object().put("namespaceId", step.run(deployment(input)));
  }
}
