package io.github.ecscompose.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.testing.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Deployments whose services wait for one another ({@code depends_on}). */
class WavesOfDeploymentTest {

  private static final String STACKFILE =
      """
      deploy: {on_failure: keep}
      services:
        web:
          image: web:1
          depends_on: [api]
        api:
          image: api:1
          depends_on: [migrate]
        migrate:
          image: migrate:1
          type: task
        worker:
          image: worker:1
      """;

  private final Workflow workflow = new Workflow();

  private void endTasks(int exitCode) {
    workflow
        .clusters
        .taskArns()
        .forEach(task -> workflow.clusters.stop(task, "ended", Map.of("migrate", exitCode)));
  }

  @Test
  void deployAServiceWhenWhatItDependsOnIsStable() {
    List<Set<String>> seen = new ArrayList<>();
    workflow.beforeLooking(() -> {
      seen.add(workflow.clusters.serviceNames());
      endTasks(0);
    });

    Report.Result result = workflow.deploy(STACKFILE);

    assertThat(result.error()).isEmpty();
    assertThat(seen)
        .containsExactly(Set.of("worker"), Set.of("worker", "api"), Set.of("worker", "api", "web"));
  }

  @Test
  void waitForARolloutBeforeTheNextWave() {
    workflow.clusters.holdRollouts();
    List<Set<String>> seen = new ArrayList<>();
    workflow.beforeLooking(() -> {
      seen.add(workflow.clusters.serviceNames());
      if (seen.size() > 2) {
        workflow.clusters.serviceNames().forEach(workflow.clusters::complete);
      }
    });

    Report.Result result =
        workflow.deploy(
            """
            services:
              web:
                image: web:1
                depends_on: [worker]
              worker:
                image: worker:1
            """);

    assertThat(result.error()).isEmpty();
    assertThat(seen)
        .containsExactly(
            Set.of("worker"), Set.of("worker"), Set.of("worker"), Set.of("worker", "web"));
  }

  @Test
  void stopWhenARunOnceTaskFails() {
    workflow.beforeLooking(() -> endTasks(3));

    Report.Result result = workflow.deploy(STACKFILE);

    assertThat(result.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(result.error().orElse(""))
        .startsWith("migrate: migrate ended with exit code 3")
        .doesNotContain("web", "api");
    assertThat(workflow.clusters.serviceNames()).containsExactly("worker");
    assertThat(workflow.row(result, "worker").state()).isEqualTo(ServiceState.SUCCEEDED);
    for (String service : List.of("api", "web")) {
      assertThat(workflow.row(result, service).state()).isEqualTo(ServiceState.NOT_BEGUN);
      assertThat(workflow.row(result, service).error())
          .contains("not begun: migrate, which it depends on, failed");
    }
    assertThat(workflow.files.text(result.deployment(), "report.json"))
        .contains("\"notBegun\" : 2");
    assertThat(workflow.clusters.revisions("shop-api")).isEmpty();
  }

  @Test
  void stopWhatDoesNotDependOnTheFailureToo() {
    workflow.beforeLooking(() -> endTasks(3));

    Report.Result result =
        workflow.deploy(STACKFILE.replace("depends_on: [migrate]", "depends_on: [worker]"));

    assertThat(workflow.row(result, "api").error()).contains("not begun: migrate failed before");
  }

  @Test
  void goOnWhereTheyStopped() {
    workflow.beforeLooking(() -> endTasks(3));
    workflow.deploy(STACKFILE);
    workflow.beforeLooking(() -> endTasks(0));

    assertThat(workflow.deploy(STACKFILE).status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(workflow.deploy(STACKFILE).status()).isEqualTo(DeploymentStatus.UNCHANGED);
  }

  @Test
  void areLimited() {
    String chain =
        "services:\n  s0:\n    image: a:1\n"
            + IntStream.rangeClosed(1, 100)
                .mapToObj(
                    i -> "  s%d:\n    image: a:1\n    depends_on: [s%d]\n".formatted(i, i - 1))
                .collect(Collectors.joining());

    Report.Result result = workflow.deploy(chain);

    assertThat(result.status()).isEqualTo(DeploymentStatus.REJECTED);
    assertThat(result.error().orElse("")).contains("101 services").contains("depends_on");
    assertThat(workflow.log.changing()).isEmpty();
  }
}
