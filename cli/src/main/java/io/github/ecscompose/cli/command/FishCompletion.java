package io.github.ecscompose.cli.command;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A completion script for fish, which picocli has none for. */
final class FishCompletion {

  private FishCompletion() {}

  static String of(CommandLine root) {
    StringBuilder script = new StringBuilder();
    String name = root.getCommandName();
    script.append("complete -c %s -f\n".formatted(name));
    add(script, name, root, "__fish_use_subcommand");
    for (CommandLine command : commands(root)) {
      String seen = "__fish_seen_subcommand_from " + command.getCommandName();
      List<CommandLine> inner = commands(command);
      if (inner.isEmpty()) {
        options(script, name, command.getCommandSpec(), seen);
      } else {
        add(script, name, command, seen);
        for (CommandLine below : inner) {
          options(
              script,
              name,
              below.getCommandSpec(),
              seen + "; and __fish_seen_subcommand_from " + below.getCommandName());
        }
      }
    }
    return script.toString();
  }

  private static List<CommandLine> commands(CommandLine command) {
    return command.getSubcommands().values().stream().distinct().toList();
  }

  private static void add(StringBuilder script, String name, CommandLine parent, String when) {
    for (CommandLine command : commands(parent)) {
      script.append(
          "complete -c %s -n %s -a %s -d %s\n"
              .formatted(
                  name,
                  quote(when),
                  command.getCommandName(),
                  quote(first(command.getCommandSpec().usageMessage().description()))));
    }
    options(script, name, parent.getCommandSpec(), when);
  }

  private static void options(StringBuilder script, String name, CommandSpec spec, String when) {
    for (OptionSpec option : spec.options()) {
      if (option.hidden()) {
        continue;
      }
      script.append("complete -c %s -n %s".formatted(name, quote(when)));
      for (String spelling : option.names()) {
        script.append(
            spelling.startsWith("--")
                ? " -l " + spelling.substring(2)
                : " -s " + spelling.substring(1));
      }
      if (option.arity().max() > 0) {
        script.append(option.paramLabel().equals("FILE") ? " -r -F" : " -x");
      }
      script.append(" -d %s\n".formatted(quote(first(option.description()))));
    }
  }

  private static String first(String[] description) {
    return description.length == 0
        ? ""
        : description[0].replace("${COMPLETION-CANDIDATES}", "table, json, yaml");
  }

  private static String quote(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
