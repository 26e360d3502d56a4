package io.github.ecscompose.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.testing.Throttles;
import io.github.ecscompose.testing.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What deployments of many services cost, in calls and in time, at the rates that AWS publishes: on
 * a test clock, where a call takes 50 ms, a function 20 ms more, and a rollout 60 s.
 */
class ScaleTest {

  private static final Duration CALL = Duration.ofMillis(50);
  private static final Duration ROLLOUT = Duration.ofSeconds(60);

  /** Registrations at 1 a second after a burst of 20 (request throttling of Amazon ECS). */
  private static final int FASTEST_SECONDS_OF_1000 = 980;

  private final Workflow workflow = new Workflow();
  private Throttles throttles = new Throttles(workflow.clock, CALL);

  private static String stackfile(int services) {
    return "services:\n"
        + IntStream.range(0, services)
            .mapToObj(
                "  worker-%d: {image: \"worker:1\", environment: {LOG_LEVEL: info}}\n"::formatted)
            .collect(Collectors.joining());
  }

  /**
   * What a deployment took.
   *
   * @param calls to everything but ecs-compose's own table and bucket
   * @param refused of them for coming too fast
   * @param events in the history of the deployment's own execution
   */
  private record Cost(double seconds, int calls, int refused, int events) {

    String row(int services, String what) {
      return "| %,d | %s | %,d | %d | %,.0f | %,d |%n"
          .formatted(services, what, calls, refused, seconds, events);
    }
  }

  private Cost deploy(String stackfile, DeploymentStatus expected) {
    throttles = new Throttles(workflow.clock, CALL);
    workflow.log.clear();
    workflow.log.conditions(throttles);
    workflow.clusters.rolloutsTake(workflow.clock, ROLLOUT);
    Instant start = workflow.clock.instant().plusSeconds(60);
    Report.Result result = workflow.deploy(stackfile);
    assertThat(result.status()).as(result.toString()).isEqualTo(expected);
    return new Cost(
        Duration.between(start, workflow.clock.instant()).toMillis() / 1000.0,
        workflow.log.counts().values().stream().mapToInt(Integer::intValue).sum(),
        throttles.refused(),
        workflow.lastExecution().events());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 50, 1000})
  void costsWhatIsPromised(int services) {
    String stackfile = stackfile(services);

    Cost fresh = deploy(stackfile, DeploymentStatus.SUCCEEDED);
    Cost again = deploy(stackfile, DeploymentStatus.UNCHANGED);
    Cost changed = deploy(stackfile.replaceFirst("info", "debug"), DeploymentStatus.SUCCEEDED);

    System.out.print(
        fresh.row(services, "fresh")
            + again.row(services, "no change")
            + changed.row(services, "one changed"));
    assertThat(fresh.refused() + again.refused() + changed.refused()).isZero();
    int tens = (services + 9) / 10;
    assertThat(again.calls()).isLessThanOrEqualTo(tens + 5);
    assertThat(changed.calls()).isLessThanOrEqualTo(tens + 80);
    assertThat(changed.seconds()).isLessThan(75);
    assertThat(fresh.seconds()).isLessThan(services == 1000 ? 1.1 * FASTEST_SECONDS_OF_1000 : 150);
  }
}
