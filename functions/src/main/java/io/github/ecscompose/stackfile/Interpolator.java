package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Node.Entry;
import io.github.ecscompose.stackfile.Node.Mapping;
import io.github.ecscompose.stackfile.Node.Scalar;
import io.github.ecscompose.stackfile.Node.Sequence;
import io.github.ecscompose.stackfile.Node.Unresolved;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Puts variables into every value of a stackfile, never into its keys. */
final class Interpolator {

  private static final String EXTENSION = "x-";

  private final String cluster;
  private final Variables variables;
  private final Problems problems;
  private final Budget budget;
  private final Set<String> asked = new TreeSet<>();

  Interpolator(String cluster, Variables variables, Problems problems, Budget budget) {
    this.cluster = cluster;
    this.variables = variables;
    this.problems = problems;
    this.budget = budget;
  }

  /** The stackfile with values for variables. What {@code x-} keys hold is expanded where used. */
  Mapping expand(Mapping stackfile) {
    Map<String, Entry> entries = new LinkedHashMap<>(stackfile.entries());
    entries.replaceAll((key, entry) ->
        key.startsWith(EXTENSION) ? entry : expand(key, entry, Path.ROOT, Place.STACK));
    return new Mapping(stackfile.position(), entries);
  }

  /** The variables on which what was expanded depends, be they defined or not. */
  Set<String> asked() {
    return Set.copyOf(asked);
  }

  private static boolean isUnread(String key) {
    return key.startsWith(EXTENSION) || Keys.SERVICE.ignored().contains(key);
  }

  private Entry expand(String key, Entry entry, Path parent, Place place) {
    return new Entry(entry.key(), expand(entry.value(), parent.key(key), place.of(key)));
  }

  private Node expand(Node node, Path path, Place place) {
    return switch (node) {
      case Scalar scalar -> expand(scalar, path, place);
      case Sequence sequence -> expand(sequence, path, place);
      case Mapping mapping -> expand(mapping, path, place);
      case Unresolved unresolved -> unresolved;
    };
  }

  private Mapping expand(Mapping mapping, Path path, Place place) {
    Map<String, Entry> entries = new LinkedHashMap<>(mapping.entries());
    entries.replaceAll((key, entry) ->
        place == Place.SERVICE && isUnread(key) ? entry : expand(key, entry, path, place));
    return new Mapping(mapping.position(), entries);
  }

  private Sequence expand(Sequence sequence, Path path, Place place) {
    List<Node> items = new ArrayList<>();
    for (Node item : sequence.items()) {
      items.add(expand(item, path.item(items.size()), place));
    }
    return new Sequence(sequence.position(), items);
  }

  private Node expand(Scalar scalar, Path path, Place place) {
    if (scalar.text().indexOf('$') < 0) {
      return scalar;
    }
    Template template = new Template(cluster, variables, budget);
    String text = template.expand(scalar.text());
    asked.addAll(template.asked());
    template.problems().forEach(message -> problems.error(scalar.position(), path, message));
    boolean misplaced = template.usedSecret() && place != Place.SECRETS;
    if (misplaced) {
      problems.error(
          scalar.position(),
          path,
          "a secret variable may stand in values of environment and of logging.options only, for"
              + " plans and reports show the rest: move it there, or make its SSM parameter a String");
    }
    return template.problems().isEmpty() && !misplaced
        ? new Scalar(
            scalar.position(), text, scalar.written(), scalar.plain(), template.usedSecret())
        : new Unresolved(scalar.position());
  }
}
