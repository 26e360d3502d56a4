package io.github.ecscompose.testing.machine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ecscompose.testing.TestClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs the state machines themselves, in the JSONata dialect of the Amazon States Language, on a
 * test clock: states, variables, retries with jitter, catches, maps with their concurrency, nested
 * executions, timeouts and the limits of a payload and of a history (Step Functions quotas).
 */
public final class StepFunctions {

  private static final int LONGEST_PAYLOAD = 256 * 1024;
  private static final int LONGEST_HISTORY = 25_000;
  private static final int MOST_ITERATIONS = 40;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Texts of the machines, as they are in their files. */
  private static final Map<String, String> TEXTS = new ConcurrentHashMap<>();

  private final TestClock clock;
  private final Map<String, String> substitutions;
  private final Map<String, Integration> integrations;
  private final Expressions expressions;
  private final Map<String, Map<String, Object>> machines = new HashMap<>();

  /** What makes the delays of retries differ; the same in every run. */
  private final Random jitter = new Random(1);

  private int children;

  /** A service that states call, by its resource's ARN. */
  @FunctionalInterface
  public interface Integration {

    /**
     * Makes the call.
     *
     * @throws StateFailure as the call fails
     */
    JsonNode call(JsonNode arguments);
  }

  /**
   * Machines with these substitutions.
   *
   * @param substitutions values of {@code ${Name}}; a name without one stands for itself
   */
  public StepFunctions(
      TestClock clock, Map<String, String> substitutions, Map<String, Integration> integrations) {
    this.clock = clock;
    this.substitutions = Map.copyOf(substitutions);
    this.integrations = Map.copyOf(integrations);
    this.expressions = new Expressions(clock);
  }

  /** Runs a machine of {@code statemachine/} to its end. */
  public Execution run(String machine, String arn, String name, JsonNode input) {
    Map<String, Object> definition = machines.computeIfAbsent(machine, this::definition);
    Run run = new Run(arn, name);
    Instant start = clock.instant();
    try {
      Object output = run.states(definition, JSON.convertValue(input, Object.class), Map.of());
      requireInTime(definition, start);
      return new Execution(
          Optional.ofNullable(output), Optional.empty(), run.events, run.transitions);
    } catch (StateFailure failure) {
      return new Execution(Optional.empty(), Optional.of(failure), run.events, run.transitions);
    }
  }

