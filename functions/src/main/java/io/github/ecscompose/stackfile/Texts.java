package io.github.ecscompose.stackfile;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Texts of the user's within messages. */
final class Texts {

  private static final int LONGEST_SHOWN = 80;
  private static final int LONGEST_COMPARED = 40;

  private Texts() {}

  /** The text, cut to what a message can bear. */
  static String clip(String text) {
    return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
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
    return '"' + clip(text).replace("\n", "\\n") + '"';
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
    return candidates.stream()
        .filter(candidate -> distance(plain, plain(candidate)) <= Math.max(1, word.length() / 3))
        .min(
            Comparator.<String>comparingInt(candidate -> distance(plain, plain(candidate)))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** So that {@code desiredCount} and {@code desired-count} are near {@code desired_count}. */
  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
  }

  /** Levenshtein's distance, a swap of two neighbours counted as one change. */
  private static int distance(String a, String b) {
    int[][] steps = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        steps[i][j] = i == 0 || j == 0 ? i + j : cheapest(steps, a, b, i, j);
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
