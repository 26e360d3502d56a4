package io.github.ecscompose.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What load balancers say against a rollout that ECS calls complete. */
class TargetHealthTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      value = {
        "-                              | ",
        "healthy                        | ",
        "healthy,draining               | ",
        "healthy,unhealthy.draining     | ",
        "draining                       | ",
        "unavailable                    | ",
        "healthy,unused                 | ",
        "unused                         | 1 target unused: why (Reason)",
        "unused,draining                | 1 target unused: why (Reason)",
        "healthy,initial                | 1 target still checked: why (Reason)",
        "healthy,unhealthy              | 1 target unhealthy: why (Reason)",
        "unhealthy,initial,unhealthy    | 2 targets unhealthy: why (Reason); 1 target still checked: why (Reason)",
      })
  void takesTheLoadBalancersWord(String states, String objection) {
    List<TargetHealth> targets =
        states == null
            ? List.of()
            : Arrays.stream(states.split(","))
                .map(state -> new TargetHealth("10.0.0.1", state, "Reason", "why"))
                .toList();

    assertThat(TargetHealth.objection(targets).orElse(null)).isEqualTo(objection);
  }

  @Test
  void tellsWhatItKnows() {
    assertThat(TargetHealth.objection(List.of(new TargetHealth("i-1", "unhealthy", "", ""))))
        .contains("1 target unhealthy");
    assertThat(
            TargetHealth.objection(
                List.of(new TargetHealth("i-1", "unhealthy", "Target.Timeout", ""))))
        .contains("1 target unhealthy: Target.Timeout");
  }
}
