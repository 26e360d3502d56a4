package io.github.ecscompose.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.step.EnsureLoadBalancer;

/** The function of the state {@code EnsureLoadBalancer}. */
public final class EnsureLoadBalancerHandler extends JsonHandler {

  private final EnsureLoadBalancer step;

  public EnsureLoadBalancerHandler() {
    this(Wiring.ensureLoadBalancer());
  }

  EnsureLoadBalancerHandler(EnsureLoadBalancer step) {
    this.step = step;
  }

  @Override
  protected ObjectNode handle(JsonNode input) {
    return object().put("targetGroupArn", step.run(deployment(input), text(input, "service")));
  }
}
