package io.github.ecscompose.cli.watch;

import java.time.Duration;

/** Durations as people write them. */
public final class Elapsed {

  private Elapsed() {}

  /** As {@code 12 s}, {@code 3 min 12 s} or {@code 1 h 3 min}. */
  public static String text(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3600
        ? "%d min %d s".formatted(seconds / 60, seconds % 60)
        : "%d h %d min".formatted(seconds / 3600, seconds % 3600 / 60);
  }
}
