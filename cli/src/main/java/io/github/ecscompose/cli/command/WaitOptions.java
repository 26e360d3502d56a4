package io.github.ecscompose.cli.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a command stays until its deployment has ended. */
final class WaitOptions {

  @Option(
      names = {"-d", "--detach"},
      description = "Start it and do not wait for its end.")
  boolean detach;

  @Option(names = "--wait", hidden = true, description = "Wait for the end, which is the default.")
  boolean wait;

  @Option(
      names = "--summary",
      paramLabel = "FILE",
      description = "Append what came of it in Markdown, as to $GITHUB_STEP_SUMMARY.")
  @Nullable String summary;
}
