package io.github.ecscompose.cli.command;

import io.github.ecscompose.cli.client.Request;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Destroys a service. */
@Command(
    name = "destroy",
    description = "Removes a service of a cluster, with its load balancer, record and names.")
public final class DestroyServiceCommand implements Callable<Integer> {

  private final Context context;

  @Parameters(paramLabel = "CLUSTER", description = "Cluster.")
  String cluster = "";

  @Option(
      names = {"-s", "--service"},
      paramLabel = "NAME",
      required = true,
      description = "Service.")
  String service = "";

  @Mixin Confirmation confirmation = new Confirmation();

  @Mixin WaitOptions waiting = new WaitOptions();

  DestroyServiceCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    confirmation.require(
        context.screen(), "the service %s of %s".formatted(service, cluster), service);
    Request request =
        Request.delete("clusters", cluster, "services", service).query("confirm", service);
    return new Running(context, waiting).started(context.api().call(request));
  }
}
