package io.github.ecscompose.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecscompose.cli.ExitCode;
import io.github.ecscompose.cli.client.Request;
import io.github.ecscompose.cli.text.Columns;
import io.github.ecscompose.cli.text.Documents;
import io.github.ecscompose.cli.text.Format;
import io.github.ecscompose.cli.text.Screen;
import io.github.ecscompose.cli.text.Style;
import io.github.ecscompose.cli.watch.Elapsed;
import io.github.ecscompose.cli.watch.Snapshot;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells of a deployment. */
@Command(
    name = "status",
    description =
        "Tells how a deployment goes, or went: of each service what changed, and why it failed.")
public final class StatusCommand implements Callable<Integer> {

  private final Context context;

  @Parameters(index = "0", paramLabel = "CLUSTER", description = "Cluster.")
  String cluster = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DEPLOYMENT",
      description = "Deployment (default: the newest).")
  @Nullable String id;

  @Option(
      names = {"-w", "--wait"},
      description = "Follow it to its end; the exit code then says what came of it.")
  boolean wait;

  @Mixin SummaryOption summary = new SummaryOption();

  StatusCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    String deployment = id == null ? Deployments.newest(context, cluster) : id;
    if (wait) {
      return new Running(context, summary).followed(cluster, deployment);
    }
    JsonNode json =
        context.api().call(Request.get("clusters", cluster, "deployments", deployment)).json();
    Screen screen = context.screen();
    if (context.format() != Format.table) {
      screen.print(Documents.text(json, context.format()));
      return ExitCode.DONE.number();
    }
    Snapshot snapshot = Snapshot.read(json);
    screen.print(
        screen.style(
            Style.BOLD,
            "%s  %s  %s  %s"
                .formatted(
                    snapshot.cluster(),
                    snapshot.id(),
                    snapshot.status(),
                    Elapsed.text(snapshot.lasted(context.clock().instant())))));
    snapshot.error().ifPresent(screen::print);
    Columns columns = new Columns();
    snapshot
        .services()
        .forEach(service ->
            columns.row(
                "  " + service.name(),
                service.action(),
                service.state(),
                service.text().isEmpty() ? String.join("; ", service.changes()) : service.text()));
    columns.lines().forEach(screen::print);
    return ExitCode.DONE.number();
  }
}
