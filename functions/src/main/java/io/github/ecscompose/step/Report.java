package io.github.ecscompose.step;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeployRequest;
import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.deployment.FailureCause;
import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.deployment.ServiceRecordDocument;
import io.github.ecscompose.error.CanceledException;
import io.github.ecscompose.error.StackfileRejectedException;
import io.github.ecscompose.plan.DeploymentPlan;
import io.github.ecscompose.plan.DeploymentPlan.Action;
import io.github.ecscompose.plan.DeploymentPlan.ServicePlan;
import io.github.ecscompose.plan.Undo;
import io.github.ecscompose.plan.Waves;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Says what came of the deployment, in the table, in {@code report.json} and as its result. */
public final class Report {

  /** A row holds 400 KB and a state 256 KiB; report.json has every failure. */
  private static final int NAMED_FAILURES = 5;

  private static final String NOT_BACK = "not back: ";

  private final Documents documents;
  private final DeploymentRecords records;
  private final Clock clock;

  public Report(DeploymentFiles files, DeploymentRecords records, Clock clock) {
    this.documents = new Documents(files);
    this.records = records;
    this.clock = clock;
  }

  /**
   * What ended the workflow before its time: an error's name and cause, as Step Functions has it.
   */
  public record Failure(String error, String cause) {
    public Failure {
      Objects.requireNonNull(error, "error");
      Objects.requireNonNull(cause, "cause");
    }
  }

  /**
   * What came of the deployment.
   *
   * @param error present unless the deployment did what it should
   */
  public record Result(
      DeploymentReference deployment, DeploymentStatus status, Optional<String> error) {
    public Result {
      Objects.requireNonNull(deployment, "deployment");
      Objects.requireNonNull(status, "status");
      Objects.requireNonNull(error, "error");
    }
  }

  /**
   * Ends the deployment.
   *
   * @param rollBackFailure what kept the deployment from being rolled back
   */
  public Result run(
      DeployRequest request, Optional<Failure> failure, Optional<Failure> rollBackFailure) {
    DeploymentReference deployment = request.reference();
    if (!deployment.isValid()) {
      // Nothing was written under such a name, and nothing is.
      return new Result(
          deployment,
          status(List.of(), failure, Optional.empty(), false),
          error(List.of(), failure, Optional.empty()));
    }
    if (records.find(deployment).isEmpty()) {
      // Validate failed before it could write anything.
      records.start(DeploymentRecord.validating(request, clock.instant().toString()));
    }
    Optional<DeploymentPlan> plan =
        failure.isPresent() ? Optional.empty() : Optional.of(documents.plan(deployment));
    boolean rolledBack = isRolledBack(deployment);
    List<ServiceRecord> services = settled(deployment, rolledBack);
    Optional<Destroyed> destroyed =
        request.operation().isDestroy() ? Destroyed.of(documents, deployment) : Optional.empty();
    Result result =
        new Result(
            deployment,
            destroyed
                .map(told -> told.status(status(services, failure, rollBackFailure, rolledBack)))
                .orElseGet(() -> status(services, failure, rollBackFailure, rolledBack)),
            Destroyed.error(destroyed, error(services, failure, rollBackFailure)));
    Map<String, Integer> counts = counts(plan, services);
    String finishedAt = clock.instant().toString();
    ObjectNode document = document(result, counts, plan, services, finishedAt);
    destroyed.ifPresent(told -> told.addTo(document, services));
    documents.write(deployment, Documents.REPORT, document);
    records.finish(deployment, result.status(), counts, result.error(), finishedAt);
    return result;
  }

  /**
   * A service that was begun and never settled did not end well, whatever became of its workflow;
   * one that was not begun is as it was.
   */
  private List<ServiceRecord> settled(DeploymentReference deployment, boolean rolledBack) {
    List<ServiceRecord> services = records.services(deployment);
    Set<String> failed =
        services.stream()
            .filter(Report::failedIfEndedNow)
            .map(ServiceRecord::service)
            .collect(Collectors.toSet());
    for (ServiceRecord service : services) {
      settle(deployment, service, failed);
      if (rolledBack && isToBeUndone(service)) {
        records.rolledBack(
            deployment, service.service(), ServiceState.FAILED, Optional.of(notBack(service)));
      }
    }
    return records.services(deployment);
  }

