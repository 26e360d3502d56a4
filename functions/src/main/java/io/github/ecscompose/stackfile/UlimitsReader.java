package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Node.Mapping;
import io.github.ecscompose.stackfile.Resources.Ulimit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads {@code ulimits}: by name, one number for both limits or each of its own. */
final class UlimitsReader {

  /** UlimitName of the ECS model. */
  private static final Set<String> NAMES =
      new TreeSet<>(
          Set.of(
              "core",
              "cpu",
              "data",
              "fsize",
              "locks",
              "memlock",
              "msgqueue",
              "nice",
              "nofile",
              "nproc",
              "rss",
              "rtprio",
              "rttime",
              "sigpending",
              "stack"));

  private UlimitsReader() {}

  /** The limits of that field, and of the others those that are not among them. */
  static Map<String, Ulimit> read(Field field, Map<String, Ulimit> others) {
    Map<String, Ulimit> ulimits = new TreeMap<>(others);
    field
        .map()
        .orElse(Map.of())
        .forEach((name, entry) ->
            ulimit(name, field.child(name, entry)).ifPresent(ulimit -> ulimits.put(name, ulimit)));
    return ulimits;
  }

  private static Optional<Ulimit> ulimit(String name, Field field) {
    if (!NAMES.contains(name)) {
      field.errorAtKey(
          "ECS has no ulimit "
              + Texts.quote(name)
              + Texts.suggestion(name, NAMES, ": there are " + String.join(", ", NAMES)));
      return Optional.empty();
    }
    if (field.node() instanceof Mapping) {
      return field.section(Keys.ULIMIT).flatMap(section -> ulimit(section, field));
    }
    return limit(field).map(both -> new Ulimit(both, both));
  }

  private static Optional<Ulimit> ulimit(Section section, Field field) {
    Optional<Integer> soft =
        section.require("soft", "give the limit that holds, as 1024").flatMap(UlimitsReader::limit);
    Optional<Integer> hard =
        section
            .require("hard", "give the limit up to which a process may raise its own, as 4096")
            .flatMap(UlimitsReader::limit);
    if (soft.isEmpty() || hard.isEmpty()) {
      return Optional.empty();
    }
    Ulimit ulimit = new Ulimit(soft.get(), hard.get());
    if (reach(ulimit.soft()) > reach(ulimit.hard())) {
      field.error("the soft limit must not exceed the hard one");
    }
    return Optional.of(ulimit);
  }

  private static Optional<Integer> limit(Field field) {
    return field.integer(Ulimit.UNLIMITED, Integer.MAX_VALUE);
  }

  private static long reach(int limit) {
    return limit == Ulimit.UNLIMITED ? Long.MAX_VALUE : limit;
  }
}
