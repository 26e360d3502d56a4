package io.github.ecscompose.cli.watch;

import java.time.Instant;

/** Shows how a deployment goes on. */
public interface Progress {

  /** Shows what is known now. */
  void show(Snapshot snapshot, Instant now);

  /** Leaves the screen to others; what follows is shown below. */
  default void pause() {}
}
