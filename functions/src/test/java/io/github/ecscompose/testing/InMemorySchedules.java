package io.github.ecscompose.testing;

import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.TransientException;
import io.github.ecscompose.json.JsonText;
import io.github.ecscompose.plan.Schedule;
import io.github.ecscompose.step.Schedules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A schedule group in memory, which takes what EventBridge Scheduler takes and nothing else. */
public final class InMemorySchedules implements Schedules {

  private static final long FIVE_MINUTES = 300;

  private final CallLog log;
  private final InstantSource clock;
  private final Map<String, Schedule> schedules = new TreeMap<>();
  private final Map<String, Schedule> tokens = new HashMap<>();
  private boolean isHidden;

  public InMemorySchedules(CallLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  /** Every schedule by name. */
  public Map<String, Schedule> all() {
    return Map.copyOf(schedules);
  }

  /** The schedule of that name. */
  public Schedule live(String name) {
    Schedule schedule = schedules.get(name);
    if (schedule == null) {
      throw new IllegalArgumentException("there is no schedule " + name);
    }
    return schedule;
  }

  /** Puts a schedule there by hand. */
  public void put(String name, Schedule schedule) {
    schedules.put(name, schedule);
  }

  /** The next look does not see what has just been made. */
  public void hideFromNextLook() {
    isHidden = true;
  }

  @Override
  public Optional<Schedule> find(String name) {
    log.before("scheduler:GetSchedule");
    if (isHidden) {
      isHidden = false;
      return Optional.empty();
    }
    return Optional.ofNullable(schedules.get(name));
  }

  @Override
  public boolean create(String name, Schedule schedule, String clientToken) {
    log.before("scheduler:CreateSchedule");
    validate(name, schedule, clientToken);
    boolean isRepeated = schedule.equals(tokens.get(clientToken));
    if (schedules.containsKey(name) && !isRepeated) {
      return false;
    }
    schedules.put(name, schedule);
    tokens.put(clientToken, schedule);
    log.after("scheduler:CreateSchedule");
    return true;
  }

  @Override
  public void update(String name, Schedule schedule, String clientToken) {
    log.before("scheduler:UpdateSchedule");
    validate(name, schedule, clientToken);
    if (schedules.replace(name, schedule) == null) {
      throw new TransientException("there is no schedule " + name);
    }
    log.after("scheduler:UpdateSchedule");
  }

  @Override
  public void delete(String name) {
    log.before("scheduler:DeleteSchedule");
    schedules.remove(name);
    log.after("scheduler:DeleteSchedule");
  }

  @Override
  public String arn(String name) {
    return "arn:aws:scheduler:eu-central-1:123456789012:schedule/ecs-compose/" + name;
  }

  private void validate(String name, Schedule schedule, String clientToken) {
    demand(name.matches("[0-9a-zA-Z-_.]{1,64}"), "Name");
    demand(clientToken.matches("[a-zA-Z0-9-_]{1,64}"), "ClientToken");
    demand(
        schedule
            .expression()
            .matches("rate\\([1-9]\\d* (minute|hour|day)s?\\)|cron\\((\\S+ ){5}\\S+\\)"),
        "Invalid Schedule Expression " + schedule.expression() + ".");
    demand(isZone(schedule.timezone()), "Timezone " + schedule.timezone());
    demand(schedule.window() >= 0 && schedule.window() <= 1440, "MaximumWindowInMinutes");
    demand(
        schedule
            .start()
            .filter(start -> start < clock.instant().getEpochSecond() - FIVE_MINUTES)
            .isEmpty(),
        "The StartDate you specify cannot be earlier than 5 minutes ago.");
    Schedule.Target target = schedule.target();
    demand(target.stateMachine().matches("arn:aws:states:\\S+:stateMachine:\\S+"), "Target");
    demand(target.role().matches("arn:aws:iam::\\d{12}:role/\\S+"), "RoleArn");
    demand(target.deadLetterQueue().matches("arn:aws:sqs:\\S+:\\d{12}:\\S+"), "DeadLetterConfig");
    demand(target.retries() >= 0 && target.retries() <= 185, "MaximumRetryAttempts");
    demand(target.maximumAge() >= 60 && target.maximumAge() <= 86_400, "MaximumEventAgeInSeconds");
    demand(isJson(target.input()), "Input");
  }

  private static boolean isZone(String name) {
    try {
      return ZoneId.getAvailableZoneIds().contains(ZoneId.of(name).getId());
    } catch (DateTimeException unknown) {
      return false;
    }
  }

  private static boolean isJson(String text) {
    try {
      return JsonText.read(text.getBytes(StandardCharsets.UTF_8)).isObject();
    } catch (IOException e) {
      return false;
    }
  }

  private static void demand(boolean isMet, String what) {
    if (!isMet) {
      throw new RefusedException("scheduler: ValidationException: " + what);
    }
  }
}
