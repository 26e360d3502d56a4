package io.github.ecscompose.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecscompose.cli.CliException;
import io.github.ecscompose.cli.ExitCode;
import io.github.ecscompose.cli.client.Answer;
import io.github.ecscompose.cli.client.Problems;
import io.github.ecscompose.cli.text.Documents;
import io.github.ecscompose.cli.text.Format;
import io.github.ecscompose.cli.text.Screen;
import io.github.ecscompose.cli.text.Style;
import io.github.ecscompose.cli.text.Texts;
import io.github.ecscompose.cli.watch.Elapsed;
import io.github.ecscompose.cli.watch.Snapshot;
import io.github.ecscompose.cli.watch.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Everything after a deployment has been started: following it, and saying what came of it. */
final class Running {

  private final Context context;
  private final SummaryOption summary;
  private final boolean detach;

  Running(Context context, WaitOptions options) {
    this.context = context;
    this.summary = options.summary;
    this.detach = options.detach;
  }

  /** One that is followed. */
  Running(Context context, SummaryOption summary) {
    this.context = context;
    this.summary = summary;
    this.detach = false;
  }

  /** The exit code of a deployment that the API has just started. */
  int started(Answer answer) {
    JsonNode started = answer.json();
    Screen screen = context.screen();
    Problems.read(started.path("warnings"))
        .forEach(warning ->
            screen.complain(
                screen.style(Style.YELLOW, "warning: " + Texts.line(warning.toString()))));
    String cluster = Texts.line(started.path("cluster").asText());
    String id = Texts.line(started.path("id").asText());
    if (detach) {
      if (context.format() == Format.table) {
        screen.say("Deployment %s of %s was started. To follow it:".formatted(id, cluster));
        screen.print("ecs-compose status %s %s --wait".formatted(cluster, id));
      } else {
        screen.print(Documents.text(started, context.format()));
      }
      return ExitCode.DONE.number();
    }
    return followed(cluster, id);
  }

  /** Follows a deployment and says what came of it. */
  int followed(String cluster, String id) {
    context.screen().say("Deployment %s of %s".formatted(id, cluster));
    return ended(context.watcher().follow(cluster, id).json());
  }

  private int ended(JsonNode json) {
    Snapshot snapshot = Snapshot.read(json);
    Screen screen = context.screen();
    List<Summary.Log> logs =
        snapshot.status().hasSucceeded() ? List.of() : new FailureLogs(context).of(snapshot);
    if (context.format() == Format.table) {
      tell(snapshot, screen);
      logs.forEach(log -> {
        screen.complain("");
        screen.complain(screen.style(Style.BOLD, "Last lines of %s:".formatted(log.service())));
        log.lines().forEach(line -> screen.complain("  " + line));
      });
    } else {
      screen.print(Documents.text(json, context.format()));
    }
    summarize(snapshot, logs);
    return (snapshot.status().hasSucceeded() ? ExitCode.DONE : failure(snapshot)).number();
  }

  private static ExitCode failure(Snapshot snapshot) {
    return switch (snapshot.status()) {
      case REJECTED -> ExitCode.REJECTED;
      default -> ExitCode.FAILED;
    };
  }

  private void tell(Snapshot snapshot, Screen screen) {
    String counts = snapshot.countsText();
    String line =
        "%s%s in %s"
            .formatted(
                snapshot.status(),
                counts.isEmpty() ? "" : " (" + counts + ")",
                Elapsed.text(snapshot.lasted(context.clock().instant())));
    boolean good = snapshot.status().hasSucceeded();
    screen.print(screen.style(good ? Style.GREEN : Style.RED, line));
    if (good) {
      return;
    }
    snapshot.error().ifPresent(screen::complain);
    snapshot.services().stream()
        .filter(service -> service.hasFailed() || service.state().equals("ROLLED_BACK"))
        .filter(service -> !service.text().isEmpty())
        .forEach(service -> screen.complain("  %s: %s".formatted(service.name(), service.text())));
  }

  private void summarize(Snapshot snapshot, List<Summary.Log> logs) {
    if (summary.file == null) {
      return;
    }
    try {
      Files.writeString(
          context.folder().resolve(summary.file),
          Summary.markdown(snapshot, logs, context.clock().instant()),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new CliException(
          ExitCode.FAILED,
          "The summary could not be written to %s: %s.".formatted(summary.file, e.getMessage()));
    }
  }
}
