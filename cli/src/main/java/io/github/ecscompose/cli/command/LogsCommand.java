package io.github.ecscompose.cli.command;

import io.github.ecscompose.cli.CliException;
import io.github.ecscompose.cli.ExitCode;
import io.github.ecscompose.cli.client.ServiceLogs;
import io.github.ecscompose.cli.client.ServiceLogs.Line;
import io.github.ecscompose.cli.text.Screen;
import io.github.ecscompose.cli.text.Style;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what a service logs. */
@Command(name = "logs", description = "Prints what the tasks of a service log to CloudWatch.")
public final class LogsCommand implements Callable<Integer> {

  private static final Pattern SINCE = Pattern.compile("([1-9]\\d{0,4})([smhd])");
  private static final long PAUSE = 2_000;

  /** Lines may come late by that. */
  private static final Duration LATE = Duration.ofSeconds(30);

  private final Context context;

  @Parameters(index = "0", paramLabel = "CLUSTER", description = "Cluster.")
  String cluster = "";

  @Parameters(index = "1", paramLabel = "SERVICE", description = "Service.")
  String service = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what is logged from now on.")
  boolean follow;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "From when on: 30s, 10m, 2h or 1d ago (default: 10m).")
  String since = "10m";

  @Option(
      names = {"-n", "--tail"},
      paramLabel = "NUMBER",
      description = "How many lines of those at most (default: 100).")
  int tail = 100;

  @Option(names = "--timestamps", description = "Print when each line was logged.")
  boolean timestamps;

  LogsCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Instant from = context.clock().instant().minus(since());
    try (ServiceLogs logs = ServiceLogs.of(context.api(), context.account(), cluster, service)) {
      List<Line> lines = logs.since(from);
      lines
          .subList(Math.max(0, lines.size() - Math.max(0, tail)), lines.size())
          .forEach(this::print);
      if (follow) {
        follow(logs, lines);
      }
    }
    return ExitCode.DONE.number();
  }

  private void follow(ServiceLogs logs, List<Line> printed) {
    Set<String> known = new HashSet<>(printed.stream().map(Line::id).toList());
    while (true) {
      try {
        context.pause().milliseconds(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      Set<String> seen = new HashSet<>();
      for (Line line : logs.since(context.clock().instant().minus(LATE))) {
        seen.add(line.id());
        if (known.add(line.id())) {
          print(line);
        }
      }
      // What is too old to come again need not be remembered.
      known.retainAll(seen);
    }
  }

  private void print(Line line) {
    Screen screen = context.screen();
    String time = timestamps ? line.at() + "  " : "";
    screen.print(
        screen.style(Style.CYAN, line.stream().substring(0, Math.min(8, line.stream().length())))
            + "  "
            + time
            + line.text());
  }

  private Duration since() {
    Matcher found = SINCE.matcher(since);
    if (!found.matches()) {
      throw new CliException(
          ExitCode.USAGE,
          "--since is a number of seconds, minutes, hours or days, as 30s, 10m, 2h or 1d.");
    }
    long number = Long.parseLong(found.group(1));
    return switch (found.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }
}
