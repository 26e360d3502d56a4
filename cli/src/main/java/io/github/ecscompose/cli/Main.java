package io.github.ecscompose.cli;

import io.github.ecscompose.cli.command.Commands;
import io.github.ecscompose.cli.text.Screen;
import io.github.ecscompose.cli.text.Screen.Abilities;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;

/** The program. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    Screen screen =
        new Screen(
            utf8(FileDescriptor.out),
            utf8(FileDescriptor.err),
            System.in,
            Abilities.of(System.getenv()),
            false);
    int code =
        Commands.run(
            arguments,
            screen,
            System.getenv(),
            Path.of("").toAbsolutePath(),
            Clock.systemUTC(),
            Thread::sleep);
    // Without running on for the threads that AWS's clients keep.
    Runtime.getRuntime().halt(code);
  }

  /** Whatever the locale is: a stackfile is UTF-8, and so is what is said of it. */
  private static PrintStream utf8(FileDescriptor stream) {
    return new PrintStream(new FileOutputStream(stream), true, StandardCharsets.UTF_8);
  }
}
