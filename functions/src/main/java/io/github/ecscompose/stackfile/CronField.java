package io.github.ecscompose.stackfile;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One of the six fields of a cron expression, with what may stand in it (Amazon EventBridge User
 * Guide, Cron expressions).
 *
 * @param words for numbers from {@code least} on, as {@code JAN}
 * @param special what it takes beside numbers, lists, ranges and steps
 */
record CronField(String name, int least, int most, List<String> words, Pattern special) {

  private static final Pattern NOTHING_ELSE = Pattern.compile("(?!)");

  /** In their order. */
  static final List<CronField> ALL =
      List.of(
          new CronField("minutes", 0, 59, List.of(), NOTHING_ELSE),
          new CronField("hours", 0, 23, List.of(), NOTHING_ELSE),
          new CronField(
              "day-of-month",
              1,
              31,
              List.of(),
              Pattern.compile("\\?|L|LW|(?:[1-9]|[12]\\d|3[01])W")),
          new CronField(
              "month",
              1,
              12,
              List.of(
                  "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV",
                  "DEC"),
              NOTHING_ELSE),
          new CronField(
              "day-of-week",
              1,
              7,
              List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"),
              Pattern.compile("\\?|[1-7]?L|[1-7]#[1-5]")),
          new CronField("year", 1970, 2199, List.of(), NOTHING_ELSE));

  private static final Pattern COMMA = Pattern.compile(",");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,4}");

  boolean allows(String text) {
    return special.matcher(text).matches()
        || COMMA.splitAsStream(text + ", ").limit(61).allMatch(part -> isEnd(part) || isPart(part));
  }

  /** What stands behind the last comma, so that an empty part before it is seen. */
  private static boolean isEnd(String part) {
    return part.equals(" ");
  }

  /** A number or a range, perhaps with a step: {@code 0/15}, {@code 8-18/2}, {@code *}. */
  private boolean isPart(String part) {
    int slash = part.indexOf('/');
    if (slash >= 0) {
      return isRange(part.substring(0, slash)) && isStep(part.substring(slash + 1));
    }
    return isRange(part);
  }

  private boolean isRange(String text) {
    int dash = text.indexOf('-');
    if (dash < 0) {
      return text.equals("*") || number(text).isPresent();
    }
    // Whether a range may go over the end of the day or the week is left to AWS.
    return number(text.substring(0, dash)).isPresent()
        && number(text.substring(dash + 1)).isPresent();
  }

  private boolean isStep(String text) {
    return NUMBER.matcher(text).matches()
        && Integer.parseInt(text) >= 1
        && Integer.parseInt(text) <= most;
  }

  private Optional<Integer> number(String text) {
    int word = words.indexOf(text.toUpperCase(Locale.ROOT));
    if (word >= 0) {
      return Optional.of(least + word);
    }
    return Optional.of(text)
        .filter(digits -> NUMBER.matcher(digits).matches())
        .map(Integer::valueOf)
        .filter(value -> value >= least && value <= most);
  }
}
