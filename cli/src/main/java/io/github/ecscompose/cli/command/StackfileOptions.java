package io.github.ecscompose.cli.command;

import io.github.ecscompose.cli.client.Request;
import io.github.ecscompose.cli.client.Stackfiles;
import io.github.ecscompose.cli.client.VariableArguments;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

  Map<String, String> values(Context context) {
    List<Path> paths = variableFiles.stream().map(context.folder()::resolve).toList();
    return VariableArguments.read(variables, paths, context.environment());
  }

  /** Adds both to a call. */
  Request in(Request request, Context context) {
    values(context).forEach((name, value) -> request.query("var." + name, value));
    return stackfiles(context).in(request);
  }
}
