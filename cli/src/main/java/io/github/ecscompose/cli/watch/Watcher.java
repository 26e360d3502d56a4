package io.github.ecscompose.cli.watch;

import io.github.ecscompose.cli.CliException;
import io.github.ecscompose.cli.ExitCode;
import io.github.ecscompose.cli.client.Answer;
import io.github.ecscompose.cli.client.Api;
import io.github.ecscompose.cli.client.Request;
import io.github.ecscompose.cli.text.Screen;
import java.time.Clock;
import java.util.Locale;

/** Follows a deployment to its end. */
public final class Watcher {

  private static final long FIRST_PAUSE = 500;
  private static final long LONGEST_PAUSE = 5_000;

  private final Api api;
  private final Screen screen;
  private final Progress progress;
  private final Clock clock;
  private final Api.Pause pause;
  private final Interrupts interrupts;

  public Watcher(Api api, Screen screen, Progress progress, Clock clock, Api.Pause pause) {
    this.api = api;
    this.screen = screen;
    this.progress = progress;
    this.clock = clock;
    this.pause = pause;
    this.interrupts = new Interrupts();
  }

  /**
   * The answer that tells how it ended.
   *
   * @throws CliException if the user stops watching
   */
  public Answer follow(String cluster, String id) {
    long wait = FIRST_PAUSE;
    while (true) {
      Answer answer = api.call(Request.get("clusters", cluster, "deployments", id));
      Snapshot snapshot = Snapshot.read(answer.json());
      progress.show(snapshot, clock.instant());
      if (snapshot.status().isFinal()) {
        return answer;
      }
      if (interrupts.wasPressed() || !slept(wait)) {
        interrupted(cluster, id);
      }
      wait = Math.min(LONGEST_PAUSE, wait + wait / 5);
    }
  }

  /** Whether nobody woke it. */
  private boolean slept(long milliseconds) {
    try {
      pause.milliseconds(milliseconds);
      return true;
    } catch (InterruptedException e) {
      // Only Ctrl-C interrupts this thread, and what it means is asked for now.
      return false;
    } finally {
      interrupts.wasPressed();
    }
  }

  private void interrupted(String cluster, String id) {
    progress.pause();
    String more = "ecs-compose status %s %s".formatted(cluster, id);
    if (screen.abilities().interactive()) {
      String typed =
          screen
              .ask("\nCancel the deployment (c), stop watching it (s), or go on (Enter)? ")
              .orElse("s")
              .strip()
              .toLowerCase(Locale.ROOT);
      if (typed.startsWith("c")) {
        api.call(Request.delete("clusters", cluster, "deployments", id));
        screen.say("It is being canceled; what it changed is undone.");
        return;
      }
      if (!typed.startsWith("s")) {
        return;
      }
    }
    throw new CliException(
        ExitCode.INTERRUPTED, "The deployment goes on without being watched: " + more);
  }
}
