package io.github.ecscompose.cli.testing;

import io.github.ecscompose.cli.client.Api;
import io.github.ecscompose.cli.command.Commands;
import io.github.ecscompose.cli.text.Screen;
import io.github.ecscompose.cli.text.Screen.Abilities;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/** Where a command is typed, and what it prints there. */
public final class Terminal {

  /** The moment at which all tests run. */
  public static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private final Abilities abilities;
  private final Path folder;
  private String input = "";
  private Map<String, String> environment = Map.of();
  private Api.Pause pause = milliseconds -> {};

  /** A pipe. */
  public Terminal(Path folder) {
    this(folder, Abilities.NONE);
  }

  public Terminal(Path folder, Abilities abilities) {
    this.folder = folder;
    this.abilities = abilities;
  }

  public Terminal typing(String text) {
    input = text;
    return this;
  }

  public Terminal environment(Map<String, String> variables) {
    environment = Map.copyOf(variables);
    return this;
  }

  public Terminal pausing(Api.Pause by) {
    pause = by;
    return this;
  }

  public Screen screen() {
    return new Screen(
        new PrintStream(output, true, StandardCharsets.UTF_8),
        new PrintStream(errors, true, StandardCharsets.UTF_8),
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        abilities,
        false);
  }

  /** Runs a command, and gives its exit code. */
  public int run(String... arguments) {
    return Commands.run(arguments, screen(), environment, folder, clock(), pause);
  }

  public static Clock clock() {
    return Clock.fixed(NOW, ZoneOffset.UTC);
  }

  /** What was printed on standard output. */
  public String output() {
    return output.toString(StandardCharsets.UTF_8);
  }

  /** What was printed on standard error. */
  public String errors() {
    return errors.toString(StandardCharsets.UTF_8);
  }
}
