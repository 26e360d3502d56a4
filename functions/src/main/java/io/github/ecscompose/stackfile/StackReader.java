package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Node.Entry;
import io.github.ecscompose.stackfile.Node.Mapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a merged and expanded stackfile. */
final class StackReader {

  private final String cluster;
  private final Problems problems;

  StackReader(String cluster, Problems problems) {
    this.cluster = cluster;
    this.problems = problems;
  }

  /** The stack; only to be used where no error was found. */
  Stack read(Mapping stackfile) {
    Section stack =
        Section.of(
            new Field(stackfile, stackfile.position(), Path.ROOT, problems),
            stackfile.entries(),
            Keys.STACK);
    ServiceReader reader = new ServiceReader(StackSettings.read(cluster, stack));
    return new Stack(services(stack).map(field -> services(field, reader)).orElse(List.of()));
  }

  private static Optional<Field> services(Section stack) {
    return stack
        .given("services")
        .or(() -> stack.require("services", "give at least one service"))
        .filter(field -> field.map().isPresent());
  }

  private static List<Service> services(Field field, ServiceReader reader) {
    Map<String, Entry> entries = field.map().orElse(Map.of());
    if (entries.isEmpty() && !field.problems().hasErrors()) {
      field.error("there is no service: give at least one");
    }
    return entries.entrySet().stream()
        .flatMap(entry ->
            reader.read(entry.getKey(), field.child(entry.getKey(), entry.getValue())).stream())
        .toList();
  }
}
