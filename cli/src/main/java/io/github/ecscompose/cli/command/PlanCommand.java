package io.github.ecscompose.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecscompose.cli.ExitCode;
import io.github.ecscompose.cli.client.Request;
import io.github.ecscompose.cli.text.Documents;
import io.github.ecscompose.cli.text.Format;
import io.github.ecscompose.cli.text.Screen;
import io.github.ecscompose.cli.text.Style;
import io.github.ecscompose.cli.text.Texts;
import io.github.ecscompose.plan.PlanText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a deployment would change. */
@Command(
    name = "plan",
    aliases = "diff",
    description = "Shows what a deployment would change, field by field. Changes nothing.")
public final class PlanCommand implements Callable<Integer> {

  private final Context context;

  @Parameters(paramLabel = "CLUSTER", description = "Cluster that it is for.")
  String cluster = "";

  @Mixin StackfileOptions stackfile = new StackfileOptions();

  @Mixin HowOptions how = new HowOptions();

  @Option(
      names = "--detailed-exitcode",
      description = "End with 0 where nothing would change, 2 where something would.")
  boolean detailed;

  PlanCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Request request =
        how.in(Request.post("clusters", cluster, "plan")).header("Accept", "application/json");
    JsonNode plan = context.api().call(stackfile.in(request, context)).json();
    Screen screen = context.screen();
    if (context.format() == Format.table) {
      for (String line : PlanText.of(plan)) {
        screen.print(screen.style(style(line), Texts.line(line)));
      }
    } else {
      screen.print(Documents.text(plan, context.format()));
    }
    return (detailed && plan.path("changed").asBoolean() ? ExitCode.CHANGES : ExitCode.DONE)
        .number();
  }

  /** By the line's sign, which is told in words too. */
  private static Style style(String line) {
    String text = line.stripLeading();
    if (text.startsWith("-/+") || text.startsWith("~")) {
      return Style.YELLOW;
    }
    if (text.startsWith("+")) {
      return Style.GREEN;
    }
    return text.startsWith("-") ? Style.RED : Style.PLAIN;
  }
}
