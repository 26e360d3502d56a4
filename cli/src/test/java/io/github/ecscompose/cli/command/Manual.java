package io.github.ecscompose.cli.command;

import io.github.ecscompose.cli.text.Screen;
import io.github.ecscompose.cli.text.Screen.Abilities;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Writes down what picocli knows of the commands: as a page in Markdown, and as one for man. */
final class Manual {

  private final CommandLine root;

  Manual() {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    root =
        Commands.commandLine(
            new Screen(nowhere, nowhere, InputStream.nullInputStream(), Abilities.NONE, false),
            Map.of(),
            Path.of(""),
            Clock.systemUTC(),
            milliseconds -> {});
  }

  /** The commands that can be run, each below the one that it belongs to. */
  private List<CommandSpec> commands() {
    List<CommandSpec> found = new ArrayList<>();
    for (CommandLine command : below(root)) {
      List<CommandLine> inner = below(command);
      if (inner.isEmpty()) {
        found.add(command.getCommandSpec());
      }
      inner.forEach(each -> found.add(each.getCommandSpec()));
    }
    return found;
  }

  private static List<CommandLine> below(CommandLine command) {
    return command.getSubcommands().values().stream().distinct().toList();
  }

  String markdown() {
    StringBuilder page = new StringBuilder("## Options of every command\n\n");
    shared().forEach(option -> row(page, spellings(option), option.description()));
    page.append("\n## Exit codes\n\n| | |\n| --- | --- |\n");
    exitCodes().forEach((code, meaning) -> page.append("| %s | %s |\n".formatted(code, meaning)));
    page.append("\n## Commands\n");
    for (CommandSpec command : commands()) {
      page.append("\n### %s\n\n".formatted(command.qualifiedName(" ")));
      page.append("```\n%s\n```\n\n".formatted(synopsis(command)));
      page.append(String.join("\n", description(command).stream().map(Manual::cell).toList()));
      page.append('\n');
      if (command.aliases().length > 0) {
        page.append("\nAlso called %s.\n".formatted(code(List.of(command.aliases()))));
      }
      if (!own(command).isEmpty() || !parameters(command).isEmpty()) {
        page.append("\n| | |\n| --- | --- |\n");
        parameters(command)
            .forEach(parameter ->
                row(page, "`" + parameter.paramLabel() + "`", parameter.description()));
        own(command).forEach(option -> row(page, spellings(option), option.description()));
      }
    }
    return page.toString();
  }

  private static void row(StringBuilder page, String name, String[] description) {
    page.append("| %s | %s |\n".formatted(name, cell(text(description))));
  }

  private static String spellings(OptionSpec option) {
    String names = code(List.of(option.names()));
    return option.arity().max() > 0 ? names + " `" + option.paramLabel() + "`" : names;
  }

  private static String code(List<String> words) {
    return words.stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
  }

  /** Angle brackets and bars are Markdown's. */
  private static String cell(String text) {
    return text.replace("<", "&lt;").replace("|", "\\|");
  }

  String page() {
    StringBuilder page = new StringBuilder(".TH ECS-COMPOSE 1 \"\" \"ecs-compose\"\n");
    page.append(".SH NAME\necs\\-compose \\- deploy stackfiles to Amazon ECS\n");
    page.append(".SH SYNOPSIS\n.B ecs\\-compose\n[\\fIOPTIONS\\fR] \\fICOMMAND\\fR …\n");
    page.append(".SH DESCRIPTION\n");
    page.append(roff(text(root.getCommandSpec().usageMessage().description()))).append('\n');
    page.append(".SH COMMANDS\n");
    for (CommandSpec command : commands()) {
      page.append(".SS \"%s\"\n".formatted(roff(synopsis(command))));
      page.append(roff(String.join("\n.br\n", description(command)))).append('\n');
      parameters(command)
          .forEach(parameter -> item(page, parameter.paramLabel(), parameter.description()));
      own(command).forEach(option -> item(page, plain(option), option.description()));
    }
    page.append(".SH OPTIONS\n");
    shared().forEach(option -> item(page, plain(option), option.description()));
    page.append(".SH EXIT STATUS\n");
    exitCodes().forEach((code, meaning) -> item(page, code, new String[] {meaning}));
    page.append(".SH ENVIRONMENT\n.nf\n");
    for (String line : root.getCommandSpec().usageMessage().footer()) {
      page.append(roff(line.strip())).append('\n');
    }
    page.append(".fi\n.SH FILES\n");
    item(page, "stackfile.yml", new String[] {"What is deployed where no file is named."});
    item(
        page,
        "$XDG_CACHE_HOME/ecs-compose, ~/.cache/ecs-compose",
        new String[] {"What makes the command start quickly; it may be deleted at any time."});
    return page.toString();
  }

  private static void item(StringBuilder page, String name, String[] description) {
    page.append(".TP\n.B \"%s\"\n%s\n".formatted(roff(name), roff(text(description))));
  }

  private static String plain(OptionSpec option) {
    String names = String.join(", ", option.names());
    return option.arity().max() > 0 ? names + " " + option.paramLabel() : names;
  }

  private static String roff(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-").replace("\"", "\\(dq");
  }

  private Map<String, String> exitCodes() {
    return root.getCommandSpec().usageMessage().exitCodeList();
  }

  private static List<String> description(CommandSpec command) {
    return List.of(command.usageMessage().description());
  }

  private static String text(String[] description) {
    return String.join(" ", description).replace("${COMPLETION-CANDIDATES}", "table, json, yaml");
  }

  private static List<PositionalParamSpec> parameters(CommandSpec command) {
    return command.positionalParameters();
  }

  /** Those of every command, in the order of its help: that of methods is not settled. */
  private List<OptionSpec> shared() {
    return root.getCommandSpec().options().stream()
        .sorted(Comparator.comparingInt(OptionSpec::order))
        .toList();
  }

  /** Those that not every command has. */
  private static List<OptionSpec> own(CommandSpec command) {
    return command.options().stream()
        .filter(option -> !option.inherited() && !option.hidden())
        .filter(option -> !option.usageHelp() && !option.versionHelp())
        .toList();
  }

  private static String synopsis(CommandSpec command) {
    List<String> words = new ArrayList<>(List.of(command.qualifiedName(" ")));
    own(command).stream()
        .filter(OptionSpec::required)
        .forEach(option -> words.add(option.shortestName() + " " + option.paramLabel()));
    words.add("[OPTIONS]");
    parameters(command)
        .forEach(parameter ->
            words.add(
                parameter.arity().min() > 0
                    ? parameter.paramLabel()
                    : "[" + parameter.paramLabel() + "]"));
    return String.join(" ", words);
  }
}
