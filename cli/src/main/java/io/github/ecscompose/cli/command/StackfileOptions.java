package io.github.ecscompose.cli.command;

import io.github.ecscompose.cli.client.Request;
import io.github.ecscompose.cli.client.Stackfiles;
import io.github.ecscompose.cli.client.VariableArguments;
import io.github.ecscompose.stackfile.StackfileReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** Which stackfile, and with which variables. */
final class StackfileOptions {

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
    // No other variable of the environment leaves this computer.
    for (String name : StackfileReader.variables(stackfiles.sources())) {
      if (environment.containsKey(name)) {
        values.put(name, environment.get(name));
      }
    }
    values.putAll(VariableArguments.read(variables, paths, environment));
    return values;
  }

  /** Adds both to a call. */
  Request in(Request request, Context context) {
    Stackfiles stackfiles = stackfiles(context);
    values(stackfiles, context).forEach((name, value) -> request.query("var." + name, value));
    return stackfiles.in(request);
  }
}
