package io.github.ecscompose.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.ThrottledException;
import io.github.ecscompose.error.TransientException;
import io.github.ecscompose.plan.Schedule;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.ConflictException;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindow;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;
import software.amazon.awssdk.services.scheduler.model.GetScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.InternalServerException;
import software.amazon.awssdk.services.scheduler.model.ResourceNotFoundException;
import software.amazon.awssdk.services.scheduler.model.ScheduleState;
import software.amazon.awssdk.services.scheduler.model.ServiceQuotaExceededException;
import software.amazon.awssdk.services.scheduler.model.Target;
import software.amazon.awssdk.services.scheduler.model.UpdateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.ValidationException;

class EventBridgeSchedulesTest {

  private static final String GROUP = "arn:aws:scheduler:eu-west-1:1:schedule-group/ours";
  private static final Instant START = Instant.parse("2026-11-24T06:00:00Z");
  private static final Schedule DAILY =
      new Schedule(
          "rate(1 day)",
          "Europe/Madrid",
          Optional.of(START.getEpochSecond()),
          true,
          5,
          new Schedule.Target("machine", "role", "queue", 20, 3600, "{}"));
  private static final Schedule BARE =
      new Schedule(
          "cron(0 6 * * ? *)",
          "UTC",
          Optional.empty(),
          false,
          0,
          new Schedule.Target("machine", "role", "", 0, 0, ""));
  private static final FlexibleTimeWindow FIVE_MINUTES =
      FlexibleTimeWindow.builder()
          .mode(FlexibleTimeWindowMode.FLEXIBLE)
          .maximumWindowInMinutes(5)
          .build();
  private static final Target TARGET =
      Target.builder()
          .arn("machine")
          .roleArn("role")
          .input("{}")
          .deadLetterConfig(queue -> queue.arn("queue"))
          .retryPolicy(retry -> retry.maximumRetryAttempts(20).maximumEventAgeInSeconds(3600))
          .build();

  private final SchedulerClient client = mock(SchedulerClient.class);
  private final EventBridgeSchedules schedules = new EventBridgeSchedules(client, GROUP);

  @Test
  void makesASchedule() {
    assertThat(schedules.create("shop", DAILY, "token")).isTrue();

    verify(client)
        .createSchedule(
            CreateScheduleRequest.builder()
                .groupName("ours")
                .name("shop")
                .clientToken("token")
                .scheduleExpression("rate(1 day)")
                .scheduleExpressionTimezone("Europe/Madrid")
                .startDate(START)
                .state(ScheduleState.ENABLED)
                .flexibleTimeWindow(FIVE_MINUTES)
                .target(TARGET)
                .build());
  }

  @Test
  void changesEveryPartOfASchedule() {
    schedules.update("shop", DAILY, "token");

    verify(client)
        .updateSchedule(
            UpdateScheduleRequest.builder()
                .groupName("ours")
                .name("shop")
                .clientToken("token")
                .scheduleExpression("rate(1 day)")
                .scheduleExpressionTimezone("Europe/Madrid")
                .startDate(START)
                .state(ScheduleState.ENABLED)
                .flexibleTimeWindow(FIVE_MINUTES)
                .target(TARGET)
                .build());
  }

  @Test
  void asksForNoWindowOrStartThatIsNotWanted() {
    schedules.update("shop", BARE, "token");

    verify(client)
        .updateSchedule(
            UpdateScheduleRequest.builder()
                .groupName("ours")
                .name("shop")
                .clientToken("token")
                .scheduleExpression("cron(0 6 * * ? *)")
                .scheduleExpressionTimezone("UTC")
                .state(ScheduleState.DISABLED)
                .flexibleTimeWindow(window -> window.mode(FlexibleTimeWindowMode.OFF))
                .target(target ->
                    target
                        .arn("machine")
                        .roleArn("role")
                        .input("")
                        .deadLetterConfig(queue -> queue.arn(""))
                        .retryPolicy(
                            retry -> retry.maximumRetryAttempts(0).maximumEventAgeInSeconds(0)))
                .build());
  }

  @Test
  void findsAScheduleAsItWasMade() {
    when(client.getSchedule(GetScheduleRequest.builder().groupName("ours").name("shop").build()))
        .thenReturn(
            GetScheduleResponse.builder()
                .scheduleExpression("rate(1 day)")
                .scheduleExpressionTimezone("Europe/Madrid")
                .startDate(START)
                .state(ScheduleState.ENABLED)
                .flexibleTimeWindow(FIVE_MINUTES)
                .target(TARGET)
                .build());

    assertThat(schedules.find("shop")).contains(DAILY);
  }

  @Test
  void findsAScheduleThatSomebodyMadeWithLess() {
    when(client.getSchedule(any(GetScheduleRequest.class)))
        .thenReturn(
            GetScheduleResponse.builder()
                .scheduleExpression("cron(0 6 * * ? *)")
                .state(ScheduleState.DISABLED)
                .flexibleTimeWindow(window -> window.mode(FlexibleTimeWindowMode.OFF))
                .target(target -> target.arn("machine").roleArn("role"))
                .build());

    assertThat(schedules.find("shop")).contains(BARE);
  }

