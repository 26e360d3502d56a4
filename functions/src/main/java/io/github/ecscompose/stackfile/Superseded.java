package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Node.Entry;
import io.github.ecscompose.stackfile.Node.Mapping;
import io.github.ecscompose.stackfile.Node.Scalar;
import io.github.ecscompose.stackfile.Node.Sequence;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of an earlier document what a later one says by another key, so that the later one wins
 * there too. Within one document both keys are a fault, which their readers report.
 */
final class Superseded {

  private static final String HEALTH_CHECK = "healthcheck";
  private static final String COMMAND = "command";
  private static final String TEST = "test";

  private Superseded() {}

  /** The earlier document, without what the later one says by other keys. */
  static Mapping by(Mapping earlier, Mapping later) {
    Mapping left = inBoth(earlier, later, "defaults", Superseded::service);
    return inBoth(left, later, "services", each(Superseded::service));
  }

  private static Mapping service(Mapping earlier, Mapping later) {
    Mapping left = container(earlier, later);
    left = either(left, later, "launch_type", "capacity_providers");
    left = inBoth(left, later, "elb", Superseded::loadBalancer);
    return inBoth(left, later, "sidecars", each(Superseded::container));
  }

  private static Mapping container(Mapping earlier, Mapping later) {
    Mapping left = inBoth(earlier, later, HEALTH_CHECK, Superseded::healthCheck);
    left = withoutNames(left, "secrets", later, "environment");
    return withoutNames(left, "environment", later, "secrets");
  }

  /** Who says how to check wants the check. */
  private static Mapping healthCheck(Mapping earlier, Mapping later) {
    Mapping left = either(earlier, later, COMMAND, TEST);
    return gives(later, COMMAND) || gives(later, TEST) ? without(left, "disable") : left;
  }

  private static Mapping loadBalancer(Mapping earlier, Mapping later) {
    Optional<Mapping> check = mapping(later, HEALTH_CHECK);
    Mapping left = earlier;
    for (String key : TargetAttributesReader.KEYS) {
      if (gives(later, key)) {
        left = within(left, HEALTH_CHECK, inner -> without(inner, key));
      }
      if (check.filter(inner -> gives(inner, key)).isPresent()) {
        left = without(left, key);
      }
    }
    return left;
  }

  private static Mapping either(Mapping earlier, Mapping later, String one, String other) {
    Mapping left = gives(later, one) ? without(earlier, other) : earlier;
    return gives(later, other) ? without(left, one) : left;
  }

  /** Whether the key counts as given, as it does for a {@link Section}. */
  private static boolean gives(Mapping mapping, String key) {
    Entry entry = mapping.entries().get(key);
    return entry != null
        && switch (entry.value()) {
          case Scalar scalar -> !scalar.isNull();
          case Mapping map -> !map.entries().isEmpty();
          case Sequence list -> true;
          case Node.Unresolved unresolved -> true;
        };
  }

  /** Without what the one key assigns to names that the other key of the later map assigns to. */
  private static Mapping withoutNames(Mapping earlier, String key, Mapping later, String other) {
    Entry assignments = earlier.entries().get(key);
    Entry overriding = later.entries().get(other);
    return assignments == null || overriding == null
        ? earlier
        : with(earlier, key, withoutNames(assignments.value(), names(overriding.value())));
  }

  private static Node withoutNames(Node assignments, Set<String> names) {
    return switch (assignments) {
      case Mapping mapping -> without(mapping, names);
      case Sequence list ->
          new Sequence(
              list.position(),
              list.items().stream().flatMap(item -> withoutNamed(item, names)).toList());
      case Node other -> other;
    };
  }

  private static Stream<Node> withoutNamed(Node item, Set<String> names) {
    return item instanceof Mapping mapping
        ? Stream.of(without(mapping, names))
        : Stream.of(item).filter(scalar -> names(scalar).stream().noneMatch(names::contains));
  }

  /** The names that a map, a list of maps or a list of {@code NAME=value} assigns to. */
  private static Set<String> names(Node assignments) {
    return switch (assignments) {
      case Mapping mapping -> mapping.entries().keySet();
      case Sequence list ->
          list.items().stream().flatMap(item -> names(item).stream()).collect(Collectors.toSet());
      case Scalar scalar when scalar.written().indexOf('=') >= 0 ->
          Set.of(scalar.written().substring(0, scalar.written().indexOf('=')));
      case Node other -> Set.of();
    };
  }

  private static BinaryOperator<Mapping> each(BinaryOperator<Mapping> change) {
    return (earlier, later) -> {
      Map<String, Entry> entries = new LinkedHashMap<>(earlier.entries());
      entries.replaceAll((name, entry) -> inBoth(entry, later.entries().get(name), change));
      return new Mapping(earlier.position(), entries);
    };
  }

  /** The earlier map with what it has under the key changed, where the later one has it too. */
  private static Mapping inBoth(
      Mapping earlier, Mapping later, String key, BinaryOperator<Mapping> change) {
    Entry entry = earlier.entries().get(key);
    return entry == null
        ? earlier
        : with(earlier, key, inBoth(entry, later.entries().get(key), change).value());
  }

  private static Entry inBoth(
      Entry earlier, @Nullable Entry later, BinaryOperator<Mapping> change) {
    return earlier.value() instanceof Mapping one
            && later != null
            && later.value() instanceof Mapping other
        ? new Entry(earlier.key(), change.apply(one, other))
        : earlier;
  }

  private static Mapping within(Mapping mapping, String key, UnaryOperator<Mapping> change) {
    return mapping(mapping, key)
        .map(inner -> with(mapping, key, change.apply(inner)))
        .orElse(mapping);
  }

  private static Optional<Mapping> mapping(Mapping mapping, String key) {
    return Optional.ofNullable(mapping.entries().get(key))
        .map(Entry::value)
        .filter(Mapping.class::isInstance)
        .map(Mapping.class::cast);
  }

  private static Mapping with(Mapping mapping, String key, Node value) {
    Map<String, Entry> entries = new LinkedHashMap<>(mapping.entries());
    entries.computeIfPresent(key, (name, entry) -> new Entry(entry.key(), value));
    return new Mapping(mapping.position(), entries);
  }

  private static Mapping without(Mapping mapping, String key) {
    return without(mapping, Set.of(key));
  }

  private static Mapping without(Mapping mapping, Set<String> keys) {
    if (mapping.entries().keySet().stream().noneMatch(keys::contains)) {
      return mapping;
    }
    Map<String, Entry> entries = new LinkedHashMap<>(mapping.entries());
    entries.keySet().removeAll(keys);
    return new Mapping(mapping.position(), entries);
  }
}
