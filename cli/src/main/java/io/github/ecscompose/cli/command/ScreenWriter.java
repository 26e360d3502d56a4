package io.github.ecscompose.cli.command;

import java.io.Writer;
import java.util.function.Consumer;

/** Prints what picocli writes, all at once. */
final class ScreenWriter extends Writer {

  private final Consumer<String> printing;
  private final StringBuilder text = new StringBuilder();

  ScreenWriter(Consumer<String> printing) {
    this.printing = printing;
  }

  @Override
  public void write(char[] characters, int offset, int length) {
    text.append(characters, offset, length);
  }

  @Override
  public void flush() {
    if (!text.isEmpty()) {
      printing.accept(text.toString());
      text.setLength(0);
    }
  }

  @Override
  public void close() {
    flush();
  }
}