  /** Also where an earlier attempt has noted that already, and only its answer was lost. */
  private boolean isRolledBack(DeploymentReference deployment) {
    return records.find(deployment).map(DeploymentRecord::status).stream()
        .anyMatch(Set.of(DeploymentStatus.ROLLING_BACK, DeploymentStatus.ROLLED_BACK)::contains);
  }

  private void settle(DeploymentReference deployment, ServiceRecord service, Set<String> failed) {
    String name = service.service();
    switch (service.state()) {
      case PENDING ->
          records.settle(
              deployment,
              name,
              ServiceState.NOT_BEGUN,
              Optional.of(whyNotBegun(deployment, name, failed)));
      case DEPLOYING, STABILIZING ->
          records.settle(
              deployment,
              name,
              ServiceState.FAILED,
              Optional.of("the deployment ended during " + service.step()));
      case SUCCEEDED, FAILED, NOT_BEGUN, ROLLING_BACK, ROLLED_BACK -> {}
    }
  }

  /** Whether a service that was to be rolled back is not, whatever became of that workflow. */
  private static boolean isToBeUndone(ServiceRecord service) {
    return switch (service.state()) {
      case PENDING, NOT_BEGUN, ROLLED_BACK -> false;
      case DEPLOYING, STABILIZING, SUCCEEDED, FAILED, ROLLING_BACK ->
          !Undo.isBeyondUndoing(Action.valueOf(service.action()));
    };
  }

  private static String notBack(ServiceRecord service) {
    return service
        .rollBack()
        .filter(text -> text.startsWith(NOT_BACK))
        .orElse(NOT_BACK + "the roll back ended before it was");
  }

  private static boolean failedIfEndedNow(ServiceRecord service) {
    return switch (service.state()) {
      case DEPLOYING, STABILIZING, FAILED -> true;
      case ROLLING_BACK, ROLLED_BACK -> service.error().isPresent();
      case PENDING, SUCCEEDED, NOT_BEGUN -> false;
    };
  }

  private String whyNotBegun(DeploymentReference deployment, String service, Set<String> failed) {
    return documents
        .filedStack(deployment)
        .flatMap(stack -> Waves.failedDependency(stack, service, failed))
        .map(dependency -> "not begun: %s, which it depends on, failed".formatted(dependency))
        .or(() ->
            failed.stream()
                .sorted()
                .findFirst()
                .map(other -> "not begun: %s failed before".formatted(other)))
        .orElse("not begun: the deployment ended before");
  }

  private static DeploymentStatus status(
      List<ServiceRecord> services,
      Optional<Failure> failure,
      Optional<Failure> rollBackFailure,
      boolean rolledBack) {
    if (failure.stream().anyMatch(Report::isRejection)) {
      return DeploymentStatus.REJECTED;
    }
    if (failure.stream().anyMatch(told -> told.error().equals(FailureCause.SUPERSEDED))) {
      return DeploymentStatus.SUPERSEDED;
    }
    if (failure.stream().anyMatch(Report::isCancellation)) {
      return DeploymentStatus.CANCELED;
    }
    boolean good = services.stream().allMatch(service -> service.state() == ServiceState.SUCCEEDED);
    if (good && failure.isEmpty() && rollBackFailure.isEmpty()) {
      return services.isEmpty() ? DeploymentStatus.UNCHANGED : DeploymentStatus.SUCCEEDED;
    }
    boolean back = rolledBack && services.stream().noneMatch(Report::isToBeUndone);
    return back && rollBackFailure.isEmpty()
        ? DeploymentStatus.ROLLED_BACK
        : DeploymentStatus.FAILED;
  }

  private static boolean isRejection(Failure failure) {
    return failure.error().equals(StackfileRejectedException.class.getName());
  }

  private static boolean isCancellation(Failure failure) {
    return failure.error().equals(CanceledException.class.getName());
  }

  /** Why the deployment failed, and what is not back. */
  private static Optional<String> error(
      List<ServiceRecord> services, Optional<Failure> failure, Optional<Failure> rollBackFailure) {
    List<String> sentences = new ArrayList<>();
    failure.map(Report::describe).ifPresent(sentences::add);
    named(services, ServiceRecord::error, Report::failedIfEndedNow).ifPresent(sentences::add);
    named(services, ServiceRecord::rollBack, Report::hasFailed).ifPresent(sentences::add);
    rollBackFailure.map(told -> "Rolling back failed: " + describe(told)).ifPresent(sentences::add);
    return sentences.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", sentences));
  }

