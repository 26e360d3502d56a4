package io.github.ecscompose.deployment;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a report and the API tell of a changed service. */
public final class ServiceRecordDocument {

  private ServiceRecordDocument() {}

  public static ObjectNode of(ServiceRecord service) {
    ObjectNode document =
        JsonNodeFactory.instance
            .objectNode()
            .put("service", service.service())
            .put("state", service.state().name())
            .put("action", service.action());
    service.changes().forEach(document.putArray("changes")::add);
    service.taskDefinition().ifPresent(arn -> document.put("taskDefinition", arn));
    service.target().ifPresent(target -> document.put("target", target));
    service.progress().ifPresent(text -> document.put("progress", text));
    service.error().ifPresent(error -> document.put("error", error));
    service.rollBack().ifPresent(text -> document.put("rollBack", text));
    return document;
  }
}
