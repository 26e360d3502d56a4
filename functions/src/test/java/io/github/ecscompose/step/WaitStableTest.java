package io.github.ecscompose.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.testing.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long, and how often, rollouts are looked at. */
class WaitStableTest {

  private final Workflow workflow = new Workflow();
  private final List<Instant> looks = new ArrayList<>();

  private Report.Result deployWithin(int seconds) {
    workflow.clusters.holdRollouts();
    workflow.beforeLooking(() -> looks.add(workflow.clock.instant()));
    return workflow.deploy(
        """
        deploy: {on_failure: keep, timeout: %ds}
        services:
          worker:
            image: worker:1
        """
            .formatted(seconds));
  }

  private List<Long> waits() {
    List<Long> waits = new ArrayList<>();
    for (int i = 1; i < looks.size(); i++) {
      waits.add(Duration.between(looks.get(i - 1), looks.get(i)).toSeconds());
    }
    return waits;
  }

  @ParameterizedTest
  @CsvSource({"60, 75", "1800, 1815", "7200, 7230"})
  void givesUpAtTheDeadline(int timeout, int latest) {
    Report.Result result = deployWithin(timeout);

    assertThat(result.error().orElse(""))
        .contains("worker: not stable within deploy.timeout: 0 of 1 tasks run");
    assertThat(Duration.between(looks.getFirst(), looks.getLast()).toSeconds())
        .isBetween((long) timeout, (long) latest);
  }

  @Test
  void looksOftenAtFirstAndNeverSeldomerThanEveryFifteenSeconds() {
    deployWithin(1800);

    assertThat(waits()).startsWith(3L, 3L, 3L).isSorted().endsWith(15L, 15L);
  }

  /** So that the execution's history does not overflow. */
  @Test
  void looksSeldomerWhereItMayTakeHalfADay() {
    deployWithin(43_200);

    assertThat(waits()).isSorted().hasSizeLessThan(400).endsWith(172L);
  }
}
