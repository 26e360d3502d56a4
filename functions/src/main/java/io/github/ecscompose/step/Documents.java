package io.github.ecscompose.step;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecscompose.deployment.DeployRequest;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.RequestDocument;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.json.JsonText;
import io.github.ecscompose.plan.Before;
import io.github.ecscompose.plan.BeforeDocument;
import io.github.ecscompose.plan.DeploymentPlan;
import io.github.ecscompose.plan.DeploymentPlan.ServicePlan;
import io.github.ecscompose.plan.DestroyDocument;
import io.github.ecscompose.plan.DestroyPlan;
import io.github.ecscompose.plan.Left;
import io.github.ecscompose.plan.PlanDocument;
import io.github.ecscompose.plan.Undo.Design;
import io.github.ecscompose.stackfile.Service;
import io.github.ecscompose.stackfile.Stack;
import io.github.ecscompose.stackfile.StackDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The JSON files of deployments. What several steps read is written once before the first of them,
 * so the last few stay in memory: one warm function works on many services of one deployment.
 */
public final class Documents {

  public static final String STACKFILE = "stackfile.yml";
  static final String REQUEST = "request.json";
  static final String VARIABLES = "variables.json";
  static final String STACK = "stack.json";
  static final String PLAN = "plan.json";
  static final String BEFORE = "before.json";
  static final String REPORT = "report.json";
  static final String LEFT = "left.json";

  private static final int REMEMBERED = 5;

  /** Deployments of {@code update_only} in a row, each of which costs two reads. */
  private static final int MAXIMUM_PASSED = 20;

  private record Found(Map<String, Before> services) {}

  private record Remembered(DeploymentReference deployment, String name, Object document) {}

  private final DeploymentFiles files;
  private final Deque<Remembered> memory = new ArrayDeque<>();

  public Documents(DeploymentFiles files) {
    this.files = files;
  }

  DeployRequest request(DeploymentReference deployment) {
    return RequestDocument.read(read(deployment, REQUEST));
  }

  /** The variables of a deployment, as far as any are kept. */
  KeptVariables variables(DeploymentReference deployment) {
    return files
        .find(deployment, VARIABLES)
        .map(content -> KeptVariables.read(parse(deployment, VARIABLES, content)))
        .orElse(KeptVariables.NONE);
  }

  Stack stack(DeploymentReference deployment) {
    return remembered(deployment, STACK, Stack.class)
        .orElseGet(
            () -> remember(deployment, STACK, StackDocument.fromJson(read(deployment, STACK))));
  }

  DeploymentPlan plan(DeploymentReference deployment) {
    return remembered(deployment, PLAN, DeploymentPlan.class)
        .orElseGet(() -> remember(deployment, PLAN, PlanDocument.read(read(deployment, PLAN))));
  }

  /** What a destroy has to remove beside services, once that is planned. */
  Optional<DestroyPlan> destroyPlan(DeploymentReference deployment) {
    return filed(() -> DestroyDocument.read(read(deployment, PLAN)));
  }

  /** What of that it left, once it has begun to remove it. */
  Optional<List<Left>> left(DeploymentReference deployment) {
    return filed(() -> DestroyDocument.readLeft(read(deployment, LEFT)));
  }

  /** What the deployment found of a service that it changes. */
  Optional<Before> before(DeploymentReference deployment, String service) {
    Found found =
        remembered(deployment, BEFORE, Found.class)
            .orElseGet(() ->
                remember(
                    deployment, BEFORE, new Found(BeforeDocument.read(read(deployment, BEFORE)))));
    return Optional.ofNullable(found.services().get(service));
  }

  /**
   * The definition that a service and what is made beside it were last brought to, as far as that
   * is still filed. Deployments that left out the latter ({@code update_only}) are passed over, for
   * the one that each of them found.
   */
  Optional<Design> formerDesign(DeploymentReference deployment, Before before) {
    Optional<Before> found = Optional.of(before);
    for (int passed = 0; passed < MAXIMUM_PASSED; passed++) {
      Optional<DeploymentReference> former =
          found
              .flatMap(Before::former)
              .flatMap(Before.Former::deployment)
              .map(id -> new DeploymentReference(deployment.cluster(), id));
      Optional<DeploymentPlan> plan = former.flatMap(id -> filed(() -> plan(id)));
      if (!plan.map(DeploymentPlan::updateOnly).orElse(false)) {
        return plan.isEmpty()
            ? Optional.empty()
            : former.flatMap(id -> design(id, before.service()));
      }
      found = former.flatMap(id -> filedBefore(id, before.service()));
    }
    return Optional.empty();
  }

  private Optional<Design> design(DeploymentReference deployment, String service) {
    return filedStack(deployment)
        .flatMap(stack -> stack.service(service))
        .map(definition -> new Design(deployment.id(), definition));
  }

  /** What an earlier deployment found of a service, as far as that is still filed. */
  Optional<Before> filedBefore(DeploymentReference deployment, String service) {
    return filed(() -> before(deployment, service)).flatMap(Function.identity());
  }

  /** The definition alone. */
  Optional<Service> formerService(DeploymentReference deployment, Before before) {
    return formerDesign(deployment, before).map(Design::service);
  }

  /** The stack of an earlier deployment; empty where it is not filed, or in another form. */
  Optional<Stack> filedStack(DeploymentReference deployment) {
    return filed(() -> stack(deployment));
  }

  private static <T> Optional<T> filed(Supplier<T> document) {
    try {
      return Optional.of(document.get());
    } catch (RefusedException | IllegalArgumentException unknown) {
      return Optional.empty();
    }
  }

  Service service(DeploymentReference deployment, String name) {
    return stack(deployment).service(name).orElseThrow(() -> missing(deployment, STACK, name));
  }

  ServicePlan servicePlan(DeploymentReference deployment, String name) {
    return plan(deployment).service(name).orElseThrow(() -> missing(deployment, PLAN, name));
  }

  private static NoSuchElementException missing(
      DeploymentReference deployment, String file, String service) {
    return new NoSuchElementException(
        "%s of the deployment %s has no service %s".formatted(file, deployment, service));
  }

  void write(DeploymentReference deployment, String name, JsonNode document) {
    try {
      files.write(deployment, name, JsonText.writeReadably(document));
    } catch (IOException e) {
      throw new UncheckedIOException("writing " + name + " of " + deployment, e);
    }
  }

  private JsonNode read(DeploymentReference deployment, String name) {
    return parse(deployment, name, files.read(deployment, name));
  }

  private static JsonNode parse(DeploymentReference deployment, String name, byte[] content) {
    try {
      return JsonText.read(content);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + name + " of " + deployment, e);
    }
  }

  private <T> Optional<T> remembered(DeploymentReference deployment, String name, Class<T> type) {
    return memory.stream()
        .filter(known -> known.deployment().equals(deployment) && known.name().equals(name))
        .map(Remembered::document)
        .map(type::cast)
        .findFirst();
  }

  private <T> T remember(DeploymentReference deployment, String name, T document) {
    if (memory.size() == REMEMBERED) {
      memory.removeFirst();
    }
    memory.addLast(new Remembered(deployment, name, document));
    return document;
  }
}