  @Test
  void findsNothingWhereThereIsNone() {
    when(client.getSchedule(any(GetScheduleRequest.class)))
        .thenThrow(
            Failures.with(
                    ResourceNotFoundException.builder(), "ResourceNotFoundException", "No", 404)
                .build());

    assertThat(schedules.find("shop")).isEmpty();
  }

  @Test
  void saysThatThereIsOneAlready() {
    when(client.createSchedule(any(CreateScheduleRequest.class)))
        .thenThrow(
            Failures.with(ConflictException.builder(), "ConflictException", "Exists", 409).build());

    assertThat(schedules.create("shop", DAILY, "token")).isFalse();
  }

  @Test
  void takesARemovedScheduleForRemoved() {
    when(client.deleteSchedule(any(DeleteScheduleRequest.class)))
        .thenThrow(
            Failures.with(
                    ResourceNotFoundException.builder(), "ResourceNotFoundException", "No", 404)
                .build());

    assertThatCode(() -> schedules.delete("shop")).doesNotThrowAnyException();
    verify(client)
        .deleteSchedule(DeleteScheduleRequest.builder().groupName("ours").name("shop").build());
  }

  @Test
  void asksAgainWhereSomebodyElseChangesTheSchedule() {
    ConflictException conflict =
        Failures.with(ConflictException.builder(), "ConflictException", "Busy", 409).build();
    when(client.updateSchedule(any(UpdateScheduleRequest.class)))
        .thenThrow(conflict)
        .thenThrow(
            Failures.with(
                    ResourceNotFoundException.builder(), "ResourceNotFoundException", "No", 404)
                .build());
    when(client.deleteSchedule(any(DeleteScheduleRequest.class))).thenThrow(conflict);

    for (int times = 0; times < 2; times++) {
      assertThatThrownBy(() -> schedules.update("shop", DAILY, "token"))
          .isInstanceOf(TransientException.class)
          .hasMessageStartingWith("scheduler:UpdateSchedule of schedule shop failed");
    }
    assertThatThrownBy(() -> schedules.delete("shop")).isInstanceOf(TransientException.class);
  }

  @Test
  void tellsWhatToCorrectWhereTheExpressionIsRefused() {
    ValidationException invalid =
        Failures.with(
                ValidationException.builder(),
                "ValidationException",
                "Invalid Schedule Expression cron(0 6 * * *).",
                400)
            .build();
    when(client.createSchedule(any(CreateScheduleRequest.class))).thenThrow(invalid);
    when(client.updateSchedule(any(UpdateScheduleRequest.class))).thenThrow(invalid);

    assertThatThrownBy(() -> schedules.create("shop", DAILY, "token"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("Invalid Schedule Expression cron(0 6 * * *).")
        .hasMessageContaining("The services are deployed")
        .hasMessageContaining("redeploy.schedule or redeploy.timezone");
    assertThatThrownBy(() -> schedules.update("shop", DAILY, "token"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("redeploy.schedule or redeploy.timezone");
  }

  @Test
  void reportsOtherFailures() {
    when(client.getSchedule(any(GetScheduleRequest.class))).thenThrow(Failures.throttled());
    when(client.createSchedule(any(CreateScheduleRequest.class)))
        .thenThrow(
            Failures.with(
                    ServiceQuotaExceededException.builder(),
                    "ServiceQuotaExceededException",
                    "Too many",
                    402)
                .build())
        // Its group is gone, which no further attempt mends.
        .thenThrow(
            Failures.with(
                    ResourceNotFoundException.builder(),
                    "ResourceNotFoundException",
                    "Schedule group ours does not exist.",
                    404)
                .build());
    when(client.updateSchedule(any(UpdateScheduleRequest.class)))
        .thenThrow(
            Failures.with(InternalServerException.builder(), "InternalServerException", "Oh", 500)
                .build());
    when(client.deleteSchedule(any(DeleteScheduleRequest.class))).thenThrow(Failures.denied());

    assertThatThrownBy(() -> schedules.find("shop")).isInstanceOf(ThrottledException.class);
    assertThatThrownBy(() -> schedules.create("shop", DAILY, "token"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("Too many");
    assertThatThrownBy(() -> schedules.create("shop", DAILY, "token"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("Schedule group ours does not exist.");
    assertThatThrownBy(() -> schedules.update("shop", DAILY, "token"))
        .isInstanceOf(TransientException.class);
    assertThatThrownBy(() -> schedules.delete("shop"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("scheduler:DeleteSchedule");
  }

  @Test
  void namesASchedule() {
    assertThat(schedules.arn("shop")).isEqualTo("arn:aws:scheduler:eu-west-1:1:schedule/ours/shop");
  }
}
