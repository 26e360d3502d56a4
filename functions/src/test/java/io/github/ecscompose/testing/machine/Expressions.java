package io.github.ecscompose.testing.machine;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Evaluates what a state machine has in braces with a percent sign: JSONata. */
final class Expressions {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BEGIN = "{%";
  private static final String END = "%}";

  /** For all machines of all tests: parsing takes longer than evaluating. */
  private static final Map<String, Jsonata> PARSED = new ConcurrentHashMap<>();

  private final Clock clock;

  Expressions(Clock clock) {
    this.clock = clock;
  }

  /**
   * The value of a member of a state, in which expressions may stand at any depth.
   *
   * @param states what {@code $states} is
   * @param variables by name
   */
  @Nullable Object value(
      @Nullable Object template, Map<String, Object> states, Map<String, Object> variables) {
    return switch (template) {
      case String text when text.startsWith(BEGIN) && text.endsWith(END) ->
          evaluate(text.substring(BEGIN.length(), text.length() - END.length()), states, variables);
      case Map<?, ?> members -> {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        members.forEach(
            (name, member) -> values.put(String.valueOf(name), value(member, states, variables)));
        yield values;
      }
      case List<?> elements ->
          // Not a stream's list: an element may be null.
          new java.util.ArrayList<@Nullable Object>(
              elements.stream()
                  .<@Nullable Object>map(element -> value(element, states, variables))
                  .toList());
      case null, default -> template;
    };
  }

  private @Nullable Object evaluate(
      String expression, Map<String, Object> states, Map<String, Object> variables) {
    Jsonata jsonata = PARSED.computeIfAbsent(expression, Jsonata::jsonata);
    Jsonata.Frame frame = jsonata.createFrame();
    variables.forEach(frame::bind);
    frame.bind("states", states);
    frame.bind("now", () -> clock.instant().toString());
    frame.bind("millis", () -> clock.instant().toEpochMilli());
    frame.bind("parse", Expressions::parse);
    try {
      return jsonata.evaluate(null, frame);
    } catch (JException e) {
      throw new StateFailure(
          "States.QueryEvaluationError", expression.strip() + ": " + e.getMessage());
    }
  }

  private static Object parse(String json) {
    try {
      return JSON.readValue(json, Object.class);
    } catch (JsonProcessingException e) {
      throw new StateFailure("States.QueryEvaluationError", "$parse: " + e.getOriginalMessage());
    }
  }
}
