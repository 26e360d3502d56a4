package io.github.ecscompose.stackfile;

import java.util.Collection;
import java.util.Optional;

/** Texts of the user's within messages. */
final class Texts {

  private static final int LONGEST_SHOWN = 80;
  private static final int LONGEST_COMPARED = 40;

  private Texts() {}

  /** The text, cut to what a message can bear. */
  static String clip(String text) {
    return clip(text, LONGEST_SHOWN + 1);
  }

  /** The text, cut to that many characters; what was cut shows as an ellipsis. */
  static String clip(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = longest - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  static String quote(String text) {
    return '"' + clip(text) + '"';
  }

  /**
   * The text in one line that a terminal shows as it is: what steers it, breaks lines or turns the
   * direction of writing is written out.
   */
  static String printable(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints()
        .forEach(character -> {
          if (isPrintable(character)) {
            printable.appendCodePoint(character);
          } else {
            printable.append(character == '\n' ? "\\n" : "\\u%04X".formatted(character));
          }
        });
    return printable.toString();
  }

  private static boolean isPrintable(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** Asks whether the nearest candidate was meant; where none is near, the other text. */
  static String suggestion(String word, Collection<String> candidates, String otherwise) {
    return nearest(word, candidates)
        .map(nearest -> ", did you mean " + nearest + "?")
        .orElse(otherwise);
  }

  /** The candidate that the word was probably meant to be. */
  private static Optional<String> nearest(String word, Collection<String> candidates) {
    if (word.length() > LONGEST_COMPARED) {
      return Optional.empty();
    }
    String plain = plain(word);
    int nearest = Math.max(1, word.length() / 3) + 1;
    Optional<String> found = Optional.empty();
    for (String candidate : candidates) {
      int distance = distance(plain, plain(candidate), nearest);
      boolean first =
          distance == nearest && found.stream().anyMatch(other -> candidate.compareTo(other) < 0);
      if (distance < nearest || first) {
        nearest = distance;
        found = Optional.of(candidate);
      }
    }
    return found;
  }

  /** So that {@code desiredCount} and {@code desired-count} are near {@code desired_count}. */
  private static String plain(String word) {
    StringBuilder plain = new StringBuilder(word.length());
    for (int at = 0; at < word.length(); at++) {
      char character = word.charAt(at);
      if (character != '-' && character != '_') {
        plain.append(Character.toLowerCase(character));
      }
    }
    return plain.toString();
  }

  /**
   * Levenshtein's distance, a swap of two neighbours counted as one change.
   *
   * @param most beyond which the distance is of no interest, and any number above it does
   */
  private static int distance(String a, String b, int most) {
    if (Math.abs(a.length() - b.length()) > most) {
      return most + 1;
    }
    int[][] steps = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      int least = Integer.MAX_VALUE;
      for (int j = 0; j <= b.length(); j++) {
        steps[i][j] = i == 0 || j == 0 ? i + j : cheapest(steps, a, b, i, j);
        least = Math.min(least, steps[i][j]);
      }
      // A swap looks back two rows, and costs one.
      if (least > most + 1) {
        return most + 1;
      }
    }
    return steps[a.length()][b.length()];
  }

  private static int cheapest(int[][] steps, String a, String b, int i, int j) {
    int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int best =
        Math.min(steps[i - 1][j - 1] + change, Math.min(steps[i - 1][j] + 1, steps[i][j - 1] + 1));
    return isSwap(a, b, i, j) ? Math.min(best, steps[i - 2][j - 2] + 1) : best;
  }

  private static boolean isSwap(String a, String b, int i, int j) {
    return i > 1
        && j > 1
        && a.charAt(i - 1) == b.charAt(j - 2)
        && a.charAt(i - 2) == b.charAt(j - 1);
  }
}
