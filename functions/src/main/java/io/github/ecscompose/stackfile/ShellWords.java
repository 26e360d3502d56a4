package io.github.ecscompose.stackfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Splits a command into words as a shell does: at blanks, with quotes and backslashes. Nothing is
 * expanded, and operators are words like any other.
 */
final class ShellWords {

  private static final char NONE = 0;

  /**
   * What a backslash escapes between double quotes; before all else there, it stands for itself.
   */
  private static final String ESCAPED_IN_QUOTES = "\"\\$`\n";

  private final String text;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private char quote = NONE;

  private ShellWords(String text) {
    this.text = text;
  }

  /** The words; empty where a quote is not closed or a backslash ends the text. */
  static Optional<List<String>> split(String text) {
    return new ShellWords(text).split();
  }

  private Optional<List<String>> split() {
    for (int index = 0; index < text.length(); index++) {
      if (isEscape(index)) {
        index++;
        if (index == text.length()) {
          return Optional.empty();
        }
        appendEscaped(text.charAt(index));
      } else {
        take(text.charAt(index));
      }
    }
    endWord();
    return quote == NONE ? Optional.of(List.copyOf(words)) : Optional.empty();
  }

  private boolean isEscape(int index) {
    if (text.charAt(index) != '\\' || quote == '\'') {
      return false;
    }
    return quote == NONE
        || (index + 1 < text.length() && ESCAPED_IN_QUOTES.indexOf(text.charAt(index + 1)) >= 0);
  }

  private void take(char character) {
    if (quote != NONE && character == quote) {
      quote = NONE;
    } else if (quote == NONE && (character == '"' || character == '\'')) {
      quote = character;
      inWord = true;
    } else if (quote == NONE && Character.isWhitespace(character)) {
      endWord();
    } else {
      append(character);
    }
  }

  /** An escaped end of line joins two lines. */
  private void appendEscaped(char character) {
    if (character != '\n') {
      append(character);
    }
  }

  private void append(char character) {
    word.append(character);
    inWord = true;
  }

  private void endWord() {
    if (inWord) {
      words.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }
}
