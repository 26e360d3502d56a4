package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Node.Entry;
import io.github.ecscompose.stackfile.Node.Mapping;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads a merged and expanded stackfile. */
final class StackReader {

  /** The most that a cluster holds, by ECS's quotas. */
  static final int MOST_SERVICES = 5_000;

  /** Sections that are given once and end up in every service. */
  private static final List<String> SHARED = List.of("defaults", "logging", "tags", "vpc");

  private final String cluster;
  private final Problems problems;
  private final Budget budget;
  private final TaskDefinitionSize size;

  StackReader(String cluster, Problems problems, Budget budget, TaskDefinitionSize size) {
    this.cluster = cluster;
    this.problems = problems;
    this.budget = budget;
    this.size = size;
  }

  /** The stack; only to be used where no error was found. */
  Stack read(Mapping stackfile) {
    Section stack =
        Section.of(
            new Field(stackfile, stackfile.position(), Path.ROOT, problems),
            stackfile.entries(),
            Keys.STACK);
    stack.get("cluster").ifPresent(this::checkCluster);
    ServiceReader reader = new ServiceReader(StackSettings.read(cluster, stack), size);
    List<Service> services =
        services(stack)
            .filter(field -> fits(stack, field))
            .map(field -> services(field, reader))
            .orElse(List.of());
    reader.dependsOn().check();
    return new Stack(
        services,
        stack
            .get("deploy")
            .flatMap(field -> field.section(Keys.DEPLOY))
            .map(DeployReader::read)
            .orElse(Deploy.DEFAULT),
        stack
            .get("redeploy")
            .flatMap(field -> field.section(Keys.REDEPLOY))
            .flatMap(RedeployReader::read));
  }

  /** A stackfile that names its cluster is not deployed to another by mistake. */
  private void checkCluster(Field field) {
    field
        .text()
        .filter(name -> !name.equals(cluster))
        .ifPresent(name ->
            field.error(
                "this stackfile is for the cluster %s and is being deployed to %s: remove the key, or deploy it to its own"
                    .formatted(field.shown(), Texts.quote(cluster))));
  }

  private static Optional<Field> services(Section stack) {
    return stack
        .given("services")
        .or(() -> stack.require("services", "give at least one service"))
        .filter(field -> field.map().isPresent());
  }

  /** Whether what all services share can be written into each of them. */
  private boolean fits(Section stack, Field services) {
    long shared =
        SHARED.stream()
            .map(stack.entries()::get)
            .filter(Objects::nonNull)
            .mapToLong(entry -> entry.value().weight())
            .sum();
    int count = Math.min(services.map().orElse(Map.of()).size(), MOST_SERVICES);
    boolean fits = budget.takeExpansion(shared * count);
    if (!fits) {
      services.error(
          "defaults, logging, tags and vpc count for each of the %d services and may come to 10 MiB at most in all: shorten them"
              .formatted(count));
    }
    return fits;
  }

  private static List<Service> services(Field field, ServiceReader reader) {
    Map<String, Entry> entries = field.map().orElse(Map.of());
    if (entries.isEmpty() && !field.problems().hasErrors()) {
      field.error("there is no service: give at least one");
    }
    entries.entrySet().stream()
        .skip(MOST_SERVICES)
        .findFirst()
        .ifPresent(entry ->
            field
                .child(entry.getKey(), entry.getValue())
                .error("a stackfile may have %d services at most".formatted(MOST_SERVICES)));
    return entries.entrySet().stream()
        .limit(MOST_SERVICES)
        .flatMap(entry -> read(reader, field, entry))
        .toList();
  }

  private static Stream<Service> read(
      ServiceReader reader, Field services, Map.Entry<String, Entry> entry) {
    return reader.read(entry.getKey(), services.child(entry.getKey(), entry.getValue())).stream();
  }
}
