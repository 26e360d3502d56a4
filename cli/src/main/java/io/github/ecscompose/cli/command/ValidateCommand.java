package io.github.ecscompose.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.cli.ExitCode;
import io.github.ecscompose.cli.client.Stackfiles;
import io.github.ecscompose.cli.text.Documents;
import io.github.ecscompose.cli.text.Format;
import io.github.ecscompose.cli.text.Screen;
import io.github.ecscompose.cli.text.Style;
import io.github.ecscompose.cli.text.Texts;
import io.github.ecscompose.plan.TaskDefinitions;
import io.github.ecscompose.stackfile.ClusterName;
import io.github.ecscompose.stackfile.Parsed;
import io.github.ecscompose.stackfile.Problem;
import io.github.ecscompose.stackfile.Source;
import io.github.ecscompose.stackfile.StackfileReader;
import io.github.ecscompose.stackfile.Variables;
import io.github.ecscompose.stackfile.Variables.Value;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Checks a stackfile here, with the code and the words of the service. */
@Command(
    name = "validate",
    description = {
      "Checks a stackfile, without an AWS account and without a network.",
      "It says what the service would say. What only the service knows is not checked: whether the cluster exists, and variables that are kept in SSM; give these with --var or --env-file."
    })
public final class ValidateCommand implements Callable<Integer> {

  /** Where a variable of the account is asked for and none is known. */
  private static final Map<String, String> BUILT_IN =
      Map.of(
          "REGION",
          "eu-west-1",
          "ACCOUNT",
          "123456789012",
          "DEPLOYMENT",
          "01KA5XG7QJ4M8N2P6R9S3T5V7W");

  private final Context context;

  @Parameters(
      arity = "0..1",
      paramLabel = "CLUSTER",
      description = "Cluster that it is for (default: its own key cluster, or the word cluster).")
  @Nullable String cluster;

  @Mixin StackfileOptions stackfile = new StackfileOptions();

  ValidateCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Stackfiles stackfiles = stackfile.stackfiles(context);
    List<Source> sources = stackfiles.sources();
    String name = cluster == null ? named(sources) : cluster;
    Map<String, Value> values = new TreeMap<>();
    stackfile
        .values(stackfiles, context)
        .forEach((key, value) -> values.put(key, new Value(value, false)));
    BUILT_IN.forEach((key, value) -> values.put(Variables.BUILT_IN + key, new Value(value, false)));
    values.put(Variables.BUILT_IN + "CLUSTER", new Value(name, false));
    return switch (StackfileReader.read(
        sources,
        name,
        new Variables(values),
        service -> TaskDefinitions.of(name, service).size())) {
      case Parsed.Invalid invalid -> told(invalid.problems(), List.of(), 0);
      case Parsed.Valid valid -> told(List.of(), valid.warnings(), valid.stack().services().size());
    };
  }

  /** The cluster that the last of them names; problems of the name are found by reading it all. */
  private static String named(List<Source> sources) {
    String name = "cluster";
    for (Source source : sources) {
      if (ClusterName.read(source) instanceof ClusterName.Reading.Found found) {
        name = found.name();
      }
    }
    return name;
  }

  private int told(List<Problem> problems, List<Problem> warnings, int services) {
    Screen screen = context.screen();
    if (context.format() != Format.table) {
      ObjectNode document = JsonNodeFactory.instance.objectNode().put("valid", problems.isEmpty());
      list(document.putArray("problems"), problems);
      list(document.putArray("warnings"), warnings);
      screen.print(Documents.text(document, context.format()));
    } else {
      problems.forEach(
          problem -> screen.complain(screen.style(Style.RED, Texts.line(problem.toString()))));
      warnings.forEach(warning ->
          screen.complain(
              screen.style(Style.YELLOW, "warning: " + Texts.line(warning.toString()))));
      screen.say(
          problems.isEmpty()
              ? "The stackfile is valid: %s.".formatted(count(services, "service"))
              : "The stackfile has %s.".formatted(count(problems.size(), "problem")));
    }
    return (problems.isEmpty() ? ExitCode.DONE : ExitCode.REJECTED).number();
  }

  private static void list(ArrayNode list, List<Problem> problems) {
    problems.forEach(problem ->
        list.addObject()
            .put("file", problem.file())
            .put("line", problem.line())
            .put("column", problem.column())
            .put("path", problem.path())
            .put("message", problem.message()));
  }

  static String count(int number, String thing) {
    return number == 1 ? "1 " + thing : number + " " + thing + "s";
  }
}
