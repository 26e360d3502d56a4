package io.github.ecscompose.cli.command;

import io.github.ecscompose.cli.CliException;
import io.github.ecscompose.cli.ExitCode;
import io.github.ecscompose.cli.text.Screen;
import picocli.CommandLine.Option;

/** That somebody means it. */
final class Confirmation {

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask to type the name.")
  boolean yes;

  /**
   * Asks to type a name, unless it is settled.
   *
   * @throws CliException if another one is typed, or nobody can be asked
   */
  void require(Screen screen, String what, String name) {
    if (yes) {
      return;
    }
    if (!screen.abilities().interactive()) {
      throw new CliException(
          ExitCode.USAGE,
          "This destroys %s, and nobody can be asked whether that is meant: give --yes."
              .formatted(what));
    }
    String typed =
        screen.ask("This destroys %s. Type %s to go on: ".formatted(what, name)).orElse("");
    if (!typed.strip().equals(name)) {
      throw new CliException(
          ExitCode.USAGE, "That is not %s: nothing was destroyed.".formatted(name));
    }
  }
}
