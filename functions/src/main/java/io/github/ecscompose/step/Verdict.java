package io.github.ecscompose.step;

import io.github.ecscompose.plan.Prospects;
import io.github.ecscompose.plan.Stability;
import java.util.Optional;

/** Whether a service that was waited for is settled, and what is told of it. */
sealed interface Verdict {

  /**
   * Not yet.
   *
   * @param reason why not; empty where nothing is known
   */
  record Waiting(Optional<String> reason) implements Verdict {}

  /** All that was wanted runs. */
  record Stable() implements Verdict {}

  /** Never. */
  record Failed(String reason) implements Verdict {}

  /**
   * Judges what was seen.
   *
   * @param over whether the time to become stable is over
   */
  static Verdict of(Seen seen, boolean over) {
    return switch (seen.stability()) {
      case Stability.Stable() -> stable(seen, over);
      case Stability.Failed(String reason) ->
          new Failed(
              seen.symptoms()
                  .map(symptoms -> symptoms.told(reason))
                  .orElseGet(() -> withWhatWasKnown(reason, seen)));
      case Stability.Missing(String reason) -> new Waiting(Optional.empty());
      case Stability.Waiting(String reason) -> waiting(why(reason, seen), seen, over);
    };
  }

  private static Verdict waiting(String why, Seen seen, boolean over) {
    if (seen.symptoms().filter(Prospects::areNone).isPresent()) {
      return new Failed("given up, since none of its tasks stays up: " + why);
    }
    return over
        ? new Failed("not stable within deploy.timeout: " + why)
        : new Waiting(Optional.of(why));
  }

  /**
   * Tasks that crash a while after they started look stable in between. Where nobody could look
   * closely before time is over, that they run has to do.
   */
  private static Verdict stable(Seen seen, boolean over) {
    boolean doubted = seen.urgency().isPresent();
    if (!doubted || (over && seen.symptoms().isEmpty())) {
      return new Stable();
    }
    boolean sound = seen.symptoms().filter(symptoms -> !Prospects.areOpen(symptoms)).isPresent();
    String reason = "all tasks run, but not for as long yet as those that stopped";
    return sound ? new Stable() : waiting(why(reason, seen), seen, over);
  }

  /** With its causes. Those that were found before stand until somebody looks closely again. */
  private static String why(String reason, Seen seen) {
    return seen.symptoms()
        .map(symptoms -> symptoms.told(reason))
        .or(() -> seen.urgency().flatMap(urgent -> seen.row().progress()))
        .orElse(reason);
  }

  private static String withWhatWasKnown(String reason, Seen seen) {
    return seen.row().progress().map(before -> reason + "; before: " + before).orElse(reason);
  }
}
