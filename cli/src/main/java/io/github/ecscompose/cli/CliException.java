package io.github.ecscompose.cli;

import java.util.List;

/** Ends the command with a code and with sentences that say why and what to do. */
public final class CliException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final transient List<String> lines;

  public CliException(ExitCode exitCode, String message) {
    this(exitCode, List.of(message));
  }

  /** One with several lines. */
  public CliException(ExitCode exitCode, List<String> lines) {
    super(String.join("\n", lines));
    this.exitCode = exitCode;
    this.lines = List.copyOf(lines);
  }

  public ExitCode exitCode() {
    return exitCode;
  }

  public List<String> lines() {
    return lines;
  }
}
