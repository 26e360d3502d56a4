package io.github.ecscompose.cli.command;

import io.github.ecscompose.cli.client.Request;
import io.github.ecscompose.cli.client.Stackfiles;
import io.github.ecscompose.cli.client.VariableArguments;
import io.github.ecscompose.stackfile.StackfileReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Which stackfile, and with which variables. */
final class StackfileOptions {

  /** Names that are not taken from the environment unless they are asked for. */
  private static final Pattern CREDENTIALS =
      Pattern.compile(
          "(AWS|AZURE|GOOGLE|GITHUB|GITLAB|ACTIONS|CI|SSH|NPM|DOCKER)_.*"
              + "|.*(TOKEN|SECRET|PASSW|CREDENTIAL|PRIVATE|API_?KEY|ACCESS_?KEY).*",
          Pattern.CASE_INSENSITIVE);

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description =
          "Stackfile; a later one is laid over the earlier ones, - is standard input (default: stackfile.yml).")
  List<String> files = List.of();

  @Option(
      names = "--var",
      paramLabel = "NAME=VALUE",
      description = "Variable of the stackfile; NAME alone takes the environment's.")
  List<String> variables = List.of();

  @Option(
      names = "--env-file",
      paramLabel = "FILE",
      description = "File of variables, NAME=VALUE a line.")
  List<String> variableFiles = List.of();

  Stackfiles stackfiles(Context context) {
    return context.stackfiles(files);
  }

  /** What the command gives wins over its files, and these over the environment. */
  Map<String, String> values(Stackfiles stackfiles, Context context) {
    Map<String, String> environment = context.environment();
    List<Path> paths = variableFiles.stream().map(context.folder()::resolve).toList();
    Map<String, String> values = new TreeMap<>();
    Map<String, String> given = VariableArguments.read(variables, paths, environment);
    // No other variable of the environment leaves this computer.
    for (String name : StackfileReader.variables(stackfiles.sources())) {
      if (environment.containsKey(name) && !given.containsKey(name)) {
        take(name, environment, values, context);
      }
    }
    values.putAll(given);
    return values;
  }

  /** Whoever writes the stackfile must not come by the credentials of whoever deploys it. */
  private static void take(
      String name, Map<String, String> environment, Map<String, String> values, Context context) {
    if (CREDENTIALS.matcher(name).matches()) {
      context
          .screen()
          .say(
              "The stackfile asks for %s, which the environment has and which may be a credential: give --var %s if it is meant."
                  .formatted(name, name));
    } else {
      values.put(name, environment.get(name));
    }
  }

  /** Adds both to a call. */
  Request in(Request request, Context context) {
    Stackfiles stackfiles = stackfiles(context);
    values(stackfiles, context).forEach((name, value) -> request.query("var." + name, value));
    return stackfiles.in(request);
  }
}
