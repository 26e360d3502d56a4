package io.github.ecscompose.stackfile;

import java.util.Locale;
import java.util.Optional;

/**
 * JSON may write a slash as {@code \/}, which SnakeYAML refuses. It is given a slash and a mark in
 * their place: as many characters, so that places stay. Where a value is read its quotes are known,
 * and with them what the two stand for.
 */
final class EscapedSlashes {

  private static final String ESCAPED = "\\/";

  /** Of Unicode's private use. */
  private static final char FIRST_MARK = '\uE000';

  private static final char LAST_MARK = '\uE00F';

  private final String text;
  private final Optional<String> marked;

  private EscapedSlashes(String text, Optional<String> marked) {
    this.text = text;
    this.marked = marked;
  }

  /** A text that uses all marks itself, which nobody's does by chance, stays as it is. */
  static EscapedSlashes in(String text) {
    Optional<Character> mark = text.contains(ESCAPED) ? mark(text) : Optional.empty();
    return mark.map(found -> new EscapedSlashes(marked(text, found), Optional.of("/" + found)))
        .orElseGet(() -> new EscapedSlashes(text, Optional.empty()));
  }

  /** What SnakeYAML reads. */
  String text() {
    return text;
  }

  /**
   * The value that was meant.
   *
   * @param escapes whether a backslash escapes, as between double quotes alone
   */
  String restored(String value, boolean escapes) {
    return marked.map(found -> value.replace(found, escapes ? "/" : ESCAPED)).orElse(value);
  }

  /** One that the text has neither as it is nor by its number. */
  private static Optional<Character> mark(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    for (char mark = FIRST_MARK; mark <= LAST_MARK; mark++) {
      if (text.indexOf(mark) < 0 && !upper.contains("%04X".formatted((int) mark))) {
        return Optional.of(mark);
      }
    }
    return Optional.empty();
  }

  /** Of two backslashes the first escapes the second, and a slash after them is a plain one. */
  private static String marked(String text, char mark) {
    StringBuilder marked = new StringBuilder(text);
    int backslashes = 0;
    for (int at = 0; at < text.length(); at++) {
      char character = text.charAt(at);
      if (character == '/' && backslashes % 2 == 1) {
        marked.setCharAt(at - 1, '/');
        marked.setCharAt(at, mark);
      }
      backslashes = character == '\\' ? backslashes + 1 : 0;
    }
    return marked.toString();
  }
}
