package io.github.ecscompose.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.plan.Before.Former;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody else did, told from what the deployment itself did, for every setting's fate. */
class InterferenceTest {

  private static final String REVISION = "arn:aws:ecs:::task-definition/shop-web:";

  /** As a table writes it: revision, whether ECS Exec is on, maximum_percent, count. */
  private static ObjectNode settings(String text) {
    String[] words = text.strip().split(" +", -1);
    ObjectNode document =
        JsonNodeFactory.instance
            .objectNode()
            .put("taskDefinition", REVISION + words[0])
            .put("enableExecuteCommand", words[1].equals("on"))
            .put("desiredCount", Integer.parseInt(words[3]));
    document.putObject("deploymentConfiguration").put("maximumPercent", words[2]);
    return document;
  }

  private static LiveService live(String text) {
    ObjectNode document = settings(text);
    return new LiveService(
        "web",
        "arn:web",
        "ACTIVE",
        document.path("taskDefinition").asText(),
        document,
        Map.of(),
        List.of());
  }

  private static List<String> paths(List<Change> changes) {
    return changes.stream().map(Change::path).toList();
  }

  @ParameterizedTest(name = "found {0}, wanted {1}, is {2}: {3}")
  @CsvSource({
    "1 off 200 1, 2 off 200 1, 1 off 200 1, ''",
    "1 off 200 1, 2 on  150 3, 2 on  150 3, ''",
    "1 off 200 1, 2 on  150 3, 2 off 200 1, ''",
    "1 off 200 1, 2 on  150 3, 1 on  200 1, ''",
    "1 off 200 1, 2 off 200 1, 1 off 200 7, ''",
    "1 off 200 1, 2 off 200 3, 1 off 200 7, ''",
    "1 off 200 1, 2 off 200 1, 3 off 200 1, task definition",
    "1 off 200 1, 1 off 200 1, 3 off 200 1, task definition",
    "1 off 200 1, 2 off 200 1, 1 on  200 1, enable_execute_command",
    "1 off 200 1, 2 off 200 1, 2 on  200 1, enable_execute_command",
    "1 off 200 1, 2 off 150 1, 1 off 180 1, deployment_configuration.maximum_percent",
    "1 off 200 1, 2 off 200 1, 3 on  180 7, 'task definition, deployment_configuration.maximum_percent, enable_execute_command'",
  })
  void isWhatIsNeitherFoundNorWanted(String found, String wanted, String is, String expected) {
    Former former = Former.of(live(found));
    List<String> revisions =
        List.of(former.taskDefinition(), settings(wanted).path("taskDefinition").asText());

    assertThat(
            String.join(
                ", ", paths(Interference.of(former, revisions, live(is), settings(wanted)))))
        .isEqualTo(expected);
  }

  @ParameterizedTest(name = "made {0}, is {1}: {2}")
  @CsvSource({
    "1 off 200 1, 1 off 200 1, ''",
    "1 off 200 1, 1 off 200 5, ''",
    "1 off 200 1, 2 off 200 1, 'task definition: shop-web:1 → shop-web:2'",
    "1 off 200 1, 1 on  200 1, enable_execute_command: false → true",
  })
  void isWhatDiffersFromWhatWasMade(String made, String is, String expected) {
    assertThat(Interference.ofMade(settings(made), live(is)))
        .extracting(Change::toString)
        .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
  }
}
