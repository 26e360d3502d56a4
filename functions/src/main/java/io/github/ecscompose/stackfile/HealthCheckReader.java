package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Container.HealthCheck;
import io.github.ecscompose.stackfile.Node.Scalar;
import io.github.ecscompose.stackfile.Node.Sequence;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a container's {@code healthcheck}; ranges and defaults are those of the ECS API. */
final class HealthCheckReader {

  private static final Pattern ARGUMENT = Pattern.compile("(?s).*");
  private static final String SHELL = "CMD-SHELL";
  private static final Set<String> KINDS = Set.of("CMD", SHELL);

  private HealthCheckReader() {}

  /** The health check; empty also where it is turned off. */
  static Optional<HealthCheck> read(Field field) {
    return field
        .section(Keys.HEALTH_CHECK)
        .filter(section -> !isDisabled(section))
        .map(HealthCheckReader::healthCheck);
  }

  /** As docker compose takes a check away that the defaults, or the image, would give. */
  private static boolean isDisabled(Section section) {
    return section.get("disable", Field::flag, false)
        || section.get("test").filter(HealthCheckReader::isNone).isPresent();
  }

  private static boolean isNone(Field test) {
    return test.node() instanceof Sequence list
        && list.items().size() == 1
        && list.items().getFirst() instanceof Scalar word
        && word.text().equals("NONE");
  }

  private static HealthCheck healthCheck(Section section) {
    return new HealthCheck(
        command(section),
        section.get("interval", field -> field.seconds(5, 300), 30),
        section.get("timeout", field -> field.seconds(2, 60), 5),
        section.get("retries", field -> field.integer(1, 10), 3),
        section.get("start_period", field -> field.seconds(0, 300), 0));
  }

  private static List<String> command(Section section) {
    Optional<Field> test = section.get("test");
    if (test.isPresent() && section.get("command").isPresent()) {
      test.get().error("test means the same as command: give one of them");
    }
    return test.or(() ->
            section.require(
                "command", "give what to run, as [CMD-SHELL, \"curl -f http://localhost/\"]"))
        .flatMap(HealthCheckReader::command)
        .orElse(List.of());
  }

  /** A text is a command for the container's shell, as in docker compose. */
  private static Optional<List<String>> command(Field field) {
    if (!(field.node() instanceof Sequence)) {
      return field.text().map(text -> List.of(SHELL, text));
    }
    Optional<List<String>> command = field.texts(ARGUMENT, "text");
    command.filter(arguments -> !isComplete(arguments)).ifPresent(arguments -> incomplete(field));
    return command;
  }

  private static boolean isComplete(List<String> arguments) {
    return arguments.size() > 1 && KINDS.contains(arguments.getFirst());
  }

  private static void incomplete(Field field) {
    field.error("a command starts with CMD or CMD-SHELL, and what to run follows");
  }
}
