package io.github.ecscompose.stackfile;

import static io.github.ecscompose.stackfile.StackfileWriter.escape;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.stackfile.Compute.Architecture;

/** Writes down on what machines tasks run; see {@link StackfileWriter}. */
final class PlacementWriter {

  private PlacementWriter() {}

  static void write(Service service, ObjectNode node) {
    Compute compute = service.compute();
    compute.launchType().ifPresent(type -> node.put("launch_type", type.name()));
    compute
        .capacityProviders()
        .forEach(provider ->
            node.withArrayProperty("capacity_providers")
                .addObject()
                .put("name", escape(provider.name()))
                .put("weight", provider.weight())
                .put("base", provider.base()));
    compute
        .architecture()
        .ifPresent(architecture ->
            node.put(
                "platform", architecture == Architecture.ARM64 ? "linux/arm64" : "linux/amd64"));
    compute.ephemeralStorage().ifPresent(size -> node.put("ephemeral_storage", size));
    for (PlacementConstraint constraint : compute.constraints()) {
      ObjectNode own = node.withArrayProperty("placement_constraints").addObject();
      own.put(
          "type",
          constraint.type() == PlacementConstraint.Type.MEMBER_OF
              ? "memberOf"
              : "distinctInstance");
      constraint.expression().ifPresent(text -> own.put("expression", escape(text)));
    }
    for (Compute.PlacementStrategy strategy : compute.strategies()) {
      ObjectNode own = node.withArrayProperty("placement_strategy").addObject();
      own.put("type", WrittenWords.of(strategy.type()));
      strategy.field().ifPresent(field -> own.put("field", escape(field)));
    }
  }
}
