package io.github.ecscompose.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.stackfile.Service;
import io.github.ecscompose.testing.Services;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DestroyWavesTest {

  private static final Service DATABASE = dependent("database");
  private static final Service WORKER = dependent("worker", "database");
  private static final Service WEB = dependent("web", "worker", "database");
  private static final Service CRON = dependent("cron");

  private static Service dependent(String name, String... dependencies) {
    return Services.dependent(name, List.of(dependencies));
  }

  private static Map<String, Service> definitions(Service... services) {
    Map<String, Service> definitions = new HashMap<>();
    Stream.of(services).forEach(service -> definitions.put(service.name(), service));
    return definitions;
  }

  @Test
  void removesWhatDependsOnOthersBeforeThem() {
    assertThat(
            DestroyWaves.of(
                List.of("cron", "database", "web", "worker"),
                definitions(DATABASE, WORKER, WEB, CRON)))
        .containsExactly(List.of("web"), List.of("worker"), List.of("cron", "database"));
  }

  @Test
  void removesWhatNobodyKnowsWithTheFirst() {
    assertThat(DestroyWaves.of(List.of("database", "old", "worker"), definitions(DATABASE, WORKER)))
        .containsExactly(List.of("old", "worker"), List.of("database"));
    assertThat(DestroyWaves.of(List.of("a", "b"), Map.of())).containsExactly(List.of("a", "b"));
  }

  @Test
  void countsOnlyTheDependenciesThatGo() {
    assertThat(DestroyWaves.of(List.of("web"), definitions(WEB))).containsExactly(List.of("web"));
    assertThat(DestroyWaves.of(List.of(), definitions(WEB))).isEmpty();
  }

  @Test
  void namesWhoDependsOnAService() {
    assertThat(DestroyWaves.dependents("database", List.of(WEB, WORKER, CRON, WORKER)))
        .containsExactly("web", "worker");
    assertThat(DestroyWaves.dependents("web", List.of(WEB, WORKER, CRON))).isEmpty();
  }
}
