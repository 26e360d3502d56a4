package io.github.ecscompose.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.ecscompose.deployment.DeployRequest;
import io.github.ecscompose.deployment.DeployRequest.Options;
import io.github.ecscompose.deployment.DeployRequest.StackfileReference;
import io.github.ecscompose.deployment.DeployRequest.Trigger;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.deployment.FailureCause;
import io.github.ecscompose.deployment.Operation;
import io.github.ecscompose.deployment.RequestDocument;
import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.error.DrainingException;
import io.github.ecscompose.error.StandInPendingException;
import io.github.ecscompose.handler.Functions;
import io.github.ecscompose.json.JsonText;
import io.github.ecscompose.stackfile.Deploy;
import io.github.ecscompose.stackfile.Service;
import io.github.ecscompose.stackfile.Stack;
import io.github.ecscompose.stackfile.StackDocument;
import io.github.ecscompose.stackfile.Variables;
import io.github.ecscompose.step.DeploymentFiles;
import io.github.ecscompose.step.DeploymentHistory;
import io.github.ecscompose.step.DeploymentRecords;
import io.github.ecscompose.step.EndedExecutions;
import io.github.ecscompose.step.EnsureSchedule;
import io.github.ecscompose.step.ExecutionStates;
import io.github.ecscompose.step.Locks;
import io.github.ecscompose.step.Plan;
import io.github.ecscompose.step.Report;
import io.github.ecscompose.testing.machine.Execution;
import io.github.ecscompose.testing.machine.StateFailure;
import io.github.ecscompose.testing.machine.StepFunctions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The state machines with their functions on in-memory AWS and a test clock: what a deployment
 * comes to, without an emulator.
 */
public final class Workflow {

  /** How schedules start the workflow. */
  public static final EnsureSchedule.Delivery DELIVERY =
      new EnsureSchedule.Delivery(
          "arn:aws:iam::123456789012:role/schedule",
          "arn:aws:sqs:eu-central-1:123456789012:undelivered");

  public final CallLog log = new CallLog();
  public final TestClock clock = new TestClock();
  public final InMemoryFiles files = new InMemoryFiles();
  public final InMemoryRecords records = new InMemoryRecords(clock);
  public final InMemoryHistory history = new InMemoryHistory(records);
  public final InMemoryLoadBalancers loadBalancers = new InMemoryLoadBalancers(log);
  public final InMemoryClusters clusters = new InMemoryClusters(log, loadBalancers);
  public final InMemoryTeardown teardown = new InMemoryTeardown(log, clusters);
  public final InMemoryRollouts rollouts = new InMemoryRollouts(log);
  public final InMemoryDnsRecords dnsRecords = new InMemoryDnsRecords(log);
  public final InMemoryServiceDiscovery discovery = new InMemoryServiceDiscovery(log);
  public final InMemoryScalableTargets scalableTargets = new InMemoryScalableTargets(log);
  public final InMemorySchedules schedules = new InMemorySchedules(log, clock);
  public final TreeMap<String, Variables.Value> parameters = new TreeMap<>();
  private Runnable beforeLooking = () -> {};
  private Optional<Stack> replacement = Optional.empty();
  private int executions;
  private final Map<String, JsonNode> reported = new HashMap<>();
  private final Map<String, ExecutionStates.State> states = new HashMap<>();
  private Optional<Execution> execution = Optional.empty();
  private final Functions functions = new Functions(this);
  private final StepFunctions machines =
      new StepFunctions(
          clock,
          Map.of(
              "ServiceConcurrency", "40",
              "DeployServiceStateMachine", "deploy-service",
              "RollBackStateMachine", "roll-back"),
          Map.of(
              "arn:aws:states:::lambda:invoke", this::invoke,
              "arn:aws:states:::dynamodb:updateItem", this::noteFailure));

  /** The table and the bucket as functions reach them: their calls are logged. */
  public final DeploymentRecords recordsOfFunctions =
      log.watched(DeploymentRecords.class, records, Workflow::actionOnTable);

  public final DeploymentFiles filesOfFunctions =
      log.watched(DeploymentFiles.class, files, Workflow::actionOnBucket);

  public final DeploymentHistory historyOfFunctions =
      log.watched(DeploymentHistory.class, history, method -> "dynamodb:Query");

  public final InMemoryLocks locks = new InMemoryLocks();

  public final Locks locksOfFunctions =
      log.watched(
          Locks.class,
          locks,
          method ->
              switch (method) {
                case "find" -> "dynamodb:GetItem";
                case "replace" -> "dynamodb:PutItem";
                default -> "dynamodb:UpdateItem";
              });

