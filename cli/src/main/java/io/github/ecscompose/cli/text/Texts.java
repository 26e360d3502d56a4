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

  /** How many columns a text takes in a terminal. */
  public static int width(String text) {
    return text.codePoints().map(Texts::columns).sum();
  }

  private static int columns(int character) {
    int type = Character.getType(character);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    return isWide(character) ? 2 : 1;
  }

  /** The blocks of which all terminals agree: East Asian scripts, full width forms, emoji. */
  private static boolean isWide(int character) {
    return (character >= 0x1100 && character <= 0x115f)
        || (character >= 0x2e80 && character <= 0xa4cf)
        || (character >= 0xac00 && character <= 0xd7a3)
        || (character >= 0xf900 && character <= 0xfaff)
        || (character >= 0xfe30 && character <= 0xfe6f)
        || (character >= 0xff00 && character <= 0xff60)
        || (character >= 0xffe0 && character <= 0xffe6)
        || (character >= 0x1f300 && character <= 0x1faff)
        || (character >= 0x20000 && character <= 0x3fffd);
  }

  /** At most so many columns, the last of which then says that something is missing. */
  public static String clip(String text, int width) {
    if (width(text) <= width) {
      return text;
    }
    StringBuilder clipped = new StringBuilder();
    int room = width - 1;
    for (int character : text.codePoints().toArray()) {
      room -= columns(character);
      if (room < 0) {
        break;
      }
      clipped.appendCodePoint(character);
    }
    return width < 1 ? "" : clipped.append('…').toString();
  }

  /** At least so many columns. */
  public static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - width(text)));
  }
}
