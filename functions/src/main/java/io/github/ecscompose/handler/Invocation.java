package io.github.ecscompose.handler;

import com.amazonaws.services.lambda.runtime.Context;
import io.github.ecscompose.aws.TimeLimit;
import java.time.Duration;
import java.time.InstantSource;

/** What Lambda asks the function for at the moment: it does so for one thing at a time. */
final class Invocation {

  /** When the function has to have answered. */
  static final TimeLimit TIME_LIMIT = new TimeLimit(InstantSource.system());

  private Invocation() {}

  static void begin(Context context) {
    TIME_LIMIT.begin(Duration.ofMillis(context.getRemainingTimeInMillis()));
  }
}
