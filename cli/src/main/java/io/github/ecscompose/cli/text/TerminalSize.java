package io.github.ecscompose.cli.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * The terminal's size, asked of {@code stty}, which works over SSH too. Asked again after a while.
 */
final class TerminalSize {

  private static final int COLUMNS = 80;
  private static final int LINES = 24;
  private static final long VALID = TimeUnit.SECONDS.toNanos(2);

  private int columns = COLUMNS;
  private int lines = LINES;
  private long asked = System.nanoTime() - VALID;

  int columns() {
    ask();
    return columns;
  }

  int lines() {
    ask();
    return lines;
  }

  private void ask() {
    if (System.nanoTime() - asked < VALID) {
      return;
    }
    asked = System.nanoTime();
    try {
      Process stty =
          new ProcessBuilder("sh", "-c", "stty size < /dev/tty")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String[] size =
          new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
              .strip()
              .split(" ", 2);
      if (stty.waitFor() == 0 && size.length == 2) {
        lines = atLeast(size[0], LINES);
        columns = atLeast(size[1], COLUMNS);
      }
    } catch (IOException e) {
      // What cannot be asked stays as it was.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A size of nothing, as some terminals without a window give, is none. */
  private static int atLeast(String number, int otherwise) {
    return number.matches("[1-9]\\d{0,4}") ? Integer.parseInt(number) : otherwise;
  }
}
