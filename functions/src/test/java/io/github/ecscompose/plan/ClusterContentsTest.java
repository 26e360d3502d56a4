package io.github.ecscompose.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterContentsTest {

  @ParameterizedTest(name = "{0} machines, {1} services, {2} tasks, {3}: {4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | 0 | 0 | FARGATE        | it is not empty, it has 1 container instance",
        "0 | 2 | 3 | FARGATE        | it is not empty, it has 2 services, 3 tasks",
        "0 | 0 | 0 | machines       | it is not empty, it has the capacity of machines",
        "2 | 1 | 1 | FARGATE,big,so | it is not empty, it has 1 service, 1 task, 2 container instances, the capacity of big, so",
      })
  void isNamed(int machines, int services, int tasks, String providers, String expected) {
    assertThat(
            new ClusterContents(machines, services, tasks, List.of(providers.split(",", -1)))
                .obstacle())
        .contains(expected);
  }

  @Test
  void isNothingWhereThereIsOnlyFargate() {
    assertThat(new ClusterContents(0, 0, 0, List.of("FARGATE", "FARGATE_SPOT")).obstacle())
        .isEmpty();
  }
}
