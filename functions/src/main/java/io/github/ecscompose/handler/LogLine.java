package io.github.ecscompose.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.time.InstantSource;

/**
 * A line of the log: a JSON object with a time, a level and what it tells. It goes to standard
 * output, where Lambda takes a JSON object as it is; through Lambda's own logger it would be a text
 * inside of another object, of which nothing could be looked for by name.
 */
final class LogLine {

  /** As Lambda's filter of levels knows them. */
  enum Level {
    INFO,
    ERROR
  }

  private final ObjectNode line;

  private LogLine(InstantSource clock, Level level, String message) {
    line =
        JsonHandler.object()
            .put("timestamp", clock.instant().toString())
            .put("level", level.name())
            .put("message", message);
  }

  static LogLine of(InstantSource clock, Level level, String message) {
    return new LogLine(clock, level, message);
  }

  /** Adds a member, unless there is nothing to tell. */
  LogLine with(String name, String text) {
    if (!text.isEmpty()) {
      line.put(name, text);
    }
    return this;
  }

  LogLine with(String name, long number) {
    line.put(name, number);
    return this;
  }

  /** Adds which call of the function it was. */
  LogLine in(Context context) {
    return with("function", String.valueOf(context.getFunctionName()))
        .with("requestId", String.valueOf(context.getAwsRequestId()));
  }

  void print(PrintStream output) {
    output.println(line);
  }
}
