package io.github.ecscompose.cli.command;

import io.github.ecscompose.cli.client.Request;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Destroys a cluster. */
@Command(
    name = "destroy",
    description = {
      "Removes everything of a cluster that ecs-compose made: services, load balancers, records, names, task definitions, schedules, and the cluster itself when it is empty.",
      "What is of others stays, and is named."
    })
public final class DestroyClusterCommand implements Callable<Integer> {

  private final Context context;

  @Parameters(paramLabel = "CLUSTER", description = "Cluster.")
  String cluster = "";

  @Mixin Confirmation confirmation = new Confirmation();

  @Mixin WaitOptions waiting = new WaitOptions();

  DestroyClusterCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    confirmation.require(context.screen(), "everything of the cluster " + cluster, cluster);
    Request request = Request.delete("clusters", cluster).query("confirm", cluster);
    return new Running(context, waiting).started(context.api().call(request));
  }
}
