package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Node.Entry;
import io.github.ecscompose.stackfile.Node.Mapping;
import io.github.ecscompose.stackfile.Node.Scalar;
import io.github.ecscompose.stackfile.Node.Sequence;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads names with texts: a map, a list of maps, or a list of {@code NAME=value}. */
final class Assignments {

  private final Kind kind;
  private final Map<String, Assignment> found = new TreeMap<>();

  private Assignments(Kind kind) {
    this.kind = kind;
  }

  /** What is read, by name; what cannot be read is left out. */
  static Map<String, Assignment> read(Field field, Kind kind) {
    Assignments assignments = new Assignments(kind);
    if (field.node() instanceof Mapping mapping) {
      assignments.addAll(field, mapping);
    } else if (field.node() instanceof Sequence) {
      field.items().orElse(List.of()).forEach(assignments::add);
    } else {
      field.expected("a map or a list");
    }
    return assignments.found;
  }

  private void addAll(Field field, Mapping mapping) {
    mapping.entries().forEach((name, entry) -> add(name, entry, field));
  }

  private void add(Field item) {
    switch (item.node()) {
      case Mapping mapping -> addAll(item, mapping);
      case Scalar scalar when !scalar.isNull() -> assignment(item, scalar);
      default -> item.expected("`NAME: value` or NAME=value");
    }
  }

  private void add(String name, Entry entry, Field parent) {
    Field field = parent.child(name, entry);
    if (field.isNull()) {
      field.warning("no value is given, so it is empty: write `" + Texts.clip(name) + ": \"\"`");
      put(name, new Assignment(field, "", false));
    } else {
      boolean secret = entry.value() instanceof Scalar scalar && scalar.secret();
      field.value().ifPresent(value -> put(name, new Assignment(field, value, secret)));
    }
  }

  /** The name is taken from what was written, lest a secret become a name. */
  private void assignment(Field item, Scalar scalar) {
    int written = scalar.written().indexOf('=');
    int equals = scalar.text().indexOf('=');
    Optional<String> name =
        Optional.of(scalar)
            .filter(found -> equals >= 0 && written >= 0)
            .map(found -> found.written().substring(0, written))
            .filter(found -> found.indexOf('$') < 0);
    name.ifPresentOrElse(
        found ->
            put(found, new Assignment(item, scalar.text().substring(equals + 1), scalar.secret())),
        () -> item.expected("NAME=value with a literal name (`NAME: $NAME` passes a variable on)"));
  }

  private void put(String name, Assignment assignment) {
    if (name.isBlank() || name.indexOf('=') >= 0) {
      assignment
          .field()
          .error(kind.description + "'s name may not be empty or have an equals sign");
    } else if (name.indexOf('$') >= 0) {
      assignment
          .field()
          .warning(
              "variables are put into values only: %s is called %s"
                  .formatted(kind.description, Texts.quote(name)));
    }
    if (found.put(name, assignment) != null) {
      assignment
          .field()
          .warning("the " + kind.word + " is given twice in this list: the last one counts");
    }
  }

  /** What is assigned, in the words of messages. */
  enum Kind {
    VARIABLE("an environment variable", "variable"),
    LABEL("a label", "label"),
    SECRET("a secret", "secret"),
    TAG("a tag", "tag");

    private final String description;
    private final String word;

    Kind(String description, String word) {
      this.description = description;
      this.word = word;
    }
  }

  /**
   * A value for a name.
   *
   * @param field that gives it, for what is wrong with it
   * @param secret whether a secret variable went into it
   */
  record Assignment(Field field, String value, boolean secret) {}
}
