package io.github.ecscompose.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.stackfile.Container;
import io.github.ecscompose.stackfile.Deploy;
import io.github.ecscompose.stackfile.Parsed;
import io.github.ecscompose.stackfile.Problem;
import io.github.ecscompose.stackfile.Redeploy;
import io.github.ecscompose.stackfile.Service;
import io.github.ecscompose.stackfile.Source;
import io.github.ecscompose.stackfile.Stack;
import io.github.ecscompose.stackfile.StackDocument;
import io.github.ecscompose.stackfile.StackfileReader;
import io.github.ecscompose.stackfile.StackfileText;
import io.github.ecscompose.stackfile.StackfileWriter;
import io.github.ecscompose.stackfile.Variables;
import io.github.ecscompose.stackfile.Variables.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What runs in a cluster as one stackfile. It is read again at once, by which it shows whether it
 * can be deployed and what of each service is lost. Pure.
 *
 * @param warnings what is lost, in sentences
 */
public record DescribedStack(ObjectNode stackfile, List<String> warnings) {

  public DescribedStack {
    Objects.requireNonNull(stackfile, "stackfile");
    warnings = List.copyOf(warnings);
  }

  /**
   * The stackfile of a cluster.
   *
   * @param live all that runs; where the stackfile has not all of it, it prunes nothing
   * @param right services that run as they were deployed, in those words
   * @param others those that are read from what runs
   * @param variables the secret ones that a service was deployed with, by service
   */
  public static DescribedStack of(
      String cluster,
      Map<String, LiveService> live,
      Map<String, Service> right,
      List<DescribedService> others,
      Deploy deploy,
      Optional<Redeploy> redeploy,
      Map<String, Map<String, Value>> variables) {
    Map<String, DescribedService> described = new HashMap<>();
    others.forEach(other -> described.put(other.live().name(), other));
    Map<String, Service> services = new TreeMap<>(right);
    described.forEach((name, other) -> services.put(name, other.read()));
    return new Describing(cluster, live, described, deploy, redeploy, variables).describe(services);
  }

  /** Goes on until what is written can be read. */
  private static final class Describing {

    private final String cluster;
    private final Map<String, LiveService> live;
    private final Map<String, DescribedService> described;
    private final Deploy deploy;
    private final Optional<Redeploy> redeploy;
    private final Map<String, Map<String, Value>> variables;
    private final List<String> warnings = new ArrayList<>();

    Describing(
        String cluster,
        Map<String, LiveService> live,
        Map<String, DescribedService> described,
        Deploy deploy,
        Optional<Redeploy> redeploy,
        Map<String, Map<String, Value>> variables) {
      this.cluster = cluster;
      this.live = live;
      this.described = described;
      this.deploy = deploy;
      this.redeploy = redeploy;
      this.variables = variables;
    }

    DescribedStack describe(Map<String, Service> services) {
      Map<String, Service> left = new TreeMap<>(services);
      while (true) {
        HiddenValues hidden = new HiddenValues(left, described, variables);
        ObjectNode stackfile =
            StackfileWriter.write(
                new Stack(ordered(left), deploying(left.keySet()), redeploy), hidden);
        Parsed parsed = read(stackfile, hidden);
        switch (parsed) {
          case Parsed.Valid valid -> {
            valid.stack().services().forEach(this::compare);
            warnings.addAll(hidden.warnings());
            return new DescribedStack(stackfile, warnings);
          }
          case Parsed.Invalid invalid -> {
            if (!leaveOut(left, invalid.problems())) {
              invalid
                  .problems()
                  .forEach(problem -> warnings.add("It cannot be deployed: " + message(problem)));
              warnings.addAll(hidden.warnings());
              return new DescribedStack(stackfile, warnings);
            }
          }
        }
      }
    }

    private Parsed read(ObjectNode stackfile, HiddenValues hidden) {
      return StackfileReader.read(
          List.of(
              new Source(
                  "stackfile.yml", StackfileText.json(stackfile).getBytes(StandardCharsets.UTF_8))),
          cluster,
          new Variables(hidden.values()),
          service -> TaskDefinitions.of(cluster, service).size());
    }

    /** What is left out is not to be removed for that. */
    private Deploy deploying(Set<String> told) {
      return told.containsAll(live.keySet())
          ? deploy
          : new Deploy(deploy.onFailure(), deploy.timeout(), false);
    }

    /** Waiting for what does not run, or for one another, is left out. */
    private List<Service> ordered(Map<String, Service> services) {
      List<Service> all =
          services.values().stream()
              .map(service ->
                  waitingFor(
                      service, service.dependsOn().stream().filter(services::containsKey).toList()))
              .toList();
      return isCyclic(all)
          ? all.stream().map(service -> waitingFor(service, List.of())).toList()
          : all;
    }

    private static boolean isCyclic(List<Service> services) {
      Set<String> begun = new HashSet<>();
      for (List<Service> wave : Waves.of(services)) {
        if (wave.stream().anyMatch(service -> !begun.containsAll(service.dependsOn()))) {
          return true;
        }
        wave.forEach(service -> begun.add(service.name()));
      }
      return false;
    }

    private static Service waitingFor(Service service, List<String> names) {
      return new Service(
          service.name(),
          service.kind(),
          names,
          service.container(),
          service.sidecars(),
          service.compute(),
          service.network(),
          service.access(),
          service.rollout(),
          service.loadBalancer(),
          service.discovery(),
          service.tags());
    }

