package io.github.ecscompose.stackfile;

import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code redeploy}: expressions as EventBridge Scheduler takes them (EventBridge Scheduler
 * User Guide, Schedule types).
 */
final class RedeployReader {

  private static final Pattern RATE =
      Pattern.compile("rate\\([1-9]\\d{0,4} +(?:minute|hour|day)s?\\)");

  private static final String NUMBERS = "[0-9*/,-]{1,100}";
  private static final String MONTHS = "[0-9A-Za-z*/,-]{1,100}";
  private static final String DAYS_OF_MONTH = "[0-9*/,LW?-]{1,100}";
  private static final String DAYS_OF_WEEK = "[0-9A-Za-z*/,#?-]{1,100}";

  /** Minutes, hours, days of the month, months, days of the week, years. */
  private static final Pattern CRON =
      Pattern.compile(
          "cron\\(%1$s +%1$s +(%2$s) +%3$s +(%4$s) +%1$s\\)"
              .formatted(NUMBERS, DAYS_OF_MONTH, MONTHS, DAYS_OF_WEEK));

  private static final String EXPECTATION =
      "cron(minutes hours day-of-month month day-of-week year), as cron(0 6 ? * MON-FRI *),"
          + " or rate(1 day)";

  private RedeployReader() {}

  static Optional<Redeploy> read(Section section) {
    Optional<String> schedule =
        section
            .require("schedule", "give when, as rate(1 day) or cron(0 6 ? * MON-FRI *)")
            .flatMap(RedeployReader::schedule);
    String timezone = section.get("timezone", RedeployReader::timezone, "UTC");
    return schedule.map(expression -> new Redeploy(expression, timezone));
  }

  private static Optional<String> schedule(Field field) {
    Optional<String> schedule = field.text();
    boolean rate = schedule.filter(text -> RATE.matcher(text).matches()).isPresent();
    Optional<Matcher> cron = schedule.map(CRON::matcher).filter(Matcher::matches);
    if (schedule.isPresent() && !rate && cron.isEmpty()) {
      field.expected(EXPECTATION);
    }
    cron.filter(fields -> fields.group(1).equals("?") == fields.group(2).equals("?"))
        .ifPresent(fields ->
            field.error(
                "one of day-of-month and day-of-week must be ?, for the other one says the days:"
                    + " cron(0 6 ? * MON-FRI *)"));
    return schedule.filter(text -> rate || cron.isPresent());
  }

  private static Optional<String> timezone(Field field) {
    Optional<String> timezone = field.text();
    Set<String> known = Set.of(TimeZone.getAvailableIDs());
    timezone
        .filter(name -> !known.contains(name))
        .ifPresent(name ->
            field.error(
                "expected a time zone of the IANA database, as Europe/Madrid, found "
                    + field.shown()
                    + Texts.nearest(name, known)
                        .map(nearest -> ", did you mean " + nearest + "?")
                        .orElse("")));
    return timezone;
  }
}
