package io.github.ecscompose.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.cli.testing.Rows;
import io.github.ecscompose.cli.testing.Terminal;
import io.github.ecscompose.deployment.DeploymentStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotTest {

  @Test
  void aDeploymentIsReadWithItsServices() {
    Snapshot snapshot =
        Rows.snapshot(
            "STABILIZING",
            """
            "counts": {"updated": 2, "created": 0, "unchanged": 5}, "services": [
              {"service": "web", "action": "UPDATE", "state": "STABILIZING", "step": "WaitStable",
               "progress": "0 of 2 tasks run", "changes": ["image: 1 → 2"]},
              {"service": "bad", "action": "CREATE", "state": "FAILED", "error": "exit code 1",
               "progress": "is not told"}]\
            """);

    assertThat(snapshot.status()).isEqualTo(DeploymentStatus.STABILIZING);
    assertThat(snapshot.countsText()).isEqualTo("5 unchanged, 2 updated");
    assertThat(snapshot.lasted(Terminal.NOW)).isEqualTo(Duration.ofSeconds(72));
    assertThat(snapshot.services())
        .extracting(Snapshot.Service::name, Snapshot.Service::action, Snapshot.Service::text)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("web", "update", "0 of 2 tasks run"),
            org.assertj.core.groups.Tuple.tuple("bad", "create", "exit code 1"));
    assertThat(snapshot.services().getFirst().isDone()).isFalse();
    assertThat(snapshot.services().getLast().hasFailed()).isTrue();
  }

  @Test
  void anEndedOneLastsUntilItsEnd() {
    Snapshot snapshot = Rows.snapshot("SUCCEEDED", "\"finishedAt\": \"2026-11-26T09:58:58Z\"");
    assertThat(snapshot.lasted(Terminal.NOW)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void aStatusOfANewerApiGoesOn() {
    assertThat(Rows.snapshot("CONTEMPLATING", "").status().isFinal()).isFalse();
  }

  @Test
  void whatTheServerSaysLosesItsControlCharacters() {
    assertThat(Rows.snapshot("FAILED", "\"error\": \"a\\u001b[2Jb\"").error()).contains("a�[2Jb");
  }

  @ParameterizedTest
  @CsvSource({"0,0 s", "59,59 s", "192,3 min 12 s", "3780,1 h 3 min"})
  void durationsAreWrittenAsPeopleWriteThem(long seconds, String text) {
    assertThat(Elapsed.text(Duration.ofSeconds(seconds))).isEqualTo(text);
  }
}
