package io.github.ecscompose.cli.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Where a command reads and prints: results on standard output, what is said about them on standard
 * error. Whatever a server or a file says loses its control characters first, so that nothing but
 * this class moves the cursor.
 */
public final class Screen {

  private final PrintStream output;
  private final PrintStream errors;
  private final InputStream input;
  private final Abilities abilities;
  private final boolean quiet;

  /**
   * What the terminal can do.
   *
   * @param terminal whether standard output is one
   * @param interactive whether somebody can answer a question
   * @param colours whether it shows colours
   * @param width columns, of now
   * @param height lines, of now
   */
  public record Abilities(
      boolean terminal,
      boolean interactive,
      boolean colours,
      IntSupplier width,
      IntSupplier height) {

    /** A pipe. */
    public static final Abilities NONE = new Abilities(false, false, false, () -> 120, () -> 24);

    /** Those that the launcher found, which can ask the shell. */
    public static Abilities of(Map<String, String> environment) {
      boolean terminal = "1".equals(environment.get("ECS_COMPOSE_TERMINAL"));
      boolean input = "1".equals(environment.get("ECS_COMPOSE_INTERACTIVE"));
      boolean colours =
          terminal
              && environment.getOrDefault("NO_COLOR", "").isEmpty()
              && !environment.getOrDefault("TERM", "dumb").equals("dumb");
      boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
      boolean continuous = !environment.getOrDefault("CI", "").isEmpty();
      TerminalSize size = new TerminalSize();
      return new Abilities(
          terminal && !dumb && !continuous, input && terminal, colours, size::columns, size::lines);
    }
  }

  public Screen(
      PrintStream output,
      PrintStream errors,
      InputStream input,
      Abilities abilities,
      boolean quiet) {
    this.output = output;
    this.errors = errors;
    this.input = input;
    this.abilities = abilities;
    this.quiet = quiet;
  }

  public Abilities abilities() {
    return abilities;
  }

  /** The same, which says nothing but results and errors. */
  public Screen quiet() {
    return new Screen(output, errors, input, abilities, true);
  }

  /** The same with another input. */
  public Screen reading(InputStream other) {
    return new Screen(output, errors, other, abilities, quiet);
  }

  /** A line of the result. */
  public void print(String line) {
    output.println(line);
    output.flush();
  }

  /** Text of the result as it is. */
  public void printRaw(String text) {
    output.print(text);
    output.flush();
  }

  /** A line about what happens; to be left out where only the result is wanted. */
  public void say(String line) {
    if (!quiet) {
      errors.println(line);
      errors.flush();
    }
  }

  /** A line that says what went wrong. */
  public void complain(String line) {
    errors.println(line);
    errors.flush();
  }

  /** The line that was typed; empty at the end of the input. */
  public Optional<String> ask(String question) {
    errors.print(question);
    errors.flush();
    try {
      return Optional.ofNullable(
          new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8)).readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All of standard input. */
  public byte[] read() {
    try {
      return input.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String style(Style style, String text) {
    return abilities.colours() ? style.of(text) : text;
  }
}
