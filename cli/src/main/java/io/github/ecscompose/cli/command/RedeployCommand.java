package io.github.ecscompose.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.cli.client.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives services new tasks. */
@Command(
    name = "redeploy",
    aliases = "restart",
    description = "Gives services new tasks, from the stackfile that succeeded last.")
public final class RedeployCommand implements Callable<Integer> {

  private final Context context;

  @Parameters(paramLabel = "CLUSTER", description = "Cluster.")
  String cluster = "";

  @Option(
      names = {"-s", "--service"},
      paramLabel = "NAME",
      description = "That service alone; may be given several times (default: all).")
  List<String> services = List.of();

  @Mixin WaitOptions waiting = new WaitOptions();

  RedeployCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    if (!services.isEmpty()) {
      services.forEach(body.putArray("services")::add);
    }
    Request request =
        Request.post("clusters", cluster, "redeploy")
            .body("application/json", body.toString().getBytes(StandardCharsets.UTF_8));
    return new Running(context, waiting).started(context.api().call(request));
  }
}
