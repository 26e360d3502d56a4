package io.github.ecscompose.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.step.Announce.StatusChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The deployments' rows in an event of the table's stream. */
public final class StreamedDeployments {

  private StreamedDeployments() {}

  /**
   * What the writes made of deployments. Other rows, and those that went, are left out.
   *
   * @param event as Lambda gives it to a function, with both images of each row
   */
  public static List<StatusChange> read(JsonNode event) {
    List<StatusChange> changes = new ArrayList<>();
    for (JsonNode streamed : event.path("Records")) {
      JsonNode images = streamed.path("dynamodb");
      Map<String, AttributeValue> row = members(images.path("NewImage"));
      if (Attributes.text(row, "item").startsWith(DeploymentRow.PREFIX)) {
        DeploymentReference reference =
            new DeploymentReference(Attributes.text(row, "cluster"), DeploymentRow.id(row));
        Optional<DeploymentStatus> previous =
            Attributes.optionalText(members(images.path("OldImage")), "status")
                .map(DeploymentStatus::valueOf);
        changes.add(new StatusChange(previous, DeploymentRow.read(reference, row)));
      }
    }
    return changes;
  }

  private static Map<String, AttributeValue> members(JsonNode image) {
    Map<String, AttributeValue> members = new HashMap<>();
    image.properties().forEach(member -> members.put(member.getKey(), value(member.getValue())));
    return members;
  }

  /** DynamoDB's JSON names each value's type; these are the types that the table's rows have. */
  private static AttributeValue value(JsonNode typed) {
    Map.Entry<String, JsonNode> member = typed.properties().iterator().next();
    JsonNode value = member.getValue();
    return switch (member.getKey()) {
      case "S" -> AttributeValue.fromS(value.asText());
      case "N" -> AttributeValue.fromN(value.asText());
      case "BOOL" -> AttributeValue.fromBool(value.asBoolean());
      case "NULL" -> AttributeValue.fromNul(true);
      case "M" -> AttributeValue.fromM(members(value));
      case "L" -> {
        List<AttributeValue> elements = new ArrayList<>();
        value.forEach(element -> elements.add(value(element)));
        yield AttributeValue.fromL(elements);
      }
      default ->
          throw new IllegalArgumentException(
              "a row of the table has an attribute of the type " + member.getKey());
    };
  }
}
