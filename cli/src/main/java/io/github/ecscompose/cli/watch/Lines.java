package io.github.ecscompose.cli.watch;

import io.github.ecscompose.cli.text.Screen;
import io.github.ecscompose.cli.text.Texts;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** A line for each thing that changed: for logs, pipes and those who read it later. */
public final class Lines implements Progress {

  private final Screen screen;
  private final Map<String, String> told = new HashMap<>();

  public Lines(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void show(Snapshot snapshot, Instant now) {
    tell(snapshot, now, "", snapshot.status().name(), "");
    for (Snapshot.Service service : snapshot.services()) {
      tell(snapshot, now, service.name(), service.state(), service.text());
    }
  }

  private void tell(Snapshot snapshot, Instant now, String service, String state, String text) {
    String what = service.isEmpty() ? state : "%s: %s".formatted(service, state);
    String line = text.isEmpty() ? what : what + ", " + text;
    // How many tasks run changes often; what is told is that it goes on, and why it does not.
    if (!line.equals(told.put(service, line))) {
      screen.say("%s  %s".formatted(Texts.pad(Elapsed.text(snapshot.lasted(now)), 11), line));
    }
  }
}