  public final ExecutionStates executionStates =
      log.watched(
          ExecutionStates.class,
          arn -> states.getOrDefault(arn, ExecutionStates.State.UNKNOWN),
          method -> "states:DescribeExecution");

  /** As the API has it, without its calls in the log. */
  public final EndedExecutions ended =
      new EndedExecutions(
          records, locks, arn -> states.getOrDefault(arn, ExecutionStates.State.UNKNOWN), clock);

  public Workflow() {
    clusters.createCluster("shop");
  }

  private static String actionOnTable(String method) {
    return switch (method) {
      case "find", "service", "hasSchedule" -> "dynamodb:GetItem";
      case "services", "finishedTasks", "removals" -> "dynamodb:Query";
      case "planned" -> "dynamodb:TransactWriteItems";
      case "taskFinished", "noteRemoval" -> "dynamodb:PutItem";
      case "forgetSchedule", "forgetRemoval", "forgetTask" -> "dynamodb:DeleteItem";
      default -> "dynamodb:UpdateItem";
    };
  }

  private static String actionOnBucket(String method) {
    return switch (method) {
      case "reference" -> "";
      case "write" -> "s3:PutObject";
      default -> "s3:GetObject";
    };
  }

  /** What a plan is made from. */
  public Plan.Sources sources() {
    return new Plan.Sources(clusters, loadBalancers, dnsRecords, discovery, scalableTargets);
  }

  /** What happens in the world before each look at the rollouts. */
  public Workflow beforeLooking(Runnable event) {
    beforeLooking = event;
    return this;
  }

  /** What happens in the world before the first of those looks only. */
  public Workflow beforeTheFirstLook(Runnable event) {
    AtomicBoolean looked = new AtomicBoolean();
    return beforeLooking(() -> {
      if (looked.compareAndSet(false, true)) {
        event.run();
      }
    });
  }

  /** What the table tells of a service in that deployment. */
  public ServiceRecord row(Report.Result result, String service) {
    return records.services(result.deployment()).stream()
        .filter(row -> row.service().equals(service))
        .findFirst()
        .orElseThrow();
  }

  public Report.Result deploy(String stackfile) {
    return deploy(stackfile, Options.NONE);
  }

  public Report.Result deploy(String stackfile, Options options) {
    return deployTo("shop", stackfile, options);
  }

  /** Deploys services as they are, whatever a stackfile has words for. */
  public Report.Result deploy(Service... services) {
    String names =
        Stream.of(services)
            .map(service -> "  %s: {image: \"image:1\"}\n".formatted(service.name()))
            .collect(Collectors.joining("", "services:\n", ""));
    replacement = Optional.of(new Stack(List.of(services), Deploy.DEFAULT, Optional.empty()));
    try {
      return deploy(names);
    } finally {
      replacement = Optional.empty();
    }
  }

  /** A minute later, uploads the cluster's stackfile and goes through the whole workflow. */
  public Report.Result deployTo(String cluster, String stackfile, Options options) {
    clock.advanceSeconds(60);
    return run(
        RequestDocument.input(
            Optional.empty(),
            files.upload("stackfiles/" + cluster + ".yml", stackfile),
            new Trigger("s3", "somebody", clock.instant().toString()),
            options));
  }

