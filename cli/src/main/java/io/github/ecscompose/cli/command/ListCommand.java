package io.github.ecscompose.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.cli.ExitCode;
import io.github.ecscompose.cli.text.Columns;
import io.github.ecscompose.cli.text.Documents;
import io.github.ecscompose.cli.text.Format;
import io.github.ecscompose.cli.text.Texts;
import io.github.ecscompose.cli.watch.Snapshot;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists the clusters. */
@Command(
    name = "list",
    aliases = "ls",
    description = "Lists the clusters that have deployments, each with its last one.")
public final class ListCommand implements Callable<Integer> {

  private final Context context;

  ListCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    List<JsonNode> found = Deployments.list(context, Integer.MAX_VALUE, "clusters");
    if (context.format() != Format.table) {
      ObjectNode document = JsonNodeFactory.instance.objectNode();
      found.forEach(document.putArray("clusters")::add);
      context.screen().print(Documents.text(document, context.format()));
      return ExitCode.DONE.number();
    }
    if (found.isEmpty()) {
      context
          .screen()
          .say(
              "No cluster has a deployment yet: ecs-compose deploy CLUSTER -f stackfile.yml makes one.");
      return ExitCode.DONE.number();
    }
    Columns columns = new Columns().row("CLUSTER", "STATUS", "AT", "TOOK", "BY", "WHO", "WHAT");
    found.forEach(json -> {
      JsonNode last = json.path("lastDeployment");
      String name = Texts.line(json.path("cluster").asText());
      if (last.isObject()) {
        Deployments.row(columns, context, name, Snapshot.read(last), last);
      } else {
        columns.row(name, "", "", "", "", "", "");
      }
    });
    columns.lines().forEach(context.screen()::print);
    return ExitCode.DONE.number();
  }
}
