package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Node.Sequence;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads how the process of a container is run. */
final class ExecutionReader {

  private static final Pattern WORD = Pattern.compile("(?s).*");
  private static final Pattern USER = Pattern.compile("[^\\s:]+(?::[^\\s:]+)?");
  private static final Pattern ABSOLUTE = Pattern.compile("/.*|[A-Za-z]:[\\\\/].*");
  private static final Set<String> OPERATORS = Set.of("|", "||", "&", "&&", ";", ">", ">>", "<");

  private ExecutionReader() {}

  static Execution read(Section section) {
    return new Execution(
        section.get("command", ExecutionReader::words, List.of()),
        section.get("entrypoint", ExecutionReader::words, List.of()),
        section.get("working_dir").flatMap(ExecutionReader::path),
        section.get("user").flatMap(ExecutionReader::user),
        section.get("init", Field::flag, false),
        section.get("privileged", Field::flag, false),
        section.get("stop_grace_period").flatMap(ExecutionReader::gracePeriod));
  }

  /** ECS cannot take an image's own command away, for an empty one is none to it. */
  private static Optional<List<String>> words(Field field) {
    Optional<List<String>> words =
        field.node() instanceof Sequence ? field.texts(WORD, "text") : split(field);
    words
        .filter(List::isEmpty)
        .ifPresent(none ->
            field.error("ECS takes one word at least: remove the key to run what the image says"));
    return words;
  }

  private static Optional<List<String>> split(Field field) {
    Optional<String> text = field.value();
    Optional<List<String>> words = text.flatMap(ShellWords::split);
    if (text.isPresent() && words.isEmpty()) {
      field.error("a quote is not closed, or nothing follows the last backslash");
    }
    words.stream()
        .flatMap(List::stream)
        .filter(OPERATORS::contains)
        .findFirst()
        .ifPresent(operator ->
            field.warning(
                "no shell runs this, so %s is passed on as a word: write [sh, -c, \"…\"] for a shell"
                    .formatted(operator)));
    return words;
  }

  private static Optional<String> path(Field field) {
    return field.text(ABSOLUTE, "an absolute path, as /app");
  }

  private static Optional<String> user(Field field) {
    return field.text(USER, "a user, as app, 1000 or 1000:1000");
  }

  /** ECS bounds it for Fargate alone, at 120 seconds (API reference of ContainerDefinition). */
  private static Optional<Integer> gracePeriod(Field field) {
    return field.seconds(1, Integer.MAX_VALUE);
  }
}
