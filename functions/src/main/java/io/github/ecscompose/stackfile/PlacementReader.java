package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Compute.PlacementStrategy;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads by what rules ECS chooses machines: constraints, and strategies. */
final class PlacementReader {

  private static final int MOST = 10;
  private static final int MOST_STRATEGIES = 5;
  private static final Comparator<PlacementConstraint> IN_ORDER =
      Comparator.comparing(PlacementConstraint::type)
          .thenComparing(constraint -> constraint.expression().orElse(""));
  private static final Pattern SPREAD =
      Pattern.compile("instanceId|host|attribute:[A-Za-z0-9_./-]{1,128}");
  private static final String SPREAD_RULE =
      "instanceId or an attribute, as attribute:ecs.availability-zone";
  private static final Map<String, PlacementStrategy.Type> STRATEGIES =
      Map.of(
          "random",
          PlacementStrategy.Type.RANDOM,
          "spread",
          PlacementStrategy.Type.SPREAD,
          "binpack",
          PlacementStrategy.Type.BINPACK);
  private static final String STRATEGIES_RULE = "random, spread or binpack";
  private static final Pattern EXPRESSION = Pattern.compile("(?s)(?=.*\\S).{1,2000}");
  private static final Map<String, PlacementConstraint.Type> TYPES =
      Map.of(
          "memberof",
          PlacementConstraint.Type.MEMBER_OF,
          "distinctinstance",
          PlacementConstraint.Type.DISTINCT_INSTANCE);
  private static final String TYPES_RULE = "memberOf or distinctInstance";

  private PlacementReader() {}

  /** In one order, for theirs means nothing. */
  static Optional<List<PlacementConstraint>> constraints(Field field) {
    return field
        .items()
        .map(items -> constraints(field, items).stream().distinct().sorted(IN_ORDER).toList());
  }

  /** In their order, in which ECS applies them. */
  static Optional<List<PlacementStrategy>> strategies(Field field) {
    return field.items().map(items -> strategies(field, items));
  }

  private static List<PlacementStrategy> strategies(Field field, List<Field> items) {
    if (items.size() > MOST_STRATEGIES) {
      field.error(
          "ECS takes %d placement strategies at most, found %d"
              .formatted(MOST_STRATEGIES, items.size()));
    }
    return items.stream()
        .flatMap(item -> item.section(Keys.STRATEGY).stream())
        .flatMap(section -> strategy(section).stream())
        .toList();
  }

  private static Optional<PlacementStrategy> strategy(Section section) {
    return section
        .require("type", "give " + STRATEGIES_RULE)
        .flatMap(field -> field.choice(STRATEGIES, STRATEGIES_RULE))
        .flatMap(type -> strategy(section, type));
  }

  private static Optional<PlacementStrategy> strategy(
      Section section, PlacementStrategy.Type type) {
    return switch (type) {
      case RANDOM -> {
        section.get("field").ifPresent(field -> field.error("random looks at no field: remove it"));
        yield Optional.of(new PlacementStrategy(type, Optional.empty()));
      }
      case BINPACK ->
          section
              .require("field", "binpack needs one, cpu or memory")
              .flatMap(
                  field -> field.choice(Map.of("cpu", "cpu", "memory", "memory"), "cpu or memory"))
              .map(name -> new PlacementStrategy(type, Optional.of(name)));
      case SPREAD ->
          section
              .require("field", "spread needs one, as attribute:ecs.availability-zone")
              .flatMap(field -> field.text(SPREAD, SPREAD_RULE))
              .map(name -> name.equals("host") ? "instanceId" : name)
              .map(name -> new PlacementStrategy(type, Optional.of(name)));
    };
  }

  private static List<PlacementConstraint> constraints(Field field, List<Field> items) {
    if (items.size() > MOST) {
      field.error(
          "ECS takes %d placement constraints at most, found %d".formatted(MOST, items.size()));
    }
    return items.stream().flatMap(item -> constraint(item).stream()).toList();
  }

  private static Optional<PlacementConstraint> constraint(Field item) {
    return item.section(Keys.CONSTRAINT).flatMap(PlacementReader::constraint);
  }

  private static Optional<PlacementConstraint> constraint(Section section) {
    Optional<String> expression =
        section
            .get("expression")
            .flatMap(field -> field.text(EXPRESSION, "an expression of at most 2000 characters"));
    return section
        .require("type", "give " + TYPES_RULE)
        .flatMap(field -> field.choice(TYPES, TYPES_RULE))
        .map(type -> checked(section, new PlacementConstraint(type, expression)));
  }

  private static PlacementConstraint checked(Section section, PlacementConstraint constraint) {
    switch (constraint.type()) {
      case MEMBER_OF ->
          section.require(
              "expression", "memberOf needs one, as \"attribute:ecs.instance-type =~ p3.*\"");
      case DISTINCT_INSTANCE ->
          section
              .get("expression")
              .ifPresent(field -> field.error("distinctInstance takes no expression: remove it"));
    }
    return constraint;
  }
}
