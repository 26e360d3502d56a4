package io.github.ecscompose.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.step.Announce.StatusChange;
import io.github.ecscompose.template.Installation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamedDeploymentsTest {

  private final JsonNode event = Installation.json("events/status-stream.json");
  private final ObjectNode images = (ObjectNode) event.at("/Records/0/dynamodb");
  private final ObjectNode row = (ObjectNode) images.get("NewImage");

  @Test
  void areReadWithTheStatusBefore() {
    List<StatusChange> changes = StreamedDeployments.read(event);

    assertThat(changes).hasSize(1);
    StatusChange change = changes.getFirst();
    assertThat(change.previous()).contains(DeploymentStatus.STABILIZING);
    assertThat(change.deployment().status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(change.deployment().reference())
        .isEqualTo(new DeploymentReference("shop", "01KA5XG7QJ4M8N2P6R9S3T5V7W"));
    assertThat(change.deployment().counts()).isEqualTo(Map.of("unchanged", 4, "updated", 1));
    assertThat(change.deployment().trigger().kind()).isEqualTo("api");
    assertThat(change.deployment().finishedAt()).contains("2026-11-16T09:33:12Z");
  }

  @Test
  void haveNoStatusBeforeTheirFirst() {
    images.remove("OldImage");

    assertThat(StreamedDeployments.read(event))
        .singleElement()
        .extracting(StatusChange::previous)
        .isEqualTo(Optional.empty());
  }

  /** A row with every type that the table may come to have. */
  @Test
  void mayHaveAttributesOfAnyPlainType() {
    row.putObject("flag").put("BOOL", true);
    row.putObject("nothing").put("NULL", true);
    row.putObject("list").putArray("L").addObject().put("S", "a");

    assertThat(StreamedDeployments.read(event)).hasSize(1);

    row.putObject("set").putArray("SS").add("a");
    assertThatThrownBy(() -> StreamedDeployments.read(event)).hasMessageContaining("SS");
  }

  @Test
  void areTheOnlyRowsThatCount() {
    row.putObject("item").put("S", "lock");
    assertThat(StreamedDeployments.read(event)).isEmpty();

    images.remove("NewImage");
    assertThat(StreamedDeployments.read(event)).as("a row that went").isEmpty();
  }
}
