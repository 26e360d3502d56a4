package io.github.ecscompose.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.plan.LiveService.Deployment;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StabilityTest {

  private static Deployment deployment(
      String id, String status, String state, int running, int pending) {
    return new Deployment(id, status, state, "", "arn:…/shop-web:2", 2, running, pending, 0);
  }

  private static LiveService service(String status, Deployment... deployments) {
    return new LiveService(
        "web",
        "arn:web",
        status,
        "arn:…/shop-web:2",
        JsonNodeFactory.instance.objectNode(),
        Map.of(),
        List.of(deployments));
  }

  private static String verdict(Stability stability) {
    return switch (stability) {
      case Stability.Stable() -> "stable";
      case Stability.Waiting(String reason) -> "waiting: " + reason;
      case Stability.Missing(String reason) -> "missing: " + reason;
      case Stability.Failed(String reason) -> "failed: " + reason;
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "COMPLETED   | 2 | 0 | stable",
        "COMPLETED   | 1 | 0 | waiting: 1 of 2 tasks run, 0 start",
        "COMPLETED   | 2 | 1 | waiting: 2 of 2 tasks run, 1 start",
        "IN_PROGRESS | 2 | 0 | waiting: 2 of 2 tasks run, 0 start",
        "IN_PROGRESS | 0 | 2 | waiting: 0 of 2 tasks run, 2 start",
        "FAILED      | 0 | 0 | failed: ECS gave the deployment up",
      })
  void judgesOurDeployment(String state, int running, int pending, String expected) {
    LiveService live = service("ACTIVE", deployment("ours", "PRIMARY", state, running, pending));

    assertThat(verdict(Stability.of(live, "ours"))).isEqualTo(expected);
  }

  @Test
  void doesNotTakeAnotherDeploymentForOurs() {
    Deployment other = deployment("other", "PRIMARY", "COMPLETED", 2, 0);

    assertThat(verdict(Stability.of(service("ACTIVE", other), "ours")))
        .isEqualTo(
            "missing: its deployment is gone; another one took its place: other with shop-web:2");
    assertThat(
            verdict(
                Stability.of(
                    service("ACTIVE", other, deployment("ours", "ACTIVE", "COMPLETED", 2, 0)),
                    "ours")))
        .isEqualTo("failed: somebody else deployed the service meanwhile: other with shop-web:2");
  }

  @Test
  void seesThatTheServiceWasDeleted() {
    LiveService live = service("DRAINING", deployment("ours", "PRIMARY", "COMPLETED", 2, 0));

    assertThat(verdict(Stability.of(live, "ours"))).startsWith("failed: the service was deleted");
  }

  @Test
  void judgesTasksByTheirExitCodes() {
    assertThat(verdict(Stability.ofTask("a", "RUNNING", "", Map.of())))
        .isEqualTo("waiting: the task is RUNNING");
    assertThat(
            verdict(Stability.ofTask("a", "STOPPED", "Essential container exited", Map.of("a", 0))))
        .isEqualTo("stable");
    assertThat(
            verdict(
                Stability.ofTask("a", "STOPPED", "Essential container exited", Map.of("a", 137))))
        .isEqualTo("failed: a ended with exit code 137: Essential container exited");
    assertThat(verdict(Stability.ofTask("a", "STOPPED", "CannotPullContainerError", Map.of())))
        .isEqualTo("failed: no container ran to its end: CannotPullContainerError");
  }

  @Test
  void aSidecarThatIsStoppedAfterTheMainContainerEndedIsNoFailure() {
    assertThat(verdict(Stability.ofTask("a", "STOPPED", "Essential", Map.of("a", 0, "proxy", 143))))
        .isEqualTo("stable");
    assertThat(verdict(Stability.ofTask("a", "STOPPED", "Essential", Map.of("proxy", 0))))
        .isEqualTo("failed: proxy ended with exit code 0: Essential");
  }

  /** A count that was changed shows in the service before ECS's deployment follows it. */
  @Test
  void waitsForTheCountOfTheService() {
    Deployment ours = deployment("ours", "PRIMARY", "COMPLETED", 2, 0);
    ObjectNode document =
        JsonNodeFactory.instance
            .objectNode()
            .put("schedulingStrategy", "REPLICA")
            .put("desiredCount", 3);
    LiveService live =
        new LiveService(
            "web", "arn:web", "ACTIVE", "arn:…/shop-web:2", document, Map.of(), List.of(ours));

    assertThat(verdict(Stability.of(live, "ours")))
        .isEqualTo("waiting: 2 of 2 tasks run, 0 start, and 3 are wanted");
  }
}
