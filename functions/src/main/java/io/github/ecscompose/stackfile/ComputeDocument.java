package io.github.ecscompose.stackfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.stackfile.Compute.Architecture;
import io.github.ecscompose.stackfile.Compute.CapacityProvider;
import io.github.ecscompose.stackfile.Compute.LaunchType;
import io.github.ecscompose.stackfile.Compute.PlacementStrategy;
import java.util.Optional;

/** On what machines tasks run, as JSON; see {@link StackDocument}. */
final class ComputeDocument {

  private ComputeDocument() {}

  static ObjectNode toJson(Compute compute) {
    ObjectNode json = Json.object();
    json.set("launchType", Json.optional(compute.launchType().map(Enum::name)));
    json.set(
        "capacityProviders",
        Json.array(compute.capacityProviders(), ComputeDocument::capacityProvider));
    json.set("architecture", Json.optional(compute.architecture().map(Enum::name)));
    json.set("ephemeralStorage", Json.optionalInteger(compute.ephemeralStorage()));
    json.set("constraints", Json.array(compute.constraints(), ComputeDocument::constraint));
    json.set("strategies", Json.array(compute.strategies(), ComputeDocument::strategy));
    return json;
  }

  static Compute fromJson(JsonNode json) {
    return new Compute(
        Json.optionalText(json, "launchType").map(LaunchType::valueOf),
        Json.list(json, "capacityProviders", ComputeDocument::capacityProvider),
        Json.optionalText(json, "architecture").map(Architecture::valueOf),
        Json.optionalInteger(json, "ephemeralStorage"),
        Json.list(json, "constraints", ComputeDocument::constraint),
        Json.list(json, "strategies", ComputeDocument::strategy));
  }

  private static ObjectNode capacityProvider(CapacityProvider provider) {
    return Json.object()
        .put("name", provider.name())
        .put("weight", provider.weight())
        .put("base", provider.base());
  }

  private static CapacityProvider capacityProvider(JsonNode json) {
    return new CapacityProvider(
        Json.text(json, "name"), Json.integer(json, "weight"), Json.integer(json, "base"));
  }

  private static ObjectNode constraint(PlacementConstraint constraint) {
    return typed(constraint.type(), "expression", constraint.expression());
  }

  private static PlacementConstraint constraint(JsonNode json) {
    return new PlacementConstraint(
        PlacementConstraint.Type.valueOf(Json.text(json, "type")),
        Json.optionalText(json, "expression"));
  }

  private static ObjectNode strategy(PlacementStrategy strategy) {
    return typed(strategy.type(), "field", strategy.field());
  }

  private static PlacementStrategy strategy(JsonNode json) {
    return new PlacementStrategy(
        PlacementStrategy.Type.valueOf(Json.text(json, "type")), Json.optionalText(json, "field"));
  }

  private static ObjectNode typed(Enum<?> type, String name, Optional<String> value) {
    ObjectNode json = Json.object().put("type", type.name());
    json.set(name, Json.optional(value));
    return json;
  }
}
