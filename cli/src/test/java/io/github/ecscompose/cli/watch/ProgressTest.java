package io.github.ecscompose.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.cli.testing.Rows;
import io.github.ecscompose.cli.testing.Terminal;
import io.github.ecscompose.cli.text.Screen.Abilities;
import io.github.ecscompose.cli.text.Texts;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How a deployment is told of while it goes on. */
class ProgressTest {

  private static final String SERVICES =
      """
      "services": [
        {"service": "web", "action": "UPDATE", "state": "DEPLOYING", "step": "UpdateService"},
        {"service": "日本", "action": "CREATE", "state": "FAILED",
         "error": "0 of 2 tasks run; 3 tasks stopped: web ended with exit code 1"},
        {"service": "job", "action": "NONE", "state": "SUCCEEDED"}]\
      """;

  private static Table table(Terminal terminal) {
    return new Table(terminal.screen());
  }

  private static Terminal terminal(boolean colours, int width, int height) {
    return new Terminal(Path.of(""), new Abilities(true, true, colours, () -> width, () -> height));
  }

  @Test
  void aTableHasALineForEachService() {
    List<String> lines =
        table(terminal(false, 100, 24))
            .lines(Rows.snapshot("DEPLOYING", SERVICES), Terminal.NOW, 99, 23);

    assertThat(lines)
        .containsExactly(
            "shop  DEPLOYING  2 of 3 services  1 min 12 s",
            "  web   update  UpdateService     ",
            "  日本  create  FAILED         0/2  3 tasks stopped: web ended with exit code 1",
            "  job   none    SUCCEEDED         ");
  }

  @Test
  void noLineIsWiderThanTheTerminal() {
    for (int width : List.of(10, 20, 40, 60)) {
      assertThat(
              table(terminal(false, width, 24))
                  .lines(Rows.snapshot("DEPLOYING", SERVICES), Terminal.NOW, width, 23))
          .allSatisfy(line -> assertThat(Texts.width(line)).isLessThanOrEqualTo(width));
    }
  }

  @Test
  void whatFailsIsShownWhereThereIsNoRoomForAll() {
    String many =
        IntStream.range(0, 50)
            .mapToObj(number ->
                "{\"service\": \"s%d\", \"action\": \"CREATE\", \"state\": \"%s\"}"
                    .formatted(number, number == 49 ? "FAILED" : "SUCCEEDED"))
            .collect(Collectors.joining(", ", "\"services\": [", "]"));

    List<String> lines =
        table(terminal(false, 80, 10))
            .lines(Rows.snapshot("STABILIZING", many), Terminal.NOW, 79, 9);

    assertThat(lines).hasSize(9);
    assertThat(lines.get(1)).contains("s49", "FAILED");
    assertThat(lines.getLast()).isEqualTo("  … and 43 more");
  }

  @Test
  void aTableIsDrawnAgainInItsPlace() {
    Terminal terminal = terminal(true, 80, 24);
    Table table = table(terminal);
    table.show(Rows.snapshot("DEPLOYING", SERVICES), Terminal.NOW);
    int first = terminal.output().length();
    table.show(Rows.snapshot("STABILIZING", SERVICES), Terminal.NOW);

    assertThat(terminal.output().substring(first)).startsWith("\u001b[4A\r\u001b[J");
    assertThat(terminal.output()).contains("\u001b[31m", "\u001b[32m", "\u001b[36m");
  }

  @Test
  void afterAPauseItIsDrawnBelow() {
    Terminal terminal = terminal(false, 80, 24);
    Table table = table(terminal);
    table.show(Rows.snapshot("DEPLOYING", SERVICES), Terminal.NOW);
    table.pause();
    int first = terminal.output().length();
    table.show(Rows.snapshot("STABILIZING", SERVICES), Terminal.NOW);
    assertThat(terminal.output().substring(first)).startsWith("\r\u001b[J");
  }

  @Test
  void linesAreToldOnce() {
    Terminal terminal = new Terminal(Path.of(""));
    Lines lines = new Lines(terminal.screen());
    lines.show(Rows.snapshot("DEPLOYING", SERVICES), Terminal.NOW);
    lines.show(Rows.snapshot("DEPLOYING", SERVICES), Terminal.NOW.plusSeconds(5));
    lines.show(Rows.snapshot("ROLLING_BACK", SERVICES), Terminal.NOW.plusSeconds(9));

    assertThat(terminal.errors().lines())
        .containsExactly(
            "1 min 12 s   DEPLOYING",
            "1 min 12 s   web: DEPLOYING",
            "1 min 12 s   日本: FAILED, 0 of 2 tasks run; 3 tasks stopped: web ended with exit code 1",
            "1 min 12 s   job: SUCCEEDED",
            "1 min 21 s   ROLLING_BACK");
    assertThat(terminal.output()).isEmpty();
  }

  @Test
  void aSummaryShowsNothingAsMarkdownThatIsNot() {
    String text =
        Summary.markdown(
            Rows.snapshot(
                "FAILED",
                """
                "error": "a|b <script> `x` *y*", "finishedAt": "2026-11-26T09:59:00Z",
                "services": [{"service": "web", "action": "UPDATE", "state": "FAILED",
                              "error": "[link](evil) | cell", "changes": []},
                             {"service": "ok", "action": "UPDATE", "state": "SUCCEEDED",
                              "changes": ["image: a → b", "cpu: 1 → 2"]}]\
                """),
            List.of(new Summary.Log("web", List.of("| panic ```"))),
            Terminal.NOW);

    assertThat(text)
        .isEqualTo(
            """
            ### ❌ shop: FAILED in 12 s

            a\\|b &lt;script> \\`x\\` \\*y\\*

            | service | | state | |
            | --- | --- | --- | --- |
            | web | update | FAILED | \\[link](evil) \\| cell |
            | ok | update | SUCCEEDED | image: a → b; cpu: 1 → 2 |

            Last lines of web:

                | panic ```

            Deployment `01KA5XG7QJ4M8N2P6R9S3T5V7W`

            """);
  }
}
