package io.github.ecscompose.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.cli.testing.ApiServer;
import io.github.ecscompose.cli.testing.Rows;
import io.github.ecscompose.cli.testing.Terminal;
import io.github.ecscompose.cli.text.Screen.Abilities;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Following a deployment by the command {@code status --wait}. */
class WatcherTest {

  private static final String DEPLOYMENT = "/clusters/shop/deployments/" + Rows.ID;
  private static final Abilities INTERACTIVE =
      new Abilities(false, true, false, () -> 80, () -> 24);

  @TempDir Path folder;

  private final ApiServer server = new ApiServer();

  @AfterEach
  void close() {
    server.close();
  }

  private int follow(Terminal terminal) {
    return terminal.run(
        "status", "shop", Rows.ID, "--wait", "--endpoint", server.url(), "--region", "eu-west-1");
  }

  @ParameterizedTest
  @CsvSource({
    "SUCCEEDED,0",
    "UNCHANGED,0",
    "REJECTED,3",
    "FAILED,1",
    "ROLLED_BACK,1",
    "SUPERSEDED,1",
    "CANCELED,1",
  })
  void itEndsWhenTheDeploymentDoes(String status, int code) {
    server.on("GET " + DEPLOYMENT, 200, Rows.deployment("QUEUED", ""));
    server.on("GET " + DEPLOYMENT, 200, Rows.deployment("DEPLOYING", ""));
    server.on(
        "GET " + DEPLOYMENT,
        200,
        Rows.deployment(
            status, "\"finishedAt\": \"2026-11-26T09:59:48Z\", \"counts\": {\"updated\": 1}"));
    List<Long> pauses = new ArrayList<>();
    Terminal terminal = new Terminal(folder).pausing(pauses::add);

    assertThat(follow(terminal)).isEqualTo(code);

    assertThat(terminal.output()).isEqualTo(status + " (1 updated) in 1 min 0 s\n");
    assertThat(terminal.errors()).contains("QUEUED", "DEPLOYING");
    assertThat(pauses).hasSize(2).isSorted();
  }

  @Test
  void aFailureTellsItsReasons() {
    server.on(
        "GET " + DEPLOYMENT,
        200,
        Rows.deployment(
            "ROLLED_BACK",
            """
            "error": "1 of 2 services failed.", "services": [
              {"service": "web", "action": "UPDATE", "state": "FAILED", "error": "exit code 1"},
              {"service": "api", "action": "UPDATE", "state": "NOT_BEGUN", "error": "waits for web"}]\
            """));
    Terminal terminal = new Terminal(folder);
    assertThat(follow(terminal)).isEqualTo(1);
    assertThat(terminal.errors())
        .endsWith("1 of 2 services failed.\n  web: exit code 1\n  api: waits for web\n");
  }

  @Test
  void interruptedWithNobodyToAskItSaysHowToGoOn() {
    server.on("GET " + DEPLOYMENT, 200, Rows.deployment("DEPLOYING", ""));
    Terminal terminal = new Terminal(folder).pausing(WatcherTest::pressControlC);
    assertThat(follow(terminal)).isEqualTo(130);
    assertThat(terminal.errors())
        .contains("goes on without being watched: ecs-compose status shop " + Rows.ID);
    assertThat(server.calls()).noneMatch(call -> call.method().equals("DELETE"));
  }

  @Test
  void whoIsAskedMayStopWatching() {
    server.on("GET " + DEPLOYMENT, 200, Rows.deployment("DEPLOYING", ""));
    Terminal terminal =
        new Terminal(folder, INTERACTIVE).typing("s\n").pausing(WatcherTest::pressControlC);
    assertThat(follow(terminal)).isEqualTo(130);
    assertThat(terminal.errors()).contains("Cancel the deployment (c), stop watching it (s)");
  }

  @Test
  void whoIsAskedMayGoOn() {
    server.on("GET " + DEPLOYMENT, 200, Rows.deployment("DEPLOYING", ""));
    server.on("GET " + DEPLOYMENT, 200, Rows.deployment("SUCCEEDED", ""));
    Terminal terminal =
        new Terminal(folder, INTERACTIVE).typing("\n").pausing(WatcherTest::pressControlC);
    assertThat(follow(terminal)).isEqualTo(0);
  }

  @Test
  void whoIsAskedMayCancel() {
    server.on("GET " + DEPLOYMENT, 200, Rows.deployment("DEPLOYING", ""));
    server.on("GET " + DEPLOYMENT, 200, Rows.deployment("CANCELED", ""));
    server.on("DELETE " + DEPLOYMENT, 202, Rows.deployment("DEPLOYING", ""));
    Terminal terminal =
        new Terminal(folder, INTERACTIVE).typing("c\n").pausing(WatcherTest::pressControlC);
    assertThat(follow(terminal)).isEqualTo(1);
    assertThat(terminal.errors()).contains("It is being canceled");
    assertThat(server.calls()).anyMatch(call -> call.method().equals("DELETE"));
  }

  @Test
  void whatHasEndedMeanwhileCannotBeCanceled() {
    server.on("GET " + DEPLOYMENT, 200, Rows.deployment("DEPLOYING", ""));
    server.on("GET " + DEPLOYMENT, 200, Rows.deployment("SUCCEEDED", ""));
    server.on("DELETE " + DEPLOYMENT, 409, "{\"detail\": \"is SUCCEEDED\"}");
    Terminal terminal =
        new Terminal(folder, INTERACTIVE).typing("c\n").pausing(WatcherTest::pressControlC);
    assertThat(follow(terminal)).isEqualTo(0);
    assertThat(terminal.errors()).contains("It cannot be canceled any more");
  }

  /** By name, as the program catches it: the class is not part of Java's API. */
  private static void pressControlC(long milliseconds) throws InterruptedException {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      signal
          .getMethod("raise", signal)
          .invoke(null, signal.getConstructor(String.class).newInstance("INT"));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("There is no way to press Ctrl-C.", e);
    }
    Thread.sleep(10_000);
    throw new AssertionError("Ctrl-C has interrupted nothing.");
  }
}