  private static String describe(Failure failure) {
    return FailureCause.describe(failure.error(), failure.cause());
  }

  /** The first few of those services with what is told of them. */
  private static Optional<String> named(
      List<ServiceRecord> services,
      Function<ServiceRecord, Optional<String>> told,
      Predicate<ServiceRecord> which) {
    List<String> all =
        services.stream()
            .filter(which)
            .flatMap(service ->
                told.apply(service).map(text -> service.service() + ": " + text).stream())
            .toList();
    if (all.isEmpty()) {
      return Optional.empty();
    }
    String named = all.stream().limit(NAMED_FAILURES).collect(Collectors.joining("; "));
    int more = all.size() - NAMED_FAILURES;
    return Optional.of(more > 0 ? named + "; and " + more + " more, see report.json" : named);
  }

  private static boolean hasFailed(ServiceRecord service) {
    return service.state() == ServiceState.FAILED;
  }

  /** Services by what came of them: as planned, failed, not begun, or rolled back. */
  private static Map<String, Integer> counts(
      Optional<DeploymentPlan> plan, List<ServiceRecord> services) {
    Map<String, Integer> counts = new TreeMap<>();
    for (ServiceRecord service : services) {
      counts.merge(outcome(service), 1, Integer::sum);
    }
    untouched(plan, services)
        .forEach(service -> counts.merge(word(service.action().name()), 1, Integer::sum));
    return counts;
  }

  private static String outcome(ServiceRecord service) {
    return switch (service.state()) {
      case FAILED -> "failed";
      case NOT_BEGUN -> "notBegun";
      case ROLLED_BACK -> "rolledBack";
      case PENDING, DEPLOYING, STABILIZING, ROLLING_BACK, SUCCEEDED -> word(service.action());
    };
  }

  private static List<ServicePlan> untouched(
      Optional<DeploymentPlan> plan, List<ServiceRecord> services) {
    Set<String> touched = services.stream().map(ServiceRecord::service).collect(Collectors.toSet());
    return plan.stream()
        .flatMap(decided -> decided.services().stream())
        .filter(service -> !touched.contains(service.service()))
        .toList();
  }

  private static String word(String action) {
    return switch (action) {
      case "CREATE" -> "created";
      case "UPDATE" -> "updated";
      case "REPLACE" -> "replaced";
      case "ADOPT" -> "adopted";
      case "REDEPLOY" -> "redeployed";
      case "RUN" -> "ran";
      case "REMOVE" -> "removed";
      case "NONE" -> "unchanged";
      case "SKIP" -> "skipped";
      default -> action.toLowerCase(Locale.ROOT);
    };
  }

  private ObjectNode document(
      Result result,
      Map<String, Integer> counts,
      Optional<DeploymentPlan> plan,
      List<ServiceRecord> services,
      String finishedAt) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("cluster", result.deployment().cluster());
    document.put("id", result.deployment().id());
    document.put("status", result.status().name());
    result.error().ifPresent(error -> document.put("error", error));
    records
        .find(result.deployment())
        .map(DeploymentRecord::createdAt)
        .ifPresent(createdAt ->
            document
                .put("createdAt", createdAt)
                .put("finishedAt", finishedAt)
                .put(
                    "seconds",
                    Duration.between(Instant.parse(createdAt), Instant.parse(finishedAt))
                        .toSeconds()));
    counts.forEach(document.putObject("counts")::put);
    ArrayNode changed = document.putArray("services");
    services.forEach(
        service -> changed.add(ServiceRecordDocument.of(service).put("step", service.step())));
    List<String> notes =
        plan.stream()
            .flatMap(decided -> decided.services().stream())
            .flatMap(service -> service.notes().stream())
            .toList();
    if (!notes.isEmpty()) {
      notes.forEach(document.putArray("notes")::add);
    }
    ArrayNode unchanged = document.putArray("unchanged");
    untouched(plan, services).forEach(service -> unchanged.add(service.service()));
    return document;
  }
}
