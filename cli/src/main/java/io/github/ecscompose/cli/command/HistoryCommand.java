package io.github.ecscompose.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.cli.ExitCode;
import io.github.ecscompose.cli.text.Columns;
import io.github.ecscompose.cli.text.Documents;
import io.github.ecscompose.cli.text.Format;
import io.github.ecscompose.cli.watch.Snapshot;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the deployments of a cluster. */
@Command(
    name = "history",
    description =
        "Lists the deployments of a cluster, newest first: who, what, and what came of it.")
public final class HistoryCommand implements Callable<Integer> {

  private final Context context;

  @Parameters(paramLabel = "CLUSTER", description = "Cluster.")
  String cluster = "";

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "NUMBER",
      description = "How many at most (default: 20).")
  int limit = 20;

  HistoryCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    List<JsonNode> found =
        Deployments.list(context, Math.max(1, limit), "clusters", cluster, "deployments");
    if (context.format() != Format.table) {
      ObjectNode document = JsonNodeFactory.instance.objectNode();
      found.forEach(document.putArray("deployments")::add);
      context.screen().print(Documents.text(document, context.format()));
      return ExitCode.DONE.number();
    }
    if (found.isEmpty()) {
      context.screen().say("The cluster %s has no deployment.".formatted(cluster));
      return ExitCode.DONE.number();
    }
    Columns columns = new Columns().row("DEPLOYMENT", "STATUS", "AT", "TOOK", "BY", "WHO", "WHAT");
    found.forEach(json -> {
      Snapshot snapshot = Snapshot.read(json);
      Deployments.row(columns, context, snapshot.id(), snapshot, json);
    });
    columns.lines().forEach(context.screen()::print);
    return ExitCode.DONE.number();
  }
}
