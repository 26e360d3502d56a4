package io.github.ecscompose.stackfile;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Reads {@code redeploy}: expressions as EventBridge Scheduler takes them (EventBridge Scheduler
 * User Guide, Schedule types).
 */
final class RedeployReader {

  private static final Pattern RATE =
      Pattern.compile("rate\\([1-9]\\d{0,4} (?:minute|hour|day)s?\\)");
  private static final Pattern CRON = Pattern.compile("cron\\((\\S{1,200}(?: \\S{1,200}){5})\\)");
  private static final Pattern BLANK = Pattern.compile(" ");

  /** Characters of an expression (ScheduleExpression of CreateSchedule). */
  private static final int LONGEST = 256;

  private static final int DAY_OF_MONTH = 2;
  private static final int DAY_OF_WEEK = 4;

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
    Optional<List<String>> cron =
        schedule
            .filter(text -> text.length() <= LONGEST)
            .map(CRON::matcher)
            .filter(Matcher::matches)
            .map(matcher -> BLANK.splitAsStream(matcher.group(1)).toList());
    if (schedule.isPresent() && !rate && cron.isEmpty()) {
      field.expected(EXPECTATION);
    }
    cron.ifPresent(fields -> check(field, fields));
    return schedule.filter(text -> rate || cron.isPresent());
  }

  private static void check(Field field, List<String> cron) {
    String faulty =
        IntStream.range(0, cron.size())
            .filter(index -> !CronField.ALL.get(index).allows(cron.get(index)))
            .mapToObj(index -> CronField.ALL.get(index).name())
            .collect(Collectors.joining(", "));
    if (!faulty.isEmpty()) {
      field.error(
          "EventBridge does not take such %s in a cron expression, found %s"
              .formatted(faulty, field.shown()));
    }
    if (cron.get(DAY_OF_MONTH).equals("?") == cron.get(DAY_OF_WEEK).equals("?")) {
      field.error(
          "one of day-of-month and day-of-week must be ?, for the other one says the days:"
              + " cron(0 6 ? * MON-FRI *)");
    }
  }

  private static Optional<String> timezone(Field field) {
    Optional<String> timezone = field.text();
    Set<String> known = timezones();
    timezone
        .filter(name -> !known.contains(name))
        .ifPresent(name ->
            field.error(
                "expected a time zone of the IANA database, as Europe/Madrid, found "
                    + field.shown()
                    + Texts.suggestion(name, known, "")));
    return timezone;
  }

  /** Without the abbreviations of Java's own, which mean several things. */
  private static Set<String> timezones() {
    return Arrays.stream(TimeZone.getAvailableIDs())
        .filter(name -> name.indexOf('/') >= 0 || name.equals("UTC"))
        .collect(Collectors.toSet());
  }
}
