package io.github.ecscompose.aws;

import io.github.ecscompose.error.EcsComposeException;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.TransientException;
import io.github.ecscompose.plan.Schedule;
import io.github.ecscompose.step.Schedules;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.ConflictException;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.DeadLetterConfig;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindow;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;
import software.amazon.awssdk.services.scheduler.model.GetScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.ResourceNotFoundException;
import software.amazon.awssdk.services.scheduler.model.RetryPolicy;
import software.amazon.awssdk.services.scheduler.model.ScheduleState;
import software.amazon.awssdk.services.scheduler.model.Target;
import software.amazon.awssdk.services.scheduler.model.UpdateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.ValidationException;

/** {@link Schedules} on EventBridge Scheduler. */
public final class EventBridgeSchedules implements Schedules {

  private final SchedulerClient client;
  private final String groupArn;
  private final String group;

  /**
   * The schedules of one group.
   *
   * @param groupArn as {@code arn:aws:scheduler:REGION:ACCOUNT:schedule-group/NAME}
   */
  public EventBridgeSchedules(SchedulerClient client, String groupArn) {
    this.client = client;
    this.groupArn = groupArn;
    this.group = groupArn.substring(groupArn.lastIndexOf('/') + 1);
  }

  @Override
  public Optional<Schedule> find(String name) {
    GetScheduleRequest request = GetScheduleRequest.builder().groupName(group).name(name).build();
    return AwsErrors.find(
            "scheduler:GetSchedule",
            subject(name),
            ResourceNotFoundException.class,
            () -> client.getSchedule(request))
        .map(EventBridgeSchedules::schedule);
  }

  @Override
  public boolean create(String name, Schedule schedule, String clientToken) {
    CreateScheduleRequest request =
        CreateScheduleRequest.builder()
            .groupName(group)
            .name(name)
            .clientToken(clientToken)
            .scheduleExpression(schedule.expression())
            .scheduleExpressionTimezone(schedule.timezone())
            .startDate(start(schedule))
            .state(state(schedule))
            .flexibleTimeWindow(window(schedule))
            .target(target(schedule.target()))
            .build();
    try {
      client.createSchedule(request);
      return true;
    } catch (ConflictException exists) {
      return false;
    } catch (SdkException failure) {
      throw translate("scheduler:CreateSchedule", name, failure);
    }
  }

  @Override
  public void update(String name, Schedule schedule, String clientToken) {
    UpdateScheduleRequest request =
        UpdateScheduleRequest.builder()
            .groupName(group)
            .name(name)
            .clientToken(clientToken)
            .scheduleExpression(schedule.expression())
            .scheduleExpressionTimezone(schedule.timezone())
            .startDate(start(schedule))
            .state(state(schedule))
            .flexibleTimeWindow(window(schedule))
            .target(target(schedule.target()))
            .build();
    try {
      client.updateSchedule(request);
    } catch (SdkException failure) {
      throw translate("scheduler:UpdateSchedule", name, failure);
    }
  }

  @Override
  public void delete(String name) {
    DeleteScheduleRequest request =
        DeleteScheduleRequest.builder().groupName(group).name(name).build();
    try {
      client.deleteSchedule(request);
    } catch (ResourceNotFoundException gone) {
      // It was to be removed.
    } catch (SdkException failure) {
      throw translate("scheduler:DeleteSchedule", name, failure);
    }
  }

  @Override
  public String arn(String name) {
    return groupArn.replace(":schedule-group/", ":schedule/") + "/" + name;
  }

  private static String subject(String name) {
    return "schedule " + name;
  }

  /**
   * Somebody else changes the schedule at this moment, or has just removed it: the next attempt
   * looks again.
   */
  private static EcsComposeException translate(String action, String name, SdkException failure) {
    EcsComposeException translated = AwsErrors.translate(action, subject(name), failure);
    boolean gone =
        failure instanceof ResourceNotFoundException && action.equals("scheduler:UpdateSchedule");
    if (failure instanceof ConflictException || gone) {
      return new TransientException(String.valueOf(translated.getMessage()), failure);
    }
    if (failure instanceof ValidationException) {
      return new RefusedException(
          translated.getMessage()
              + ". The services are deployed; only the schedule was not made or changed. Correct"
              + " redeploy.schedule or redeploy.timezone in the stackfile and deploy again.",
          failure);
    }
    return translated;
  }

  private static @Nullable Instant start(Schedule schedule) {
    return schedule.start().map(Instant::ofEpochSecond).orElse(null);
  }

  private static ScheduleState state(Schedule schedule) {
    return schedule.enabled() ? ScheduleState.ENABLED : ScheduleState.DISABLED;
  }

  private static FlexibleTimeWindow window(Schedule schedule) {
    return schedule.window() == 0
        ? FlexibleTimeWindow.builder().mode(FlexibleTimeWindowMode.OFF).build()
        : FlexibleTimeWindow.builder()
            .mode(FlexibleTimeWindowMode.FLEXIBLE)
            .maximumWindowInMinutes(schedule.window())
            .build();
  }

  private static Target target(Schedule.Target target) {
    return Target.builder()
        .arn(target.stateMachine())
        .roleArn(target.role())
        .deadLetterConfig(queue -> queue.arn(target.deadLetterQueue()))
        .retryPolicy(retry ->
            retry
                .maximumRetryAttempts(target.retries())
                .maximumEventAgeInSeconds(target.maximumAge()))
        .input(target.input())
        .build();
  }

  private static Schedule schedule(GetScheduleResponse live) {
    return new Schedule(
        live.scheduleExpression(),
        Optional.ofNullable(live.scheduleExpressionTimezone()).orElse("UTC"),
        Optional.ofNullable(live.startDate()).map(Instant::getEpochSecond),
        live.state() == ScheduleState.ENABLED,
        Optional.ofNullable(live.flexibleTimeWindow())
            .map(FlexibleTimeWindow::maximumWindowInMinutes)
            .orElse(0),
        target(live.target()));
  }

  /** What somebody left out is never what ecs-compose asks for, so that it is put right. */
  private static Schedule.Target target(Target target) {
    Optional<RetryPolicy> retry = Optional.ofNullable(target.retryPolicy());
    return new Schedule.Target(
        target.arn(),
        target.roleArn(),
        Optional.ofNullable(target.deadLetterConfig()).map(DeadLetterConfig::arn).orElse(""),
        retry.map(RetryPolicy::maximumRetryAttempts).orElse(0),
        retry.map(RetryPolicy::maximumEventAgeInSeconds).orElse(0),
        Optional.ofNullable(target.input()).orElse(""));
  }
}
