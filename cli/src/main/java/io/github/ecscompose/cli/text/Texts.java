package io.github.ecscompose.cli.text;

/** Makes texts of others fit to be printed. */
public final class Texts {

  private Texts() {}

  /** Without control characters, line ends among them: none moves the cursor or hides a word. */
  public static String line(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .forEach(character -> {
          if (character == '\n' || character == '\t' || character == '\r') {
            line.append(' ');
          } else if (isHarmless(character)) {
            line.appendCodePoint(character);
          } else {
            line.append('\ufffd');
          }
        });
    return line.toString();
  }

  /** The same for a text of several lines. */
  public static String lines(String text) {
    return String.join("\n", text.lines().map(Texts::line).toList());
  }

  private static boolean isHarmless(int character) {
    int type = Character.getType(character);
    return type != Character.CONTROL
        && type != Character.FORMAT
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR
        && type != Character.SURROGATE;
  }

  /** At most so many characters, the last of which then says that something is missing. */
  public static String clip(String text, int width) {
    return text.length() <= width ? text : width < 1 ? "" : text.substring(0, width - 1) + "…";
  }

  /** At least so many characters. */
  public static String pad(String text, int width) {
    return text.length() >= width ? text : text + " ".repeat(width - text.length());
  }
}