  private Map<String, Object> definition(String machine) {
    String text = TEXTS.computeIfAbsent(machine, StepFunctions::read);
    for (Map.Entry<String, String> substitution : substitutions.entrySet()) {
      text = text.replace("${" + substitution.getKey() + "}", substitution.getValue());
    }
    try {
      return members(JSON.readValue(text.replaceAll("\\$\\{(\\w+)}", "$1"), Object.class));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(String machine) {
    try {
      return Files.readString(Path.of("..", "statemachine", machine + ".asl.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void requireInTime(Map<String, Object> timed, Instant start) {
    Object limit = timed.get("TimeoutSeconds");
    if (limit instanceof Integer seconds
        && Duration.between(start, clock.instant()).toSeconds() > seconds) {
      throw new StateFailure("States.Timeout", "");
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> members(@Nullable Object value) {
    return (Map<String, Object>) Objects.requireNonNull(value);
  }

  private static Map<String, Object> member(Map<String, Object> parent, String name) {
    return members(parent.get(name));
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> elements(Map<String, Object> parent, String name) {
    return (List<Map<String, Object>>) parent.getOrDefault(name, List.of());
  }

  private static String text(@Nullable Object value) {
    return value instanceof String text ? text : "";
  }

  /** One execution. */
  private final class Run {

    private final String arn;
    private final String name;
    private final String startedAt = clock.instant().toString();
    private int events = 2;
    private int transitions;

    Run(String arn, String name) {
      this.arn = arn;
      this.name = name;
    }

    /** From the first state to the end; what is assigned stays within. */
    @Nullable Object states(
        Map<String, Object> machine, @Nullable Object input, Map<String, Object> outer) {
      Map<String, Object> variables = new HashMap<>(outer);
      String next = text(machine.get("StartAt"));
      Object data = input;
      while (true) {
        Map<String, Object> state = members(member(machine, "States").get(next));
        transitions++;
        count(2);
        Step step = step(state, data, variables);
        variables.putAll(step.assigned());
        data = bounded(step.output());
        if (step.next().isEmpty()) {
          return data;
        }
        next = step.next();
      }
    }

    private void count(int more) {
      events += more;
      if (events > LONGEST_HISTORY) {
        throw new AssertionError("the history of " + name + " has more than 25,000 events");
      }
    }

    private Map<String, Object> scope(@Nullable Object input) {
      Map<String, Object> states = new LinkedHashMap<>();
      if (input != null) {
        states.put("input", input);
      }
      states.put(
          "context",
          Map.of(
              "Execution", Map.of("Id", arn, "Name", name, "StartTime", startedAt),
              "State", Map.of("EnteredTime", clock.instant().toString())));
      return states;
    }

    private Step step(
        Map<String, Object> state, @Nullable Object input, Map<String, Object> variables) {
      Map<String, Object> states = scope(input);
      return switch (text(state.get("Type"))) {
        case "Pass" -> end(state, state, states, variables, input);
        case "Choice" -> choice(state, states, variables, input);
        case "Wait" -> {
          clock.sleep(waiting(state, states, variables));
          yield end(state, state, states, variables, input);
        }
        case "Task" -> caught(state, states, variables, () -> task(state, states, variables), 3);
        case "Map" -> caught(state, states, variables, () -> map(state, states, variables), 1);
        case "Succeed" ->
            new Step("", end(state, state, states, variables, input).output(), Map.of());
        case "Fail" ->
            throw new StateFailure(
                text(expressions.value(state.get("Error"), states, variables)),
                text(expressions.value(state.get("Cause"), states, variables)));
        default -> throw new AssertionError("no such type: " + state.get("Type"));
      };
    }

    /** What follows a state, or a rule or catcher of it. */
    private Step end(
        Map<String, Object> state,
        Map<String, Object> rule,
        Map<String, Object> states,
        Map<String, Object> variables,
        @Nullable Object otherwise) {
      Map<String, Object> assigned = new HashMap<>();
      if (rule.containsKey("Assign")) {
        assigned.putAll(members(expressions.value(rule.get("Assign"), states, variables)));
      }
      Object output =
          rule.containsKey("Output")
              ? expressions.value(rule.get("Output"), states, variables)
              : otherwise;
      String next = text(rule.get("Next"));
      if (next.isEmpty()
          && !Boolean.TRUE.equals(state.get("End"))
          && !"Succeed".equals(state.get("Type"))) {
        throw new AssertionError("a state leads nowhere: " + state.get("Comment"));
      }
      return new Step(next, output, assigned);
    }

    private Step choice(
        Map<String, Object> state,
        Map<String, Object> states,
        Map<String, Object> variables,
        @Nullable Object input) {
      for (Map<String, Object> rule : elements(state, "Choices")) {
        Object holds = expressions.value(rule.get("Condition"), states, variables);
        if (!(holds instanceof Boolean)) {
          throw new StateFailure("States.QueryEvaluationError", "no boolean: " + rule);
        }
        if (holds.equals(true)) {
          return end(state, rule, states, variables, input);
        }
      }
      Map<String, Object> otherwise = new HashMap<>(state);
      otherwise.put("Next", state.getOrDefault("Default", ""));
      if (otherwise.get("Next").equals("")) {
        throw new StateFailure("States.NoChoiceMatched", "");
      }
      return end(state, otherwise, states, variables, input);
    }

    private Duration waiting(
        Map<String, Object> state, Map<String, Object> states, Map<String, Object> variables) {
      if (state.containsKey("Seconds")) {
        Object seconds = expressions.value(state.get("Seconds"), states, variables);
        return Duration.ofSeconds(((Number) Objects.requireNonNull(seconds)).longValue());
      }
      Instant until =
          Instant.parse(text(expressions.value(state.get("Timestamp"), states, variables)));
      Duration left = Duration.between(clock.instant(), until);
      return left.isNegative() ? Duration.ZERO : left;
    }

    /** Tries as the retriers say, then hands over to a catcher. */
    private Step caught(
        Map<String, Object> state,
        Map<String, Object> states,
        Map<String, Object> variables,
        Attempt attempt,
        int eventsOfAttempt) {
      Map<Integer, Integer> tries = new HashMap<>();
      while (true) {
        count(eventsOfAttempt);
        Instant start = clock.instant();
        try {
          Object result = bounded(attempt.run());
          requireInTime(state, start);
          Map<String, Object> after = new LinkedHashMap<>(states);
          if (result != null) {
            after.put("result", result);
          }
          return end(state, state, after, variables, result);
        } catch (StateFailure failure) {
          Optional<Duration> delay = retry(state, failure, tries);
          if (delay.isEmpty()) {
            return catcher(state, states, variables, failure);
          }
          clock.sleep(delay.get());
        }
      }
    }

    private Optional<Duration> retry(
        Map<String, Object> state, StateFailure failure, Map<Integer, Integer> tries) {
      List<Map<String, Object>> retriers = elements(state, "Retry");
      for (int i = 0; i < retriers.size(); i++) {
        Map<String, Object> retrier = retriers.get(i);
        if (!matches(retrier, failure)) {
          continue;
        }
        int tried = tries.merge(i, 1, Integer::sum);
        if (tried > number(retrier, "MaxAttempts", 3)) {
          return Optional.empty();
        }
        double seconds =
            number(retrier, "IntervalSeconds", 1)
                * Math.pow(number(retrier, "BackoffRate", 2), tried - 1.0);
        double bounded = Math.min(seconds, number(retrier, "MaxDelaySeconds", 31_622_400));
        double delay =
            "FULL".equals(retrier.get("JitterStrategy")) ? jitter.nextDouble() * bounded : bounded;
        return Optional.of(Duration.ofMillis(Math.round(delay * 1000)));
      }
      return Optional.empty();
    }

    private static double number(Map<String, Object> parent, String name, double otherwise) {
      return parent.get(name) instanceof Number number ? number.doubleValue() : otherwise;
    }

    @SuppressWarnings("unchecked")
    private static boolean matches(Map<String, Object> rule, StateFailure failure) {
      return ((List<String>) Objects.requireNonNull(rule.get("ErrorEquals")))
          .stream()
              .anyMatch(name ->
                  name.equals(failure.error())
                      || (name.equals("States.ALL")
                          && !failure.error().equals("States.DataLimitExceeded"))
                      || (name.equals("States.TaskFailed")
                          && !failure.error().startsWith("States.")));
    }

    private Step catcher(
        Map<String, Object> state,
        Map<String, Object> states,
        Map<String, Object> variables,
        StateFailure failure) {
      for (Map<String, Object> catcher : elements(state, "Catch")) {
        if (matches(catcher, failure)) {
          Map<String, Object> error = new LinkedHashMap<>();
          error.put("Error", failure.error());
          error.put("Cause", failure.cause());
          Map<String, Object> after = new LinkedHashMap<>(states);
          after.put("errorOutput", error);
          return end(state, catcher, after, variables, error);
        }
      }
      throw failure;
    }

    private @Nullable Object task(
        Map<String, Object> state, Map<String, Object> states, Map<String, Object> variables) {
      Object arguments = bounded(expressions.value(state.get("Arguments"), states, variables));
      String resource = text(state.get("Resource"));
      if (resource.equals("arn:aws:states:::states:startExecution.sync:2")) {
        return child(members(arguments));
      }
      Integration integration = integrations.get(resource);
      if (integration == null) {
        throw new AssertionError("no such resource: " + resource);
      }
      return JSON.convertValue(integration.call(JSON.valueToTree(arguments)), Object.class);
    }

    private Map<String, Object> child(Map<String, Object> arguments) {
      count(1);
      String machine = text(arguments.get("StateMachineArn"));
      String childName = "child-" + ++children;
      Execution child =
          StepFunctions.this.run(
              machine,
              arn.replaceFirst("[^:]+$", childName),
              childName,
              JSON.valueToTree(arguments.get("Input")));
      Map<String, Object> told = new LinkedHashMap<>();
      told.put("Name", childName);
      child
          .failure()
          .ifPresent(failure -> {
            told.put("Status", "FAILED");
            told.put("Error", failure.error());
            told.put("Cause", failure.cause());
            throw new StateFailure("States.TaskFailed", write(told), failure);
          });
      told.put("Status", "SUCCEEDED");
      child.output().ifPresent(output -> told.put("Output", output));
      return told;
    }

    private @Nullable Object map(
        Map<String, Object> state, Map<String, Object> states, Map<String, Object> variables) {
      Object items = expressions.value(state.get("Items"), states, variables);
      List<?> list =
          items instanceof List<?> several ? several : List.of(Objects.requireNonNull(items));
      Object concurrency = expressions.value(state.get("MaxConcurrency"), states, variables);
      int most =
          Math.min(MOST_ITERATIONS, ((Number) Objects.requireNonNull(concurrency)).intValue());
      List<Map.Entry<Integer, Object>> numbered = new ArrayList<>();
      for (Object item : list) {
        numbered.add(Map.entry(numbered.size(), item));
      }
      List<Optional<Object>> outputs =
          clock.concurrently(numbered, most, item -> iteration(state, states, variables, item));
      return outputs.stream().map(output -> output.orElse(Map.of())).toList();
    }

    private Optional<Object> iteration(
        Map<String, Object> state,
        Map<String, Object> states,
        Map<String, Object> variables,
        Map.Entry<Integer, Object> item) {
      count(2);
      return Optional.ofNullable(
          states(
              member(state, "ItemProcessor"), selected(state, states, variables, item), variables));
    }

    private @Nullable Object selected(
        Map<String, Object> state,
        Map<String, Object> states,
        Map<String, Object> variables,
        Map.Entry<Integer, Object> item) {
      if (!state.containsKey("ItemSelector")) {
        return item.getValue();
      }
      Map<String, Object> within = new LinkedHashMap<>(states);
      Map<String, Object> context = new LinkedHashMap<>(member(states, "context"));
      context.put("Map", Map.of("Item", Map.of("Index", item.getKey(), "Value", item.getValue())));
      within.put("context", context);
      return expressions.value(state.get("ItemSelector"), within, variables);
    }

    private @Nullable Object bounded(@Nullable Object data) {
      if (write(data).getBytes(StandardCharsets.UTF_8).length > LONGEST_PAYLOAD) {
        throw new StateFailure("States.DataLimitExceeded", name);
      }
      return data;
    }
  }

  /** Where a state leads to, and with what; an empty name is the end. */
  private record Step(String next, @Nullable Object output, Map<String, Object> assigned) {}

  /** One try of a state. */
  @FunctionalInterface
  private interface Attempt {
    @Nullable Object run();
  }

  private static String write(@Nullable Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
