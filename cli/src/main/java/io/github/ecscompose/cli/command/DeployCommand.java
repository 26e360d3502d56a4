package io.github.ecscompose.cli.command;

import io.github.ecscompose.cli.client.Request;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deploys a stackfile. */
@Command(
    name = "deploy",
    aliases = "up",
    description = {
      "Deploys a stackfile to a cluster, and waits until all of it is stable.",
      "Services that are as the stackfile wants them are left alone."
    })
public final class DeployCommand implements Callable<Integer> {

  private final Context context;

  @Parameters(paramLabel = "CLUSTER", description = "Cluster to deploy to.")
  String cluster = "";

  @Mixin StackfileOptions stackfile = new StackfileOptions();

  @Mixin HowOptions how = new HowOptions();

  @Mixin WaitOptions waiting = new WaitOptions();

  @Option(
      names = "--if-match",
      paramLabel = "DEPLOYMENT",
      description = "Deploy only while that is still the cluster's newest deployment.")
  @Nullable String newest;

  DeployCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Request request = stackfile.in(how.in(Request.put("clusters", cluster)), context);
    if (newest != null) {
      request.header("If-Match", "\"" + newest + "\"");
    }
    return new Running(context, waiting).started(context.api().call(request));
  }
}
