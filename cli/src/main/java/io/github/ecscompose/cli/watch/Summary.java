package io.github.ecscompose.cli.watch;

import java.time.Instant;
import java.util.List;

/** What came of a deployment, in Markdown. */
public final class Summary {

  private Summary() {}

  /** The last lines that a service's tasks logged. */
  public record Log(String service, List<String> lines) {
    public Log {
      lines = List.copyOf(lines);
    }
  }

  public static String markdown(Snapshot snapshot, List<Log> logs, Instant now) {
    StringBuilder text = new StringBuilder();
    text.append(
        "### %s %s: %s in %s\n\n"
            .formatted(
                snapshot.status().hasSucceeded() ? "✅" : "❌",
                cell(snapshot.cluster()),
                snapshot.status(),
                Elapsed.text(snapshot.lasted(now))));
    snapshot.error().ifPresent(error -> text.append(cell(error)).append("\n\n"));
    if (!snapshot.services().isEmpty()) {
      text.append("| service | | state | |\n| --- | --- | --- | --- |\n");
      snapshot
          .services()
          .forEach(service ->
              text.append(
                  "| %s | %s | %s | %s |\n"
                      .formatted(
                          cell(service.name()),
                          service.action(),
                          service.state(),
                          cell(
                              service.text().isEmpty()
                                  ? String.join("; ", service.changes())
                                  : service.text()))));
      text.append('\n');
    }
    logs.forEach(log -> {
      text.append("Last lines of %s:\n\n".formatted(cell(log.service())));
      log.lines().forEach(line -> text.append("    ").append(line).append('\n'));
      text.append('\n');
    });
    return text.append("Deployment `%s`\n\n".formatted(snapshot.id())).toString();
  }

  /** Without what Markdown or HTML would take for its own. */
  private static String cell(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace("|", "\\|")
        .replace("`", "\\`")
        .replace("*", "\\*")
        .replace("_", "\\_")
        .replace("[", "\\[");
  }
}
