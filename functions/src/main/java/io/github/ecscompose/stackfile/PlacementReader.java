package io.github.ecscompose.stackfile;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code placement_constraints}. */
final class PlacementReader {

  private static final int MOST = 10;
  private static final Pattern EXPRESSION = Pattern.compile("(?s)(?=.*\\S).{1,2000}");
  private static final Map<String, PlacementConstraint.Type> TYPES =
      Map.of(
          "memberof",
          PlacementConstraint.Type.MEMBER_OF,
          "distinctinstance",
          PlacementConstraint.Type.DISTINCT_INSTANCE);
  private static final String TYPES_RULE = "memberOf or distinctInstance";

  private PlacementReader() {}

  static Optional<List<PlacementConstraint>> read(Field field) {
    return field.items().map(items -> constraints(field, items));
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
