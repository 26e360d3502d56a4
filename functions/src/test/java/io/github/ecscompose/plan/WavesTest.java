package io.github.ecscompose.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.stackfile.Deploy;
import io.github.ecscompose.stackfile.Service;
import io.github.ecscompose.stackfile.Stack;
import io.github.ecscompose.testing.Services;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WavesTest {

  /** Services as {@code "web < api db, api, db"}: web depends on api and db. */
  private static List<Service> services(String text) {
    return Arrays.stream(text.split(", ", -1))
        .map(service -> service.split(" < ", -1))
        .map(parts ->
            Services.dependent(
                parts[0], parts.length == 1 ? List.of() : List.of(parts[1].split(" ", -1))))
        .toList();
  }

  private static Stack stack(String text) {
    return new Stack(services(text), Deploy.DEFAULT, Optional.empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "web                                 | [[web]]",
        "web, api                            | [[web, api]]",
        "web < api, api                      | [[api], [web]]",
        "web < api db, api < db, db, worker  | [[db, worker], [api], [web]]",
        "a < c, b < c, c < d, d, e < d       | [[d], [c, e], [a, b]]",
        // migrate does not change, so that web need not wait.
        "web < migrate, api                  | [[web, api]]",
        "a < b, b < a, c                     | [[c], [a, b]]",
        "a < a                               | [[a]]",
      })
  void followDependencies(String services, String waves) {
    assertThat(Waves.of(services(services)).stream().map(WavesTest::names).toList())
        .hasToString(waves);
  }

  private static List<String> names(List<Service> wave) {
    return wave.stream().map(Service::name).toList();
  }

  @Test
  void areNoneWhereNothingChanges() {
    assertThat(Waves.of(List.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "web < api, api              | web | api | api",
        "web < api, api < db, db     | web | db  | db",
        "web < api, api < web, db    | web | db  | none",
        "web, db                     | web | db  | none",
        "web < gone                  | web | db  | none",
      })
  void nameTheDependencyThatFailed(
      String services, String service, String failed, String expected) {
    assertThat(Waves.failedDependency(stack(services), service, Set.of(failed)).orElse("none"))
        .isEqualTo(expected);
  }
}
