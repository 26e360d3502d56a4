package io.github.ecscompose.template;

import static io.github.ecscompose.template.Installation.list;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecscompose.error.DrainingException;
import io.github.ecscompose.error.EcsComposeException;
import io.github.ecscompose.error.NamespacePendingException;
import io.github.ecscompose.error.NotOursException;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.StackfileRejectedException;
import io.github.ecscompose.error.StandInPendingException;
import io.github.ecscompose.error.ThrottledException;
import io.github.ecscompose.error.TransientException;
import io.github.ecscompose.plan.Limit;
import io.github.ecscompose.plan.Pace;
import io.github.ecscompose.plan.Queue;
import io.github.ecscompose.step.PlanDestroy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StateMachineTest {

  /** Error names that are AWS's. A misspelt one would match nothing, silently. */
  private static final Set<String> AWS_ERRORS =
      Set.of(
          "States.ALL",
          "States.Timeout",
          "Sandbox.Timedout",
          "Lambda.ServiceException",
          "Lambda.AWSLambdaException",
          "Lambda.SdkClientException",
          "Lambda.TooManyRequestsException",
          "Lambda.ClientExecutionTimeoutException",
          "Lambda.Unknown",
          "Runtime.ExitError",
          "Runtime.Unknown",
          OutOfMemoryError.class.getName(),
          "Lambda.SnapStartNotReadyException",
          "Lambda.SnapStartException",
          "Lambda.SnapStartTimeoutException",
          "Lambda.ResourceNotReadyException",
          "StepFunctions.ThrottlingException",
          "StepFunctions.ExecutionLimitExceeded",
          "StepFunctions.ExecutionLimitExceededException",
          "StepFunctions.SdkClientException");

  private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{(\\w+)}");

  /** Of a machine, or of what a map does with each item. */
  private static final int MAXIMUM_STATES = 22;

  private final JsonNode template = Installation.template();

  static Stream<Machine> machines() {
    JsonNode template = Installation.template();
    return Installation.resources(template, "AWS::Serverless::StateMachine").entrySet().stream()
        .map(machine ->
            new Machine(
                machine.getKey(), machine.getValue().at("/Properties/DefinitionUri").asText()));
  }

  @Test
  void everyDefinitionIsInstalled() {
    assertThat(machines().map(Machine::file))
        .containsExactlyInAnyOrderElementsOf(Installation.files("statemachine").toList());
  }

  @ParameterizedTest
  @MethodSource("machines")
  void everySubstitutionIsDefinedAndUsed(Machine machine) {
    assertThat(substitutionsUsed(machine)).isEqualTo(substitutions(machine).keySet());
  }

  @ParameterizedTest
  @MethodSource("machines")
  void everySubstitutionNamesWhatTheTemplateHas(Machine machine) {
    substitutions(machine)
        .forEach((name, value) -> {
          String reference = value.get("Ref").asText();
          String logicalId = reference.replaceFirst("\\.Alias$", "");
          assertThat(logicalId).isEqualTo(name);
          assertThat(
                  template.get("Resources").has(logicalId)
                      || template.get("Parameters").has(logicalId))
              .as(logicalId)
              .isTrue();
        });
  }

  @ParameterizedTest
  @MethodSource("machines")
  void theRoleMayCallTheFunctionsThatItCallsAndNoOthers(Machine machine) {
    Set<String> called =
        substitutions(machine).values().stream()
            .map(value -> value.get("Ref").asText())
            .filter(reference -> reference.endsWith(".Alias"))
            .collect(Collectors.toSet());
    Set<String> allowed = new HashSet<>();
    for (JsonNode statement : machine.resource(template).findValue("Statement")) {
      if (statement.get("Action").asText().equals("lambda:InvokeFunction")) {
        list(statement.get("Resource"))
            .map(resource -> resource.get("Ref").asText())
            .forEach(allowed::add);
      }
    }
    assertThat(allowed).isEqualTo(called);
  }

  @ParameterizedTest
  @MethodSource("machines")
  void everyStateIsReachableAndEveryNextExists(Machine machine) {
    for (JsonNode scope : scopes(machine.definition())) {
      JsonNode states = scope.get("States");
      Set<String> reached = new HashSet<>();
      Deque<String> next = new ArrayDeque<>(List.of(scope.get("StartAt").asText()));
      while (!next.isEmpty()) {
        String name = next.pop();
        assertThat(states.has(name)).as("state %s", name).isTrue();
        if (reached.add(name)) {
          successors(states.get(name)).forEach(next::add);
        }
      }
      assertThat(states.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(reached);
    }
  }

  @ParameterizedTest
  @MethodSource("machines")
  void everyStateGoesSomewhereOrEnds(Machine machine) {
    states(machine)
        .forEach((name, state) -> {
          boolean isFinal =
              Set.of("Succeed", "Fail").contains(state.get("Type").asText())
                  || state.path("End").asBoolean();
          assertThat(isFinal || state.has("Next") || state.has("Default")).as("%s", name).isTrue();
        });
  }

  @ParameterizedTest
  @MethodSource("machines")
  void theMachineIsSmallAndEndsInTime(Machine machine) {
    assertThat(machine.definition().get("QueryLanguage").asText()).isEqualTo("JSONata");
    assertThat(machine.definition().get("TimeoutSeconds").isInt()).isTrue();
    for (JsonNode scope : scopes(machine.definition())) {
      assertThat(scope.get("States")).hasSizeLessThanOrEqualTo(MAXIMUM_STATES);
    }
  }

  @ParameterizedTest
  @MethodSource("machines")
  void everyTaskEndsInTimeAndIsRetriedWithJitter(Machine machine) {
    tasks(machine)
        .forEach((name, task) -> {
          assertThat(task.path("TimeoutSeconds").isInt()).as(name).isTrue();
          assertThat(task.path("Retry")).as(name).isNotEmpty();
          for (JsonNode retry : task.get("Retry")) {
            assertThat(retry.get("MaxAttempts").asInt()).as(name).isPositive();
            // Waiting for something slow is no stampede: it is asked for once a while.
            boolean steady = retry.get("BackoffRate").asInt() == 1;
            String jitter = steady ? "NONE" : "FULL";
            if (!steady) {
              assertThat(retry.get("MaxDelaySeconds").asInt())
                  .as(name)
                  .isGreaterThan(retry.get("IntervalSeconds").asInt());
            }
            assertThat(retry.get("JitterStrategy").asText()).as(name).isEqualTo(jitter);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("machines")
  void everyErrorNameExists(Machine machine) throws ClassNotFoundException {
    for (JsonNode names : machine.definition().findValues("ErrorEquals")) {
      for (JsonNode name : names) {
        if (!AWS_ERRORS.contains(name.asText())) {
          assertThat(EcsComposeException.class).isAssignableFrom(Class.forName(name.asText()));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("machines")
  void functionsAreAskedAgainWhenThatCanHelp(Machine machine) {
    functionTasks(machine)
        .forEach((name, task) -> {
          Set<String> retried = new HashSet<>();
          task.get("Retry").forEach(retry -> retried.addAll(errors(retry)));
          assertThat(retried)
              .as(name)
              .contains(
                  ThrottledException.class.getName(),
                  TransientException.class.getName(),
                  "Lambda.TooManyRequestsException",
                  "Lambda.Unknown",
                  "Runtime.ExitError",
                  "Runtime.Unknown",
                  "Sandbox.Timedout",
                  "States.Timeout",
                  OutOfMemoryError.class.getName())
              .doesNotContain(
                  StackfileRejectedException.class.getName(),
                  RefusedException.class.getName(),
                  NotOursException.class.getName(),
                  "States.ALL",
                  "States.TaskFailed");
        });
  }

  /** A version that nobody called for 14 days is inactive until it has a new snapshot. */
  @ParameterizedTest
  @MethodSource("machines")
  void aSnapshotIsWaitedFor(Machine machine) {
    functionTasks(machine)
        .forEach((name, task) -> {
          JsonNode retry = retrier(task, "Lambda.SnapStartNotReadyException");
          assertThat(errors(retry))
              .as(name)
              .containsExactlyInAnyOrder(
                  "Lambda.SnapStartNotReadyException",
                  "Lambda.SnapStartException",
                  "Lambda.SnapStartTimeoutException",
                  "Lambda.ResourceNotReadyException");
          assertThat(waits(retry)).as(name).isEqualTo(300);
        });
  }

  /**
   * A load balancer keeps a target for up to an hour (deregistration_delay.timeout_seconds is at
   * most 3600 s), and only then is its task stopped.
   */
  @ParameterizedTest
  @ValueSource(strings = {"UpdateService", "ReplaceService", "RemoveService"})
  void tasksAreGivenTheLongestDelayOfALoadBalancerToStop(String task) {
    int waits = waits(retrier(serviceTask(task), DrainingException.class.getName()));
    assertThat(waits).isGreaterThanOrEqualTo(3600 + 600);
    assertThat(
            Installation.json("statemachine/deploy-service.asl.json").get("TimeoutSeconds").asInt())
        .isGreaterThan(waits + 1800);
  }

  /** The function gives up at the deadline by itself, and says what was not done by then. */
  @Test
  void aReplacementIsWaitedForUntilItsDeadline() {
    assertThat(
            waits(retrier(serviceTask("ReplaceService"), StandInPendingException.class.getName())))
        .isGreaterThanOrEqualTo(3600);
    assertThat(serviceTask("ReplaceService").at("/Arguments/Payload").asText())
        .contains("'deadline': $states.input.deadline", "'type': $states.input.type");
    assertThat(
            Installation.json("statemachine/deploy.asl.json")
                .at("/States/DeployServices/ItemProcessor/States/DeployService/Arguments/Input")
                .asText())
        .contains("'deadline': $deadline");
    assertThat(
            Installation.json("statemachine/roll-back.asl.json")
                .at("/States/RollBackServices/ItemProcessor/States/RollBackService/Arguments/Input")
                .asText())
        .contains("'deadline': $deadline");
  }

  @ParameterizedTest
  @ValueSource(strings = {"What?", "Discovered?"})
  void whatWasReplacedGoesBackByAReplacement(String choice) {
    List<JsonNode> rules =
        list(Installation.json("statemachine/deploy-service.asl.json")
                .at("/States/" + choice + "/Choices"))
            .filter(rule -> rule.get("Condition").asText().contains("'restore'"))
            .toList();
    assertThat(rules)
        .extracting(rule -> rule.get("Next").asText())
        .containsExactly("ReplaceService", "RollBack");
    assertThat(rules.getFirst().get("Condition").asText()).contains("$states.input.standIn = true");
  }

  /** CreateLoadBalancer may be called ten times at once and then at 0.2 a second. */
  @Test
  void loadBalancersThatAreThrottledAreAskedForLong() {
    JsonNode retry = retrier(serviceTask("EnsureLoadBalancer"), ThrottledException.class.getName());
    assertThat(retry.get("MaxAttempts").asInt()).isEqualTo(25);
  }

  /**
   * An execution that Step Functions ends reports nothing and undoes nothing, so it has the time
   * for all that it may wait for: its turn, the steps, and their retries.
   */
  @ParameterizedTest
  @ValueSource(strings = {"UpdateService", "ReplaceService"})
  void aServiceHasTimeForEveryRetryOfEveryStep(String last) {
    int turn = Pace.offset(Limit.TASK_DEFINITION_CHANGES, 1500);
    int steps =
        Stream.of("EnsureLoadBalancer", "EnsureDiscovery", "RegisterTask", last)
            .mapToInt(step -> longest(serviceTask(step)))
            .sum();
    assertThat(timeout("deploy-service")).isBetween(turn + steps, 2 * (turn + steps));
  }

  /** The services of the last wave may begin just before the deadline. */
  @ParameterizedTest
  @ValueSource(strings = {"deploy", "roll-back"})
  void aDeploymentHasTimeForEveryRetryOfEveryStep(String name) {
    int rollouts = 12 * 3600; // the longest deploy.timeout
    Machine machine = new Machine(name, "statemachine/" + name + ".asl.json");
    int steps = tasks(machine).values().stream().mapToInt(StateMachineTest::longest).sum();
    int all = rollouts + steps + (name.equals("deploy") ? queue() : 0);
    assertThat(timeout(name)).isBetween(all, 2 * all);
  }

  /** Seconds that a deployment waits for the one before it, at most. */
  private static int queue() {
    return IntStream.range(0, pauses()).map(Queue::pause).sum();
  }

  private static int pauses() {
    String bound =
        list(Installation.json("statemachine/deploy.asl.json").at("/States/Acquired?/Choices"))
            .map(choice -> choice.get("Condition").asText())
            .filter(condition -> condition.contains("$turns"))
            .findFirst()
            .orElseThrow();
    return Integer.parseInt(bound.replaceAll("\\D", ""));
  }

  /** Services of a wave go at a time; what is beside them goes within so many calls. */
  @Test
  void aDestroyHasTimeForEveryRetryOfEveryStepAndEveryCall() {
    Machine machine = new Machine("destroy", "statemachine/destroy.asl.json");
    int steps = tasks(machine).values().stream().mapToInt(StateMachineTest::longest).sum();
    int calls = calls() * (tasks(machine).get("RemoveRemains").get("TimeoutSeconds").asInt() + 30);
    assertThat(timeout("destroy"))
        .isBetween(queue() + steps + calls, 2 * (queue() + steps + calls));
  }

  private static int calls() {
    String bound =
        list(Installation.json("statemachine/destroy.asl.json").at("/States/Gone?/Choices"))
            .map(choice -> choice.get("Condition").asText())
            .filter(condition -> condition.contains("$calls"))
            .findFirst()
            .orElseThrow();
    return Integer.parseInt(bound.replaceAll("\\D", ""));
  }

  /** A service has 14 events, the wait for the lock and a call of RemoveRemains 9 each (ADR 15). */
  @Test
  void theHistoryOfADestroyHasRoomForAll() {
    assertThat(14 * PlanDestroy.MAXIMUM_SERVICES + 9 * (pauses() + calls())).isLessThan(25_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"deploy", "destroy"})
  void theLockIsTakenByTheSameRules(String machine) {
    JsonNode states = Installation.json("statemachine/" + machine + ".asl.json").get("States");
    JsonNode deploy = Installation.json("statemachine/deploy.asl.json").get("States");
    assertThat(states.at("/Acquired?/Choices"))
        .extracting(choice -> choice.get("Condition").asText())
        .containsExactlyElementsOf(
            list(deploy.at("/Acquired?/Choices"))
                .map(choice -> choice.get("Condition").asText())
                .toList());
    assertThat(states.get("AwaitLock")).isEqualTo(deploy.get("AwaitLock"));
    assertThat(states.at("/AcquireLock/Retry")).isEqualTo(deploy.at("/AcquireLock/Retry"));
    assertThat(
            states.properties().stream()
                .filter(state -> successors(state.getValue()).anyMatch("Outcome?"::equals))
                .map(Map.Entry::getKey))
        .containsExactly("ReleaseLock");
  }

  @Test
  void whateverFailsInADestroyIsReported() {
    JsonNode states = Installation.json("statemachine/destroy.asl.json").get("States");
    for (Map.Entry<String, JsonNode> state : states.properties()) {
      if (Set.of("Task", "Map").contains(state.getValue().get("Type").asText())) {
        JsonNode handler = state.getValue().at("/Catch/0");
        assertThat(errors(handler)).as(state.getKey()).containsExactly("States.ALL");
        assertThat(handler.get("Next").asText())
            .as(state.getKey())
            .isEqualTo(
                switch (state.getKey()) {
                  case "Report" -> "ReleaseLock";
                  case "ReleaseLock" -> "Outcome?";
                  default -> "Report";
                });
      }
    }
  }

  /** Whoever waits does so for one deployment, for the others give way or are given way to. */
  @Test
  void theQueueIsLongerThanTheLongestDeployment() {
    Machine machine = new Machine("deploy", "statemachine/deploy.asl.json");
    int steps = tasks(machine).values().stream().mapToInt(StateMachineTest::longest).sum();
    assertThat(queue()).isGreaterThan(12 * 3600 + steps);
  }

  /** An AcquireLock has five events, its choice and the pause two each, of 25,000 (ADR 15). */
  @Test
  void waitingTakesASmallPartOfTheHistory() {
    assertThat(pauses() * 9).isLessThan(25_000 / 6);
  }

  @Test
  void everyDeploymentWorksBetweenAcquiringAndReleasingTheLock() {
    JsonNode states = Installation.json("statemachine/deploy.asl.json").get("States");
    Set<String> before = new HashSet<>();
    Deque<String> next = new ArrayDeque<>(List.of("Receive"));
    while (!next.isEmpty()) {
      String name = next.pop();
      if (!name.equals("Plan") && before.add(name)) {
        successors(states.get(name)).forEach(next::add);
      }
    }
    assertThat(before)
        .containsExactlyInAnyOrder(
            "Receive",
            "Validate",
            "AcquireLock",
            "Acquired?",
            "AwaitLock",
            "Report",
            "ReleaseLock",
            "Outcome?",
            "Succeeded",
            "Failed");
    assertThat(
            states.properties().stream()
                .filter(state -> successors(state.getValue()).anyMatch("Outcome?"::equals))
                .map(Map.Entry::getKey))
        .containsExactly("ReleaseLock");
  }

  private static int timeout(String machine) {
    return Installation.json("statemachine/" + machine + ".asl.json").get("TimeoutSeconds").asInt();
  }

  /** Seconds that a task takes at most: all its retries, and an attempt that is cut off at last. */
  private static int longest(JsonNode task) {
    return task.get("TimeoutSeconds").asInt()
        + list(task.get("Retry")).mapToInt(StateMachineTest::delays).sum();
  }

  private static int delays(JsonNode retry) {
    double delay = retry.get("IntervalSeconds").asInt();
    double sum = 0;
    for (int i = 0; i < retry.get("MaxAttempts").asInt(); i++) {
      sum += Math.min(delay, retry.path("MaxDelaySeconds").asInt(Integer.MAX_VALUE));
      delay *= retry.get("BackoffRate").asInt();
    }
    return (int) sum;
  }

  @Test
  void aWaveBeginsWithTheTimeFromWhichTurnsCount() {
    JsonNode states = Installation.json("statemachine/deploy.asl.json").get("States");
    List<String> before =
        states.properties().stream()
            .filter(state -> successors(state.getValue()).anyMatch("DeployServices"::equals))
            .map(Map.Entry::getKey)
            .toList();
    assertThat(before).containsExactly("BeginWave");
    assertThat(states.at("/BeginWave/Assign/waveStart").asText()).isEqualTo("{% $millis() %}");
    assertThat(
            states
                .at("/DeployServices/ItemProcessor/States/DeployService/Arguments/Input")
                .asText())
        .contains("'notBefore': $fromMillis($waveStart + 1000 * $states.input.offset)");
  }

  @Test
  void aServiceWaitsForItsTurnBeforeAnythingElse() {
    JsonNode states = Installation.json("statemachine/deploy-service.asl.json").get("States");
    JsonNode first = states.at("/What?/Choices/0");
    assertThat(first.get("Condition").asText()).isEqualTo("{% $exists($states.input.notBefore) %}");
    assertThat(first.get("Next").asText()).isEqualTo("AwaitTurn");
    assertThat(states.at("/AwaitTurn/Timestamp").asText())
        .isEqualTo("{% $states.input.notBefore %}");
    assertThat(states.at("/AwaitTurn/Next").asText()).isEqualTo("What?");
    assertThat(states.at("/AwaitTurn/Output").asText()).contains("$name != 'notBefore'");
  }

  private static JsonNode serviceTask(String name) {
    return Installation.json("statemachine/deploy-service.asl.json").at("/States/" + name);
  }

  private static JsonNode retrier(JsonNode task, String error) {
    return list(task.get("Retry"))
        .filter(retry -> errors(retry).contains(error))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no retry on " + error + ": " + task));
  }

  /** Seconds that a retrier of a steady pace waits in all. */
  private static int waits(JsonNode retry) {
    assertThat(retry.get("BackoffRate").asInt()).isEqualTo(1);
    return retry.get("IntervalSeconds").asInt() * retry.get("MaxAttempts").asInt();
  }

  @ParameterizedTest
  @MethodSource("machines")
  void aTaskWaitsLongerThanItsFunctionRuns(Machine machine) {
    int usual = template.at("/Globals/Function/Timeout").asInt();
    functionTasks(machine)
        .forEach((name, task) -> {
          String function =
              substitutionsIn(task.at("/Arguments/FunctionName").asText()).iterator().next();
          int runs = template.at("/Resources/" + function + "/Properties/Timeout").asInt(usual);
          assertThat(task.get("TimeoutSeconds").asInt()).as(name).isBetween(runs + 30, runs + 60);
          assertThat(function).isEqualTo(name + "Function");
        });
  }

  @Test
  void whateverFailsInADeploymentIsReported() {
    JsonNode states = Installation.json("statemachine/deploy.asl.json").get("States");
    for (Map.Entry<String, JsonNode> state : states.properties()) {
      if (Set.of("Task", "Map").contains(state.getValue().get("Type").asText())) {
        JsonNode handler = state.getValue().at("/Catch/0");
        assertThat(errors(handler)).as(state.getKey()).containsExactly("States.ALL");
        assertThat(handler.get("Next").asText())
            .as(state.getKey())
            .isEqualTo(
                switch (state.getKey()) {
                  case "DeployServices", "WaitStable" -> "RollBack?";
                  case "Report" -> "ReleaseLock";
                  case "ReleaseLock" -> "Outcome?";
                  default -> "Report";
                });
      }
    }
  }

  @Test
  void theScheduleIsSeenToLastAndOnlyWhereThereIsOne() {
    JsonNode states = Installation.json("statemachine/deploy.asl.json").get("States");
    assertThat(states.at("/EnsureSchedule/Next").asText()).isEqualTo("Report");
    assertThat(states.at("/EnsureSchedule/Output")).isEmpty();
    List<String> conditions =
        states.properties().stream()
            .flatMap(state -> list(state.getValue().path("Choices")))
            .filter(choice -> choice.path("Next").asText().equals("EnsureSchedule"))
            .map(choice -> choice.get("Condition").asText())
            .toList();
    assertThat(conditions)
        .isNotEmpty()
        .allMatch(condition -> condition.contains("$schedule = true"));
    assertThat(states.at("/Plan/Assign/schedule").asText())
        .isEqualTo("{% $states.result.Payload.schedule %}");
  }

  @Test
  void whateverFailsOnceServicesAreTouchedIsRolledBackIfTheStackfileSaysSo() {
    JsonNode states = Installation.json("statemachine/deploy.asl.json").get("States");
    JsonNode decision = states.get("RollBack?");
    assertThat(decision.at("/Choices/0/Condition").asText()).isEqualTo("{% $rollBack = true %}");
    assertThat(decision.at("/Choices/0/Next").asText()).isEqualTo("RollBack");
    assertThat(decision.get("Default").asText()).isEqualTo("Report");
    assertThat(
            list(states.at("/Settled?/Choices"))
                .filter(rule -> rule.get("Next").asText().equals("RollBack?")))
        .hasSize(2);
    assertThat(states.at("/RollBack/Next").asText()).isEqualTo("Report");
    assertThat(states.at("/RollBack/Output").asText()).isEqualTo("{% $states.input %}");
    assertThat(states.at("/RollBack/TimeoutSeconds").asInt())
        .isGreaterThan(
            Installation.json("statemachine/roll-back.asl.json").get("TimeoutSeconds").asInt());
  }

  @ParameterizedTest
  @CsvSource({
    "deploy, DeployServices, DeployService, failureName",
    "destroy, RemoveServices, DestroyService, failureName",
    "roll-back, RollBackServices, RollBackService, rollBackFailureName"
  })
  void aServiceThatFailsLeavesTheOthersAlone(
      String machine, String map, String service, String attribute) {
    JsonNode states =
        Installation.json("statemachine/" + machine + ".asl.json")
            .at("/States/" + map + "/ItemProcessor/States");
    JsonNode handler = states.get(service).at("/Catch/0");
    assertThat(errors(handler)).containsExactly("States.ALL");
    assertThat(handler.get("Next").asText()).isEqualTo("RecordFailure");
    assertThat(states.at("/RecordFailure/Arguments/UpdateExpression").asText())
        .contains(" " + attribute + " = :name");
    assertThat(states.get(service).get("TimeoutSeconds").asInt())
        .isGreaterThan(
            Installation.json("statemachine/deploy-service.asl.json")
                .get("TimeoutSeconds")
                .asInt());
  }

  /** What is removed is no longer needed only once all is back. */
  @Test
  void leftoversGoOnceAllIsBackOrGivenUpAndOnlyWhereThereAreAny() {
    JsonNode states = Installation.json("statemachine/roll-back.asl.json").get("States");
    List<JsonNode> choices = list(states.at("/Settled?/Choices")).toList();
    assertThat(choices)
        .extracting(choice -> choice.get("Next").asText())
        .containsExactly("RemoveLeftovers", "RolledBack");
    String settled = choices.getLast().get("Condition").asText();
    assertThat(choices.getFirst().get("Condition").asText())
        .isEqualTo(settled.replace("{% ", "{% (").replace(" %}", ") and $leftovers = true %}"));
    assertThat(states.at("/PlanRollBack/Assign/leftovers").asText())
        .isEqualTo("{% $states.result.Payload.leftovers %}");
    assertThat(states.at("/RemoveLeftovers/Next").asText()).isEqualTo("RolledBack");
    JsonNode retry =
        retrier(states.get("RemoveLeftovers"), NamespacePendingException.class.getName());
    assertThat(errors(retry)).contains(DrainingException.class.getName());
    assertThat(waits(retry)).isGreaterThanOrEqualTo(3600 + 600);
  }

  @Test
  void theNextWaveBeginsOnlyWhenNothingFailed() {
    JsonNode states = Installation.json("statemachine/deploy.asl.json").get("States");
    assertThat(states.at("/DeployServices/Assign/wave").asText()).isEqualTo("{% $wave + 1 %}");
    List<JsonNode> again =
        list(states.at("/Settled?/Choices"))
            .filter(rule -> rule.get("Next").asText().equals("BeginWave"))
            .toList();
    assertThat(again).hasSize(1);
    assertThat(again.getFirst().get("Condition").asText())
        .contains("$states.input.done = true")
        .contains("$states.input.failed = false")
        .contains("$wave < $count($waves)");
  }

  private static Set<String> errors(JsonNode rule) {
    return list(rule.get("ErrorEquals")).map(JsonNode::asText).collect(Collectors.toSet());
  }

  private Map<String, JsonNode> substitutions(Machine machine) {
    Map<String, JsonNode> substitutions = new HashMap<>();
    machine
        .resource(template)
        .at("/Properties/DefinitionSubstitutions")
        .properties()
        .forEach(entry -> substitutions.put(entry.getKey(), entry.getValue()));
    return substitutions;
  }

  private static Set<String> substitutionsUsed(Machine machine) {
    return substitutionsIn(Installation.text(machine.file()));
  }

  private static Set<String> substitutionsIn(String text) {
    return SUBSTITUTION
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toSet());
  }

  /** A machine and the processors of its maps: each has states of its own. */
  private static List<JsonNode> scopes(JsonNode definition) {
    List<JsonNode> scopes = new ArrayList<>(List.of(definition));
    scopes.addAll(definition.findValues("ItemProcessor"));
    return scopes;
  }

  private static Map<String, JsonNode> states(Machine machine) {
    Map<String, JsonNode> states = new HashMap<>();
    for (JsonNode scope : scopes(machine.definition())) {
      scope
          .get("States")
          .properties()
          .forEach(state -> states.put(state.getKey(), state.getValue()));
    }
    return states;
  }

  private static Map<String, JsonNode> tasks(Machine machine) {
    Map<String, JsonNode> tasks = states(machine);
    tasks.values().removeIf(state -> !state.get("Type").asText().equals("Task"));
    return tasks;
  }

  private static Map<String, JsonNode> functionTasks(Machine machine) {
    Map<String, JsonNode> tasks = tasks(machine);
    tasks.values().removeIf(task -> !task.get("Resource").asText().endsWith("lambda:invoke"));
    return tasks;
  }

  private static Stream<String> successors(JsonNode state) {
    List<String> successors = new ArrayList<>();
    for (String field : List.of("Next", "Default")) {
      if (state.has(field)) {
        successors.add(state.get(field).asText());
      }
    }
    for (String field : List.of("Catch", "Choices")) {
      state.path(field).forEach(rule -> successors.add(rule.get("Next").asText()));
    }
    return successors.stream();
  }

  /**
   * A state machine of the template.
   *
   * @param file its definition, from the root on
   */
  record Machine(String logicalId, String file) {

    JsonNode definition() {
      return Installation.json(file);
    }

    JsonNode resource(JsonNode template) {
      return template.get("Resources").get(logicalId);
    }

    @Override
    public String toString() {
      return logicalId;
    }
  }
}
