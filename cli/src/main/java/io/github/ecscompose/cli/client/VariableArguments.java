package io.github.ecscompose.cli.client;

import io.github.ecscompose.cli.CliException;
import io.github.ecscompose.cli.ExitCode;
import io.github.ecscompose.stackfile.Variables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The values of variables that a command is given. No message shows one, for it may be a secret.
 */
public final class VariableArguments {

  private VariableArguments() {}

  /**
   * The values by name: those of files first, a later one over the earlier ones, then those of the
   * command.
   *
   * @param assignments {@code NAME=value}; {@code NAME} alone takes the environment's
   * @param files with an assignment a line, comments with {@code #}, as docker compose has them
   * @throws CliException if one is none
   */
  public static Map<String, String> read(
      List<String> assignments, List<Path> files, Map<String, String> environment) {
    Map<String, String> values = new TreeMap<>();
    files.forEach(file -> readFile(file, environment, values));
    assignments.forEach(assignment -> put(assignment, "--var", environment, values));
    return values;
  }

  private static void readFile(
      Path file, Map<String, String> environment, Map<String, String> values) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new CliException(
          ExitCode.USAGE,
          "The file %s of --env-file cannot be read: is it there, and is it UTF-8?"
              .formatted(file));
    }
    for (int number = 1; number <= lines.size(); number++) {
      String line = lines.get(number - 1).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        put(line.replaceFirst("^export\\s+", ""), file + ":" + number, environment, values);
      }
    }
  }

  private static void put(
      String assignment,
      String place,
      Map<String, String> environment,
      Map<String, String> values) {
    int equals = assignment.indexOf('=');
    String name = (equals < 0 ? assignment : assignment.substring(0, equals)).strip();
    if (!Variables.isName(name)) {
      throw new CliException(
          ExitCode.USAGE,
          "%s: expected NAME=value, where a name has letters, digits and underscores and begins with no digit."
              .formatted(place));
    }
    if (equals >= 0) {
      values.put(name, unquoted(assignment.substring(equals + 1), place));
    } else if (environment.containsKey(name)) {
      values.put(name, environment.get(name));
    } else {
      throw new CliException(
          ExitCode.USAGE,
          "%s: expected NAME=value, or the name of a variable that the environment has."
              .formatted(place));
    }
  }

  /** Quotes belong to a file's line; the shell has taken those of the command. */
  private static String unquoted(String value, String place) {
    String text = place.equals("--var") ? value : value.strip();
    boolean quoted =
        !place.equals("--var") && text.length() > 1 && (isIn(text, "\"") || isIn(text, "'"));
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  private static boolean isIn(String text, String quote) {
    return text.startsWith(quote) && text.endsWith(quote);
  }
}
