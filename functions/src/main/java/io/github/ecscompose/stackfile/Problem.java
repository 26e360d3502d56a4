package io.github.ecscompose.stackfile;

import java.util.Objects;

/**
 * One fault of a stackfile. What it quotes is the user's and may be long, so that paths end after
 * 300 characters and messages after 1,000.
 *
 * @param file the name under which the stackfile was given
 * @param line from 1; 0 where the fault has no place in the text
 * @param column from 1; 0 where the fault has no place in the text
 * @param path the key's path, as {@code services.web.image}; empty for the document itself
 * @param message what was found, what was expected and what to do
 */
public record Problem(String file, int line, int column, String path, String message) {

  private static final int LONGEST_PATH = 300;
  private static final int LONGEST_MESSAGE = 1_000;

  public Problem {
    Objects.requireNonNull(file, "file");
    path = Texts.printable(Texts.clip(path, LONGEST_PATH));
    message = Texts.printable(Texts.clip(message, LONGEST_MESSAGE));
  }

  /** The problem in one line, as {@code file:line:column path: message}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(file);
    if (line > 0) {
      text.append(':').append(line).append(':').append(column);
    }
    text.append(' ');
    if (!path.isEmpty()) {
      text.append(path).append(": ");
    }
    return text.append(message).toString();
  }
}
