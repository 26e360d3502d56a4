package io.github.ecscompose.cli.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where what came of a deployment is written down. */
final class SummaryOption {

  @Option(
      names = "--summary",
      paramLabel = "FILE",
      description = "Append what came of it in Markdown, as to $GITHUB_STEP_SUMMARY.")
  @Nullable String file;
}
