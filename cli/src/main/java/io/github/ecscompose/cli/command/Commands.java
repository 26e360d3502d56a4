package io.github.ecscompose.cli.command;

import io.github.ecscompose.cli.CliException;
import io.github.ecscompose.cli.ExitCode;
import io.github.ecscompose.cli.client.Api;
import io.github.ecscompose.cli.text.Screen;
import io.github.ecscompose.cli.text.Style;
import io.github.ecscompose.cli.text.Texts;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs the command that the arguments say. */
public final class Commands {

  private Commands() {}

  /** Runs it, and gives the exit code. */
  public static int run(
      String[] arguments,
      Screen screen,
      Map<String, String> environment,
      Path folder,
      Clock clock,
      Api.Pause pause) {
    return commandLine(screen, environment, folder, clock, pause).execute(arguments);
  }

  /** The commands as picocli knows them. */
  public static CommandLine commandLine(
      Screen screen, Map<String, String> environment, Path folder, Clock clock, Api.Pause pause) {
    Context context = new Context(screen, environment, folder, clock, pause);
    CommandLine line = new CommandLine(EcsCompose.class, new Factory(context));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(screen.abilities().colours() ? Ansi.ON : Ansi.OFF));
    line.setUsageHelpAutoWidth(false);
    line.setUsageHelpWidth(Math.clamp(screen.abilities().width().getAsInt(), 60, 120));
    line.setOut(new PrintWriter(new ScreenWriter(screen::printRaw), true));
    line.setErr(
        new PrintWriter(new ScreenWriter(text -> screen.complain(text.stripTrailing())), true));
    line.setParameterExceptionHandler((exception, given) -> misused(exception, screen));
    line.setExecutionExceptionHandler((exception, command, result) -> failed(exception, screen));
    line.setExecutionStrategy(new CommandLine.RunLast());
    return line;
  }

  private static int misused(ParameterException exception, Screen screen) {
    String name = exception.getCommandLine().getCommandSpec().qualifiedName();
    screen.complain(screen.style(Style.RED, Texts.line(message(exception))));
    screen.complain("%s --help tells what there is.".formatted(name));
    return ExitCode.USAGE.number();
  }

  /** Picocli repeats what it does not know, and a value in it may be a secret. */
  private static String message(ParameterException exception) {
    if (!(exception instanceof UnmatchedArgumentException unmatched)) {
      return String.valueOf(exception.getMessage());
    }
    String unknown = unmatched.getUnmatched().getFirst().split("=", 2)[0];
    boolean option = unknown.startsWith("-");
    if (!option && unmatched.getCommandLine().getSubcommands().isEmpty()) {
      return "There is an argument too many.";
    }
    String told = "There is no %s %s.".formatted(option ? "option" : "command", unknown);
    String suggestions = String.join(", ", unmatched.getSuggestions());
    return suggestions.isEmpty() ? told : "%s Did you mean %s?".formatted(told, suggestions);
  }

  private static int failed(Exception exception, Screen screen) {
    if (exception instanceof CliException expected) {
      expected.lines().forEach(line -> screen.complain(screen.style(Style.RED, Texts.line(line))));
      return expected.exitCode().number();
    }
    screen.complain(
        screen.style(
            Style.RED,
            "This is a fault of ecs-compose itself: %s"
                .formatted(Texts.line(exception.toString()))));
    for (StackTraceElement element : exception.getStackTrace()) {
      if (element.getClassName().startsWith("io.github.ecscompose")) {
        screen.complain("  at " + element);
      }
    }
    return ExitCode.FAILED.number();
  }

  /** Makes commands with what they share. */
  private record Factory(Context context) implements IFactory {

    @Override
    public <K> K create(Class<K> type) throws Exception {
      for (Constructor<?> constructor : type.getDeclaredConstructors()) {
        Class<?>[] parameters = constructor.getParameterTypes();
        if (parameters.length == 1 && parameters[0] == Context.class) {
          return type.cast(constructor.newInstance(context));
        }
      }
      return CommandLine.defaultFactory().create(type);
    }
  }
}
