package io.github.ecscompose.deployment;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the API and the events tell of a deployment itself: its row in the table. */
public final class DeploymentDocument {

  private DeploymentDocument() {}

  public static ObjectNode of(DeploymentRecord deployment) {
    ObjectNode document =
        JsonNodeFactory.instance
            .objectNode()
            .put("cluster", deployment.reference().cluster())
            .put("id", deployment.reference().id())
            .put("status", deployment.status().name());
    document.set("trigger", RequestDocument.of(deployment.trigger()));
    document.put("operation", deployment.operation().word());
    deployment.operation().onlyService().ifPresent(service -> document.put("service", service));
    if (!deployment.operation().isDestroy()) {
      document.set("stackfile", RequestDocument.of(deployment.stackfile()));
    }
    deployment.counts().forEach(document.putObject("counts")::put);
    deployment.error().ifPresent(error -> document.put("error", error));
    document.put("createdAt", deployment.createdAt());
    deployment.finishedAt().ifPresent(at -> document.put("finishedAt", at));
    deployment.executionArn().ifPresent(arn -> document.put("executionArn", arn));
    deployment
        .cancellation()
        .ifPresent(cancellation ->
            document
                .putObject("cancellation")
                .put("by", cancellation.by())
                .put("at", cancellation.at()));
    return document;
  }
}
