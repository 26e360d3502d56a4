package io.github.ecscompose.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.error.TransientException;
import io.github.ecscompose.step.Announce;
import io.github.ecscompose.step.Announce.StatusChange;
import io.github.ecscompose.template.Installation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnnounceHandlerTest {

  private final StandardOutput output = new StandardOutput();
  private final List<StatusChange> published = new ArrayList<>();
  private final AnnounceHandler handler =
      new AnnounceHandler(new Announce(published::addAll), "space");
  private final ObjectNode event =
      (ObjectNode) Installation.json("events/status-stream.json").deepCopy();
  private final ObjectNode images = (ObjectNode) event.at("/Records/0/dynamodb");

  @AfterEach
  void printAgain() {
    output.close();
  }

  private void status(String image, String status) {
    ((ObjectNode) images.get(image)).putObject("status").put("S", status);
  }

  private List<JsonNode> metrics() throws IOException {
    return output.lines().stream().filter(line -> line.has("_aws")).toList();
  }

  @Test
  void announcesAndMeasuresTheEndOfADeployment() throws IOException {
    assertThat(handler.handle(event)).isEmpty();

    assertThat(published).hasSize(1);
    assertThat(metrics())
        .containsExactly(
            new ObjectMapper()
                .readTree(
                    """
                    {
                      "_aws": {
                        "Timestamp": 1794821592000,
                        "CloudWatchMetrics": [{
                          "Namespace": "space",
                          "Dimensions": [["Status"], ["Cluster"], ["Cluster", "Status"]],
                          "Metrics": [
                            {"Name": "Deployments", "Unit": "Count"},
                            {"Name": "Duration", "Unit": "Milliseconds"},
                            {"Name": "ServicesChanged", "Unit": "Count"}
                          ]
                        }]
                      },
                      "Cluster": "shop",
                      "Status": "SUCCEEDED",
                      "Deployments": 1,
                      "Duration": 192000,
                      "ServicesChanged": 1,
                      "deployment": "01KA5XG7QJ4M8N2P6R9S3T5V7W"
                    }
                    """));
  }

  @Test
  void measuresNothingBeforeTheEnd() throws IOException {
    status("OldImage", "VALIDATING");
    status("NewImage", "DEPLOYING");

    handler.handle(event);

    assertThat(published)
        .singleElement()
        .extracting(change -> change.deployment().status())
        .isEqualTo(DeploymentStatus.DEPLOYING);
    assertThat(metrics()).isEmpty();
  }

  /** A row is written more often than its status changes: with its counts, with its execution. */
  @Test
  void staysSilentWhereTheStatusIsTheSame() throws IOException {
    status("OldImage", "SUCCEEDED");

    handler.handle(event);

    assertThat(published).isEmpty();
    assertThat(metrics()).isEmpty();
  }

  @Test
  void keepsTheOrderOfTheWrites() {
    ArrayNode records = (ArrayNode) event.get("Records");
    JsonNode last = records.get(0).deepCopy();
    images.remove("OldImage");
    status("NewImage", "STABILIZING");
    records.add(last);

    handler.handle(event);

    assertThat(published)
        .extracting(change -> change.deployment().status())
        .containsExactly(DeploymentStatus.STABILIZING, DeploymentStatus.SUCCEEDED);
  }

  /** Lambda gives the same writes again, and the deployment would be counted twice. */
  @Test
  void measuresNothingThatWasNotAnnounced() throws IOException {
    AnnounceHandler failing =
        new AnnounceHandler(
            new Announce(changes -> {
              throw new TransientException("the bus took none");
            }),
            "space");

    assertThatThrownBy(() -> failing.handle(event)).isInstanceOf(TransientException.class);
    assertThat(metrics()).isEmpty();
  }

  @Test
  void isPrimedWithoutAnEvent() {
    handler.prime();

    assertThat(published).isEmpty();
  }
}
