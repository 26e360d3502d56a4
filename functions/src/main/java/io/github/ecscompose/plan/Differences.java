package io.github.ecscompose.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares two JSON documents field by field. */
final class Differences {

  private Differences() {}

  /** The differences in order of place; objects are entered, everything else is compared whole. */
  static List<Change> between(JsonNode before, JsonNode after) {
    List<Change> changes = new ArrayList<>();
    collect("", before, after, changes);
    return changes;
  }

  private static void collect(String path, JsonNode before, JsonNode after, List<Change> changes) {
    if (before.equals(after)) {
      return;
    }
    if (before.isObject() && after.isObject()) {
      Set<String> names = new LinkedHashSet<>();
      before.fieldNames().forEachRemaining(names::add);
      after.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        collect(
            path.isEmpty() ? name : path + "." + name,
            before.path(name),
            after.path(name),
            changes);
      }
    } else {
      changes.add(new Change(path, text(before), text(after)));
    }
  }

  private static Optional<String> text(JsonNode value) {
    return value.isMissingNode() ? Optional.empty() : Optional.of(value.toString());
  }
}
