package io.github.ecscompose.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.deployment.DeployRequest.Execution;
import io.github.ecscompose.deployment.DeployRequest.Options;
import io.github.ecscompose.deployment.DeployRequest.StackfileReference;
import io.github.ecscompose.deployment.DeployRequest.Trigger;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeploymentIdTest {

  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  @Test
  void sortsByTime() {
    String earlier = DeploymentId.of(NOON, "z");

    assertThat(earlier).hasSize(26).matches("[0-7][0-9A-HJKMNP-TV-Z]{25}");
    assertThat(DeploymentId.of(NOON.plusMillis(1), "a")).isGreaterThan(earlier);
    assertThat(DeploymentId.of(NOON, "y"))
        .isNotEqualTo(earlier)
        .startsWith(earlier.substring(0, 10));
  }

  @Test
  void isTheNameOfAnExecutionThatTheApiStarted() {
    String id = DeploymentId.of(NOON, "request");

    assertThat(DeploymentId.of(new Execution("arn", id, "2030-01-01T00:00:00Z"))).isEqualTo(id);
  }

  @Test
  void isTheSameForEveryAttemptOfAnExecution() {
    Execution execution = new Execution("arn:1", "a-uuid", NOON.toString());

    assertThat(DeploymentId.of(execution)).isEqualTo(DeploymentId.of(NOON, "arn:1"));
  }

  @ParameterizedTest
  @CsvSource({
    "stackfiles/shop.yml, shop",
    "stackfiles/shop.yaml, shop",
    "stackfiles/my.shop.yml, my.shop",
    "elsewhere/shop.yml, elsewhere/shop",
  })
  void namesTheClusterByTheUploadsKey(String key, String cluster) {
    DeployRequest request =
        new DeployRequest(
            Optional.empty(),
            new StackfileReference("bucket", key, Optional.empty(), Optional.empty()),
            new Trigger("s3", "somebody", NOON.toString()),
            Options.NONE,
            new Execution("arn", "name", NOON.toString()));

    assertThat(request.reference().cluster()).isEqualTo(cluster);
  }
}
