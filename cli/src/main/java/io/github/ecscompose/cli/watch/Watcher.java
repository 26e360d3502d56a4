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
      try {
        Answer answer = api.call(Request.get("clusters", cluster, "deployments", id));
        Snapshot snapshot = Snapshot.read(answer.json());
        progress.show(snapshot, clock.instant());
        if (snapshot.status().isFinal()) {
          return answer;
        }
        pause.milliseconds(wait);
      } catch (InterruptedException e) {
        // Only Ctrl-C interrupts this thread, and what it means is asked for now.
      } catch (CliException e) {
        // It may do so within a call, too.
        if (e.exitCode() != ExitCode.INTERRUPTED) {
          throw e;
        }
        Thread.interrupted();
      }
      if (interrupts.wasPressed()) {
        Thread.interrupted();
        interrupted(cluster, id);
      }
      wait = Math.min(LONGEST_PAUSE, wait + wait / 5);
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
        cancel(cluster, id);
        return;
      }
      if (!typed.startsWith("s")) {
        return;
      }
    }
    throw new CliException(
        ExitCode.INTERRUPTED, "The deployment goes on without being watched: " + more);
  }

  private void cancel(String cluster, String id) {
    Request request = Request.delete("clusters", cluster, "deployments", id);
    if (api.answer(request).isGood()) {
      screen.say("It is being canceled; what it changed is undone.");
    } else {
      screen.say("It cannot be canceled any more; this is how it ends:");
    }
  }
}