    /** Takes out the services that have problems; false where none of them is to blame. */
    private boolean leaveOut(Map<String, Service> services, List<Problem> problems) {
      boolean found = false;
      for (Problem problem : problems) {
        String[] keys = problem.path().split("\\.", -1);
        if (keys.length > 1 && keys[0].equals("services") && services.remove(keys[1]) != null) {
          warnings.add(
              "services.%s is left out, since no stackfile can say it: %s"
                  .formatted(keys[1], message(problem)));
          found = true;
        }
      }
      return found && !services.isEmpty();
    }

    private static String message(Problem problem) {
      return problem.path() + ": " + problem.message();
    }

    /** What is read from the stackfile, beside what runs. */
    private void compare(Service service) {
      String name = service.name();
      LiveService running = Objects.requireNonNull(live.get(name), name);
      boolean settled =
          Tags.areOf(running.tags(), cluster, name)
              && StackDocument.digest(service).equals(running.tags().get(Tags.DIGEST));
      if (!settled) {
        Optional.ofNullable(described.get(name))
            .ifPresentOrElse(
                other -> compare(service, other),
                () ->
                    warnings.add(
                        "services.%s: a stackfile has one VPC, one namespace, and one set of subnets and security groups for all load balancers of a type, and others have others, or a secret has changed: deploying this changes the service."
                            .formatted(name)));
      }
    }

    private void compare(Service service, DescribedService other) {
      String path = "services." + service.name();
      if (!other.isOurs()) {
        warnings.add(
            path + " was made by somebody else: a deployment refuses it as long as that one runs.");
      } else if (!Tags.areOf(other.live().tags(), cluster, service.name())) {
        warnings.add(path + " was made by the older tool: a deployment takes it over.");
      }
      List<Change> losses = other.losses(service);
      losses.forEach(loss ->
          warnings.add(
              "%s cannot be said as it is: deploying this changes it."
                  .formatted(loss.under(path))));
      if (losses.isEmpty() && Tags.areOf(other.live().tags(), cluster, service.name())) {
        warnings.add(
            path
                + " is not what it was last deployed as: deploying this sets its tags anew, and changes nothing else.");
      }
    }
  }

  /** Writes variables in place of secrets, and keeps what they stand for. */
  private static final class HiddenValues implements StackfileWriter.Told {

    private static final String ENVIRONMENT = "environment.";

    /** Its options name places in CloudWatch Logs, and no secret. */
    private static final String AWSLOGS = "awslogs";

    private final Map<String, Service> services;
    private final Map<String, DescribedService> described;
    private final Map<String, Map<String, Value>> variables;
    private final Map<String, Value> values = new TreeMap<>();
    private final List<String> warnings = new ArrayList<>();

    HiddenValues(
        Map<String, Service> services,
        Map<String, DescribedService> described,
        Map<String, Map<String, Value>> variables) {
      this.services = services;
      this.described = described;
      this.variables = variables;
    }

    Map<String, Value> values() {
      return Map.copyOf(values);
    }

    List<String> warnings() {
      return List.copyOf(warnings);
    }

    @Override
    public String write(String service, String container, String place, String value) {
      Map<String, Value> known = variables.getOrDefault(service, Map.of());
      boolean secret = isSecret(service, container, place);
      if (!secret && !place.startsWith("logging.")) {
        return StackfileWriter.escape(value);
      }
      Optional<String> text = withVariables(value, known);
      if (text.isPresent() || !secret) {
        return text.orElseGet(() -> StackfileWriter.escape(value));
      }
      return named(service, container, place, value);
    }

    /** What came from a secret, and what may have where nobody knows any more. */
    private boolean isSecret(String service, String container, String place) {
      Optional<Container> written =
          Optional.ofNullable(services.get(service))
              .map(known -> known.containers().get(container));
      return place.startsWith(ENVIRONMENT)
          ? written
              .filter(known ->
                  known.secretEnvironment().contains(place.substring(ENVIRONMENT.length())))
              .isPresent()
          : Optional.ofNullable(described.get(service))
                  .filter(DescribedService::isForgotten)
                  .isPresent()
              && written
                  .flatMap(Container::logging)
                  .filter(logging -> !logging.driver().equals(AWSLOGS))
                  .isPresent();
    }

    /** The text with the names of variables for their values, the longest first. */
    private Optional<String> withVariables(String value, Map<String, Value> known) {
      StringBuilder text = new StringBuilder();
      boolean found = false;
      int at = 0;
      while (at < value.length()) {
        int start = at;
        Optional<Map.Entry<String, Value>> secret =
            known.entrySet().stream()
                .filter(variable -> value.startsWith(variable.getValue().text(), start))
                .filter(variable -> isFree(variable.getKey(), variable.getValue()))
                .max(Comparator.comparingInt(variable -> variable.getValue().text().length()));
        if (secret.isPresent()) {
          text.append("${").append(secret.get().getKey()).append('}');
          values.put(secret.get().getKey(), secret.get().getValue());
          at += secret.get().getValue().text().length();
          found = true;
        } else {
          text.append(StackfileWriter.escape(value.substring(at, at + 1)));
          at++;
        }
      }
      return found ? Optional.of(text.toString()) : Optional.empty();
    }

    private boolean isFree(String name, Value value) {
      Value taken = values.get(name);
      return taken == null || taken.text().equals(value.text());
    }

    /** A variable that nobody has given yet. */
    private String named(String service, String container, String place, String value) {
      String full = service + "_" + (container.equals(service) ? "" : container + "_") + place;
      String base =
          full.replace(ENVIRONMENT, "").replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
      String name = base.matches("^\\d.*") ? "_" + base : base;
      while (!isFree(name, new Value(value, true))) {
        name += "_";
      }
      values.put(name, new Value(value, true));
      warnings.add(
          "services.%s.%s: its value is secret, and no variable of its deployment gives it: deploy this with the variable %s."
              .formatted(service, place, name));
      return "${" + name + "}";
    }
  }
}
