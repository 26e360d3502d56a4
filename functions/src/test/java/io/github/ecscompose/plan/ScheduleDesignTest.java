package io.github.ecscompose.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.plan.Schedule.Target;
import io.github.ecscompose.stackfile.Redeploy;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleDesignTest {

  private static final long NOW = 1_000_000;
  private static final Target TARGET = ScheduleDesign.target("machine", "role", "queue", "{}");

  @Test
  void saysWhatTheStackfileSays() {
    Schedule schedule = design("cron(0 6 * * ? *)", Optional.empty());

    assertThat(schedule)
        .isEqualTo(
            new Schedule(
                "cron(0 6 * * ? *)",
                "Europe/Madrid",
                Optional.empty(),
                true,
                5,
                new Target("machine", "role", "queue", 20, 3600, "{}")));
  }

  @ParameterizedTest
  @CsvSource({
    "rate(1 minute), 60",
    "rate(10 minutes), 600",
    "rate( 1 hour ), 3600",
    "rate(36 hours), 129600",
    "rate(1 day), 86400",
    "rate(999999999 days), 86399999913600",
  })
  void aRateBeginsAPeriodAfterTheDeployment(String rate, long period) {
    assertThat(design(rate, Optional.empty()).start()).contains(NOW + period);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rate(0 days)", "rate(1 week)", "rate(1)", "rate(12345678901 days)"})
  void whatIsNoRateIsLeftForAwsToJudge(String rate) {
    assertThat(design(rate, Optional.empty()).start()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    // It has not begun.
    "1000001, 1000001",
    "1086400, 1086400",
    // It has, and goes on in its beat.
    "1000000, 1003600",
    "999999, 1003599",
    "996400, 1003600",
    "996399, 1003599",
    "100, 1000900",
  })
  void aChangeDoesNotShiftARate(long began, long next) {
    Schedule live = new Schedule("rate(1 hour)", "UTC", Optional.of(began), false, 0, TARGET);

    Schedule wanted = design("rate(1 hour)", Optional.of(live));

    assertThat(wanted.start()).contains(next);
    assertThat(next).isGreaterThan(NOW);
    assertThat((next - began) % 3600).isZero();
  }

  @Test
  void anotherRateBeginsAnew() {
    Schedule live = new Schedule("rate(2 hours)", "UTC", Optional.of(NOW), true, 5, TARGET);

    assertThat(design("rate(1 hour)", Optional.of(live)).start()).contains(NOW + 3600);
  }

  @Test
  void sinceWhenAScheduleHoldsMakesNoDifference() {
    Schedule schedule = design("rate(1 hour)", Optional.empty());

    assertThat(schedule.isLike(design("rate(1 hour)", Optional.of(schedule), NOW + 9000))).isTrue();
    assertThat(schedule.isLike(design("rate(2 hours)", Optional.empty()))).isFalse();
    assertThat(
            schedule.isLike(
                new Schedule(
                    schedule.expression(),
                    schedule.timezone(),
                    schedule.start(),
                    false,
                    schedule.window(),
                    TARGET)))
        .isFalse();
  }

  private static Schedule design(String expression, Optional<Schedule> live) {
    return design(expression, live, NOW);
  }

  private static Schedule design(String expression, Optional<Schedule> live, long now) {
    return ScheduleDesign.of(new Redeploy(expression, "Europe/Madrid"), TARGET, live, now);
  }
}
