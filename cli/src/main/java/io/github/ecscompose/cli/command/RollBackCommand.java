package io.github.ecscompose.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.cli.client.Request;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Goes back to an earlier deployment. */
@Command(
    name = "rollback",
    description = {
      "Deploys the stackfile of an earlier deployment, with its variables.",
      "Without --to it is the last that succeeded before the present one."
    })
public final class RollBackCommand implements Callable<Integer> {

  private final Context context;

  @Parameters(paramLabel = "CLUSTER", description = "Cluster.")
  String cluster = "";

  @Option(names = "--to", paramLabel = "DEPLOYMENT", description = "Deployment to go back to.")
  @Nullable String to;

  @Mixin WaitOptions waiting = new WaitOptions();

  RollBackCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    if (to != null) {
      body.put("to", to);
    }
    Request request =
        Request.post("clusters", cluster, "rollback")
            .body("application/json", body.toString().getBytes(StandardCharsets.UTF_8));
    return new Running(context, waiting).started(context.api().call(request));
  }
}
