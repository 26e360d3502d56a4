package io.github.ecscompose.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecscompose.deployment.DeployRequest;
import io.github.ecscompose.deployment.DeployRequest.Execution;
import io.github.ecscompose.deployment.DeployRequest.Options;
import io.github.ecscompose.deployment.DeployRequest.Trigger;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.RequestDocument;
import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.error.DrainingException;
import io.github.ecscompose.error.EcsComposeException;
import io.github.ecscompose.error.NamespacePendingException;
import io.github.ecscompose.error.ThrottledException;
import io.github.ecscompose.error.TransientException;
import io.github.ecscompose.json.JsonText;
import io.github.ecscompose.plan.ServiceDocuments.Ties;
import io.github.ecscompose.plan.Undo;
import io.github.ecscompose.stackfile.Deploy;
import io.github.ecscompose.stackfile.Service;
import io.github.ecscompose.stackfile.Service.Kind;
import io.github.ecscompose.stackfile.Stack;
import io.github.ecscompose.stackfile.StackDocument;
import io.github.ecscompose.stackfile.Variables;
import io.github.ecscompose.step.EnsureDiscovery;
import io.github.ecscompose.step.EnsureLoadBalancer;
import io.github.ecscompose.step.EnsureNamespace;
import io.github.ecscompose.step.EnsureSchedule;
import io.github.ecscompose.step.Plan;
import io.github.ecscompose.step.PlanRollBack;
import io.github.ecscompose.step.RegisterTask;
import io.github.ecscompose.step.RemoveService;
import io.github.ecscompose.step.Report;
import io.github.ecscompose.step.Report.Failure;
import io.github.ecscompose.step.RollBack;
import io.github.ecscompose.step.RunTask;
import io.github.ecscompose.step.UpdateService;
import io.github.ecscompose.step.Validate;
import io.github.ecscompose.step.WaitStable;
import io.github.ecscompose.step.WaitStable.Phase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The steps on in-memory AWS, in the order and with the retries of the state machines: what a
 * deployment comes to, without an emulator.
 */
public final class Workflow {

  private static final int ATTEMPTS = 6;

  /** How schedules start the workflow. */
  public static final EnsureSchedule.Delivery DELIVERY =
      new EnsureSchedule.Delivery(
          "arn:aws:iam::123456789012:role/schedule",
          "arn:aws:sqs:eu-central-1:123456789012:undelivered");

  public final CallLog log = new CallLog();
  public final TestClock clock = new TestClock();
  public final InMemoryFiles files = new InMemoryFiles();
  public final InMemoryRecords records = new InMemoryRecords(clock);
  public final InMemoryLoadBalancers loadBalancers = new InMemoryLoadBalancers(log);
  public final InMemoryClusters clusters = new InMemoryClusters(log, loadBalancers);
  public final InMemoryRollouts rollouts = new InMemoryRollouts(log);
  public final InMemoryDnsRecords dnsRecords = new InMemoryDnsRecords(log);
  public final InMemoryServiceDiscovery discovery = new InMemoryServiceDiscovery(log);
  public final InMemorySchedules schedules = new InMemorySchedules(log, clock);
  public final TreeMap<String, Variables.Value> parameters = new TreeMap<>();
  private Runnable beforeLooking = () -> {};
  private Optional<Stack> replacement = Optional.empty();
  private int executions;
  private boolean rollsBack;

