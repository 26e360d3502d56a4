package io.github.ecscompose.plan;

import io.github.ecscompose.plan.Schedule.Target;
import io.github.ecscompose.stackfile.Redeploy;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decides what a cluster's schedule is to be. */
public final class ScheduleDesign {

  /**
   * Minutes. Schedules of one hour's turn do not all start in the same minute then, when they would
   * share the account's limits of calls.
   */
  private static final int WINDOW = 5;

  /** Seconds for which a start that fails is tried again; then it is left for the next turn. */
  private static final int MAXIMUM_AGE = 3600;

  private static final int RETRIES = 20;

  private static final Pattern RATE =
      Pattern.compile("rate\\(\\s*(\\d{1,9})\\s+(minute|hour|day)s?\\s*\\)");

  private ScheduleDesign() {}

  /**
   * What the schedule starts.
   *
   * @param stateMachine ARN
   * @param role ARN, of EventBridge Scheduler's role
   * @param deadLetterQueue ARN
   * @param input the execution's, as JSON
   */
  public static Target target(
      String stateMachine, String role, String deadLetterQueue, String input) {
    return new Target(stateMachine, role, deadLetterQueue, RETRIES, MAXIMUM_AGE, input);
  }

  /**
   * The schedule of a cluster.
   *
   * @param live what is there
   * @param now epoch seconds
   */
  public static Schedule of(Redeploy redeploy, Target target, Optional<Schedule> live, long now) {
    return new Schedule(
        redeploy.schedule(), redeploy.timezone(), start(redeploy, live, now), true, WINDOW, target);
  }

  /**
   * Without a start, a rate begins with a run at once, right behind the deployment that made the
   * schedule (Schedule types, User Guide of EventBridge Scheduler). It begins a period later, and a
   * change of something else does not shift it: a start may not lie in the past, so the next turn
   * of the same beat is taken.
   */
  private static Optional<Long> start(Redeploy redeploy, Optional<Schedule> live, long now) {
    return period(redeploy.schedule())
        .map(period ->
            live.filter(schedule -> schedule.expression().equals(redeploy.schedule()))
                .flatMap(Schedule::start)
                .map(first -> next(first, period, now))
                .orElse(now + period));
  }

  private static long next(long first, long period, long now) {
    return first > now ? first : first + ((now - first) / period + 1) * period;
  }

  /** Seconds between two turns of a rate; none for a {@code cron} expression. */
  private static Optional<Long> period(String expression) {
    Matcher rate = RATE.matcher(expression);
    if (!rate.matches()) {
      return Optional.empty();
    }
    long unit =
        switch (rate.group(2)) {
          case "minute" -> 60;
          case "hour" -> 3600;
          default -> 86_400;
        };
    return Optional.of(Long.parseLong(rate.group(1)) * unit).filter(period -> period > 0);
  }
}
