package io.github.ecscompose.cli.command;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether a command stays until its deployment has ended. */
final class WaitOptions {

  @Option(
      names = {"-d", "--detach"},
      description = "Start it and do not wait for its end.")
  boolean detach;

  @Option(names = "--wait", hidden = true, description = "Wait for the end, which is the default.")
  boolean wait;

  @Mixin SummaryOption summary = new SummaryOption();
}