  public Workflow() {
    clusters.createCluster("shop");
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

  /** Uploads the cluster's stackfile and goes through the whole workflow. */
  public Report.Result deployTo(String cluster, String stackfile, Options options) {
    Execution execution = execution();
    return deploy(
        new DeployRequest(
            Optional.empty(),
            files.upload("stackfiles/" + cluster + ".yml", stackfile),
            new Trigger("s3", "somebody", clock.instant().toString()),
            options,
            execution));
  }

  /** Lets a schedule's turn come: goes through what it starts. */
  public Report.Result turn(String schedule) {
    Execution execution = execution();
    DeployRequest started =
        RequestDocument.read(
            json(
                schedules
                    .live(schedule)
                    .target()
                    .input()
                    .replace("<aws.scheduler.scheduled-time>", execution.startedAt())));
    return deploy(
        new DeployRequest(
            started.cluster(),
            started.stackfile(),
            started.trigger(),
            started.options(),
            execution));
  }

  private static JsonNode json(String text) {
    try {
      return JsonText.read(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Execution execution() {
    executions++;
    clock.advanceSeconds(60);
    String name = "execution-" + executions;
    return new Execution(
        "arn:aws:states:eu-central-1:123456789012:execution:deploy:" + name,
        name,
        clock.instant().toString());
  }

  private Report.Result deploy(DeployRequest request) {
    Optional<Failure> failure = Optional.empty();
    try {
      run(request);
    } catch (EcsComposeException e) {
      failure = Optional.of(failure(e));
    }
    Optional<Failure> rollBackFailure = Optional.empty();
    if (rollsBack) {
      try {
        rollBack(request.reference());
      } catch (EcsComposeException e) {
        rollBackFailure = Optional.of(failure(e));
      }
    }
    return new Report(files, records, clock).run(request, failure, rollBackFailure);
  }

  /** What started a deployment. */
  public DeployRequest request(DeploymentReference deployment) {
    try {
      return RequestDocument.read(JsonText.read(files.read(deployment, "request.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Failure failure(EcsComposeException e) {
    return new Failure(
        e.getClass().getName(),
        "{\"errorType\":\"%s\",\"errorMessage\":\"%s\"}"
            .formatted(
                e.getClass().getName(),
                String.valueOf(e.getMessage())
                    .replace("\\", "\\\\")
                    .replace("\"", "\\\"")
                    .replace("\n", "\\n")));
  }

  private void run(DeployRequest request) {
    rollsBack = false;
    DeploymentReference deployment =
        retried(() -> new Validate(files, records, path -> parameters, clock).run(request));
    replacement.ifPresent(stack -> replace(deployment, stack));
    Plan.Outline outline =
        retried(() -> new Plan(files, records, clusters, loadBalancers, clock).run(deployment));
    if (!outline.changes()) {
      ensureSchedule(deployment, outline);
      return;
    }
    Optional<String> namespace =
        outline.needsNamespace()
            ? Optional.of(retried(() -> new EnsureNamespace(files, discovery).run(deployment)))
            : Optional.empty();
    // Whatever ends the workflow from here on is undone.
    rollsBack = outline.rollBack();
    for (List<Service> wave : outline.waves()) {
      wave.forEach(service -> attempt(deployment, outline, service, namespace.orElse("")));
      if (waitStable(deployment, outline.deadline(), Phase.DEPLOY).failed()) {
        return;
      }
    }
    for (String service : outline.removals()) {
      try {
        removeService(deployment, service);
      } catch (EcsComposeException e) {
        records.settle(
            deployment, service, ServiceState.FAILED, Optional.ofNullable(e.getMessage()));
      }
    }
    if (!outline.removals().isEmpty()) {
      waitStable(deployment, outline.deadline(), Phase.DEPLOY);
    }
    rollsBack = false;
    ensureSchedule(deployment, outline);
  }

  private void ensureSchedule(DeploymentReference deployment, Plan.Outline outline) {
    if (outline.needsSchedule()) {
      retried(() -> new EnsureSchedule(files, records, schedules, DELIVERY, clock).run(deployment));
    }
  }

  private void rollBack(DeploymentReference deployment) {
    PlanRollBack.Outline outline =
        retried(() -> new PlanRollBack(files, records, clock).run(deployment));
    for (Undo undo : outline.undos()) {
      try {
        undo(deployment, undo);
      } catch (EcsComposeException e) {
        records.rolledBack(
            deployment,
            undo.service(),
            ServiceState.FAILED,
            Optional.of("not back: " + e.getMessage()));
      }
    }
    if (!outline.undos().isEmpty()) {
      waitStable(deployment, outline.deadline(), Phase.ROLL_BACK);
    }
  }

  private void undo(DeploymentReference deployment, Undo undo) {
    switch (undo) {
      case Undo.Remove remove -> removeService(deployment, remove.service());
      case Undo.Restore restore -> {
        restore
            .loadBalancer()
            .map(id -> new DeploymentReference(deployment.cluster(), id))
            .ifPresent(stack ->
                retried(() ->
                    new EnsureLoadBalancer(files, records, loadBalancers, dnsRecords)
                        .run(deployment, restore.service(), stack)));
        done(() -> new RollBack(files, records, clusters).run(deployment, restore.service()));
      }
    }
  }

  private void removeService(DeploymentReference deployment, String service) {
    done(() ->
        new RemoveService(files, records, clusters, loadBalancers, dnsRecords, discovery)
            .run(deployment, service));
  }

  private void done(Runnable step) {
    retried(() -> {
      step.run();
      return true;
    });
  }

  /** A service that fails becomes a mark in the table. */
  private void attempt(
      DeploymentReference deployment, Plan.Outline outline, Service service, String namespace) {
    try {
      deployService(deployment, outline, service, namespace);
    } catch (EcsComposeException e) {
      records.settle(
          deployment, service.name(), ServiceState.FAILED, Optional.ofNullable(e.getMessage()));
    }
  }

  private void replace(DeploymentReference deployment, Stack stack) {
    try {
      files.write(deployment, "stack.json", JsonText.writeReadably(StackDocument.toJson(stack)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void deployService(
      DeploymentReference deployment, Plan.Outline outline, Service service, String namespace) {
    String name = service.name();
    Optional<String> targetGroup =
        outline.needsLoadBalancer(service)
            ? Optional.of(
                retried(() ->
                    new EnsureLoadBalancer(files, records, loadBalancers, dnsRecords)
                        .run(deployment, name)))
            : Optional.empty();
    Optional<String> registry =
        outline.needsDiscovery(service)
            ? Optional.of(
                retried(() ->
                    new EnsureDiscovery(files, records, discovery, clusters)
                        .run(deployment, name, namespace)))
            : Optional.empty();
    String taskDefinition =
        retried(() -> new RegisterTask(files, records, clusters).run(deployment, name));
    if (service.kind() == Kind.TASK) {
      retried(() -> new RunTask(files, records, clusters).run(deployment, name, taskDefinition));
    } else {
      Ties ties = new Ties(taskDefinition, targetGroup, registry);
      retried(() -> new UpdateService(files, records, clusters).run(deployment, name, ties));
    }
  }

  private WaitStable.Outcome waitStable(
      DeploymentReference deployment, Instant deadline, Phase phase) {
    WaitStable step = new WaitStable(records, clusters, rollouts, clock);
    for (int looks = 0; looks < 1000; looks++) {
      beforeLooking.run();
      WaitStable.Outcome outcome = retried(() -> step.run(deployment, deadline, phase));
      if (outcome.done()) {
        return outcome;
      }
      clock.advanceSeconds(outcome.waitSeconds());
    }
    throw new AssertionError("the workflow never came to an end");
  }

  private <T> T retried(Supplier<T> step) {
    for (int attempt = 1; ; attempt++) {
      try {
        return step.get();
      } catch (ThrottledException
          | TransientException
          | NamespacePendingException
          | DrainingException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        if (e instanceof DrainingException) {
          beforeLooking.run();
        }
      }
    }
  }
}
