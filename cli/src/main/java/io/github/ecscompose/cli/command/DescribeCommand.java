package io.github.ecscompose.cli.command;

import io.github.ecscompose.cli.ExitCode;
import io.github.ecscompose.cli.client.Request;
import io.github.ecscompose.cli.text.Documents;
import io.github.ecscompose.cli.text.Format;
import io.github.ecscompose.cli.text.Texts;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints what runs as a stackfile. */
@Command(
    name = "describe",
    description =
        "Prints what runs in a cluster as a stackfile, which changes nothing if deployed again.")
public final class DescribeCommand implements Callable<Integer> {

  private final Context context;

  @Parameters(paramLabel = "CLUSTER", description = "Cluster.")
  String cluster = "";

  DescribeCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (context.format() == Format.json) {
      context
          .screen()
          .print(
              Documents.text(
                  context.api().call(Request.get("clusters", cluster)).json(), Format.json));
    } else {
      Request request = Request.get("clusters", cluster).header("Accept", "application/yaml");
      context.screen().print(Texts.lines(context.api().call(request).body()));
    }
    return ExitCode.DONE.number();
  }
}
