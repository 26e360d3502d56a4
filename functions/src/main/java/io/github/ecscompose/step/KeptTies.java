package io.github.ecscompose.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.plan.Before;
import io.github.ecscompose.plan.Before.Former;
import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.plan.Names;
import io.github.ecscompose.plan.Replacement;
import java.util.Map;
import java.util.Optional;

/**
 * The load balancer and the registry of a service that {@code update_only} replaces: those that it
 * had, since nothing is made or changed beside it.
 */
final class KeptTies {

  private final Documents documents;

  KeptTies(Documents documents) {
    this.documents = documents;
  }

  /** Takes them from the service as the plan found it, or else from the stand-in that serves. */
  void keep(
      DeploymentReference deployment,
      String service,
      ObjectNode wanted,
      Map<String, LiveService> live) {
    documents
        .before(deployment, service)
        .flatMap(Before::former)
        .map(Former::document)
        .or(() -> Optional.ofNullable(live.get(Names.standIn(service))).map(LiveService::document))
        .ifPresent(from -> Replacement.keepTies(wanted, from));
  }
}
