package io.github.ecscompose.cli.command;

import io.github.ecscompose.cli.client.Request;
import picocli.CommandLine.Option;

/** How a stackfile is deployed. */
final class HowOptions {

  @Option(names = "--redeploy", description = "Give new tasks to services without a change too.")
  boolean redeploy;

  @Option(names = "--update-only", description = "Update services that exist and create nothing.")
  boolean updateOnly;

  @Option(
      names = "--prune",
      description = "Remove services of ecs-compose that the stackfile no longer has.")
  boolean prune;

  Request in(Request request) {
    return request.flag("redeploy", redeploy).flag("update_only", updateOnly).flag("prune", prune);
  }
}