  /** Goes through the whole workflow for an event of S3, which may come twice or late. */
  public Report.Result uploaded(String stackfile, String sequencer) {
    StackfileReference upload = files.upload("stackfiles/shop.yml", stackfile);
    return run(
        RequestDocument.input(
            Optional.empty(),
            new StackfileReference(
                upload.bucket(),
                upload.key(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(sequencer)),
            new Trigger("s3", "somebody", clock.instant().toString()),
            Options.NONE));
  }

  /** Lets all of that go on at the same time, which takes as long as the longest of it. */
  public List<Optional<Report.Result>> atOnce(List<Supplier<Report.Result>> deployments) {
    return clock.concurrently(
        deployments,
        deployments.size(),
        deployment -> {
          try {
            return Optional.of(deployment.get());
          } catch (ExecutionStopped stopped) {
            return Optional.empty();
          }
        });
  }

  /** A minute later, lets a schedule's turn come: goes through what it starts. */
  public Report.Result turn(String schedule) {
    clock.advanceSeconds(60);
    return turnOfNow(schedule).get();
  }

  /** A turn of the schedule as it is now, which goes on when it is told to. */
  public Supplier<Report.Result> turnOfNow(String schedule) {
    String input = schedules.live(schedule).target().input();
    return () ->
        run(json(input.replace("<aws.scheduler.scheduled-time>", clock.instant().toString())));
  }

  private static JsonNode json(String text) {
    try {
      return JsonText.read(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A minute later, destroys the cluster, or one of its services. */
  public Report.Result destroy(String cluster, Optional<String> service) {
    clock.advanceSeconds(60);
    executions++;
    return run(
        "destroy",
        "execution-" + executions,
        RequestDocument.destroyInput(
            cluster,
            new Operation.Destroy(service),
            new Trigger("api", "somebody", clock.instant().toString())));
  }

  /** Runs the state machine on that input. */
  private Report.Result run(JsonNode input) {
    executions++;
    return run("execution-" + executions, input);
  }

  /** Runs the state machine on that input, under that name of the execution. */
  public Report.Result run(String name, JsonNode input) {
    return run("deploy", name, input);
  }

  /** Runs that machine on that input, under that name of the execution. */
  public Report.Result run(String machine, String name, JsonNode input) {
    String arn =
        "arn:aws:states:eu-central-1:123456789012:execution:%s:%s".formatted(machine, name);
    states.put(arn, ExecutionStates.State.RUNNING);
    try {
      Execution ended = machines.run(machine, arn, name, input);
      states.put(
          arn,
          ended.failure().isPresent()
              ? ExecutionStates.State.FAILED
              : ExecutionStates.State.SUCCEEDED);
      execution = Optional.of(ended);
      return Optional.ofNullable(reported.get(arn))
          .map(Workflow::result)
          .orElseThrow(() -> notReported(ended));
    } catch (ExecutionStopped stopped) {
      states.put(arn, ExecutionStates.State.ABORTED);
      throw stopped;
    }
  }

  private static AssertionError notReported(Execution ended) {
    return new AssertionError("the execution ended without a report", ended.failure().orElse(null));
  }

  private static Report.Result result(JsonNode report) {
    return new Report.Result(
        new DeploymentReference(report.path("cluster").asText(), report.path("id").asText()),
        DeploymentStatus.valueOf(report.path("status").asText()),
        Optional.of(report.path("cause").asText()).filter(cause -> !cause.isEmpty()));
  }

  /** The execution that ended last: its history's length, and its transitions. */
  public Execution lastExecution() {
    return execution.orElseThrow();
  }

  /** Lambda's integration: what a function throws has the name of its class. */
  private JsonNode invoke(JsonNode arguments) {
    String function = arguments.path("FunctionName").asText();
    try {
      if (function.equals("WaitStableFunction")) {
        beforeLooking.run();
      }
      JsonNode answer = functions.call(function, arguments.path("Payload"));
      if (function.equals("ValidateFunction")) {
        replacement.ifPresent(stack ->
            replace(
                new DeploymentReference(
                    answer.path("cluster").asText(), answer.path("id").asText()),
                stack));
      }
      if (function.equals("ReportFunction")) {
        reported.put(arguments.at("/Payload/request/execution/arn").asText(), answer);
      }
      return JsonNodeFactory.instance.objectNode().set("Payload", answer);
    } catch (FunctionKilled e) {
      functions.kill();
      throw new StateFailure("Runtime.ExitError", "Runtime exited with error: signal: killed", e);
    } catch (RuntimeException e) {
      if (e instanceof DrainingException || e instanceof StandInPendingException) {
        beforeLooking.run();
      }
      throw new StateFailure(
          e.getClass().getName(),
          JsonNodeFactory.instance
              .objectNode()
              .put("errorType", e.getClass().getName())
              .put("errorMessage", e.getMessage())
              .toString(),
          e);
    }
  }

  /** DynamoDB's integration, by which the workflow notes that a service failed. */
  private JsonNode noteFailure(JsonNode arguments) {
    String[] item = arguments.at("/Key/item/S").asText().split("#", 3);
    JsonNode values = arguments.path("ExpressionAttributeValues");
    records.failedInWorkflow(
        new DeploymentReference(arguments.at("/Key/cluster/S").asText(), item[1]),
        item[2],
        FailureCause.describe(values.at("/:name/S").asText(), values.at("/:cause/S").asText()),
        arguments.path("UpdateExpression").asText().contains("rollBackFailure"));
    return JsonNodeFactory.instance.objectNode();
  }

  /** What started a deployment. */
  public DeployRequest request(DeploymentReference deployment) {
    try {
      return RequestDocument.read(JsonText.read(files.read(deployment, "request.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void replace(DeploymentReference deployment, Stack stack) {
    try {
      files.write(deployment, "stack.json", JsonText.writeReadably(StackDocument.toJson(stack)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
