package io.github.ecscompose.step;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The keys under which callers of the API repeat their requests: what was asked under each, and how
 * it was answered. Kept for {@value #HOURS_KEPT} hours.
 */
public interface RequestKeys {

  int HOURS_KEPT = 24;

  /** How a key stands. */
  sealed interface Claim {

    /**
     * It is the caller's to answer.
     *
     * @param at when the key was seen first, whatever came of that
     */
    record Taken(Instant at) implements Claim {
      public Taken {
        Objects.requireNonNull(at, "at");
      }
    }

    /** It was answered. */
    record Answered(String answer) implements Claim {
      public Answered {
        Objects.requireNonNull(answer, "answer");
      }
    }

    /** Another call under the key has not been answered yet. */
    record Busy() implements Claim {}

    /** Something else was asked under the key. */
    record Different() implements Claim {}
  }

  /**
   * Takes a key, unless it is answered or taken.
   *
   * @param fingerprint of what is asked
   * @param now and until when the key is the caller's if it is never heard of again
   */
  Claim claim(String key, String fingerprint, Instant now, Instant until);

  /** Ends a claim: with what every repetition is answered, or so that a repetition may try. */
  void release(String key, Optional<String> answer);

  /** Ends a claim as if the key had never been used. */
  void forget(String key);
}
