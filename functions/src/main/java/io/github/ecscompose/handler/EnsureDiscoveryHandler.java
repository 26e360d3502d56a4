package io.github.ecscompose.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.step.EnsureDiscovery;

/** The function of the state {@code EnsureDiscovery}. */
public final class EnsureDiscoveryHandler extends JsonHandler {

  private final EnsureDiscovery step;

  public EnsureDiscoveryHandler() {
    this(Wiring.ensureDiscovery());
  }

  EnsureDiscoveryHandler(EnsureDiscovery step) {
    this.step = step;
  }

  @Override
  protected ObjectNode handle(JsonNode input) {
    return object()
        .put(
            "registryArn",
            step.run(deployment(input), text(input, "service"), text(input, "namespaceId")));
  }
}
