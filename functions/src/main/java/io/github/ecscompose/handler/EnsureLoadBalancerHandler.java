package io.github.ecscompose.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeploymentReference;
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
    DeploymentReference deployment = deployment(input);
    // The id of the deployment to which this one goes back, where it failed.
    String stack = input.path("stack").asText(deployment.id());
    return object()
        .put(
            "targetGroupArn",
            step.run(
                deployment,
                text(input, "service"),
                new DeploymentReference(deployment.cluster(), stack)));
  }
}
