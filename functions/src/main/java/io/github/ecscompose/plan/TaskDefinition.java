package io.github.ecscompose.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.json.JsonText;
import java.util.Objects;

/**
 * A task definition in the words of AWS: the members of RegisterTaskDefinition, without tags.
 *
 * <p>Keeping AWS's own document on both sides means that no field of a live one is overlooked when
 * the two are compared (docs/adr/0004).
 */
public record TaskDefinition(ObjectNode document) {

  public TaskDefinition {
    Objects.requireNonNull(document, "document");
  }

  public String family() {
    return document.path("family").asText();
  }

  /**
   * Its size as the shortest JSON, of which ECS takes 64 KiB (Amazon ECS service quotas). What ECS
   * adds when it counts is not known, so that one a little smaller may be refused too.
   *
   * @return bytes
   */
  public int size() {
    return JsonText.size(document);
  }

  /**
   * Whether another one means the same, whatever AWS filled in by itself.
   *
   * @param service name of the service, which its main container has too
   */
  public boolean meansTheSame(TaskDefinition other, String service) {
    return TaskDefinitionView.of(this, service).equals(TaskDefinitionView.of(other, service));
  }

  /**
   * One that is registered.
   *
   * @param status {@code ACTIVE}, {@code INACTIVE} or {@code DELETE_IN_PROGRESS}
   */
  public record Live(String arn, String status, TaskDefinition definition) {
    public Live {
      Objects.requireNonNull(arn, "arn");
      Objects.requireNonNull(status, "status");
      Objects.requireNonNull(definition, "definition");
    }

    /** Whether a service may be given it. */
    public boolean isActive() {
      return status.equals("ACTIVE");
    }
  }
}
