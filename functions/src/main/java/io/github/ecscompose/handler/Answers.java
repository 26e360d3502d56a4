package io.github.ecscompose.handler;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.RequestDocument;
import io.github.ecscompose.deployment.ServiceRecordDocument;
import io.github.ecscompose.stackfile.Problem;
import io.github.ecscompose.step.StartDeployment.Answer;
import io.github.ecscompose.step.StartDeployment.Told;
import java.util.List;
import java.util.Map;

/** The API's answers, as {@code api/openapi.yaml} describes them. */
final class Answers {

  private Answers() {}

  /**
   * A deployment that was queued.
   *
   * @param cluster the path of its cluster, under which it is found
   */
  static APIGatewayProxyResponseEvent started(Answer.Started started, String cluster) {
    DeploymentReference deployment = started.deployment();
    ObjectNode body =
        JsonHandler.object()
            .put("cluster", deployment.cluster())
            .put("id", deployment.id())
            .put("status", "QUEUED");
    problems(body.putArray("warnings"), started.warnings());
    return json(202, body)
        .withHeaders(
            Map.of(
                "Content-Type",
                "application/json",
                "Location",
                cluster + "/deployments/" + deployment.id()));
  }

  /**
   * A deployment that may have been started.
   *
   * @param cluster the path of its cluster, under which it is found
   */
  static APIGatewayProxyResponseEvent unconfirmed(Answer.Unconfirmed unconfirmed, String cluster) {
    return problem(
        500,
        "Not confirmed",
        "Whether the deployment was started could not be confirmed: see %s/deployments/%s before you try again."
            .formatted(cluster, unconfirmed.deployment().id()));
  }

  static APIGatewayProxyResponseEvent rejected(Answer.Rejected rejected) {
    int count = rejected.problems().size();
    ObjectNode body =
        problemBody(
            422,
            "Stackfile rejected",
            count == 1
                ? "The stackfile has a problem"
                : "The stackfile has %d problems".formatted(count));
    problems(body.putArray("problems"), rejected.problems());
    return problemJson(422, body);
  }

  static APIGatewayProxyResponseEvent told(Told told) {
    ObjectNode body = deployment(told.deployment());
    ArrayNode services = body.putArray("services");
    told.services()
        .forEach(
            service -> services.add(ServiceRecordDocument.of(service).put("step", service.step())));
    return json(200, body);
  }

  /** What the table tells of a deployment itself. */
  static ObjectNode deployment(DeploymentRecord deployment) {
    ObjectNode body =
        JsonHandler.object()
            .put("cluster", deployment.reference().cluster())
            .put("id", deployment.reference().id())
            .put("status", deployment.status().name());
    body.set("trigger", RequestDocument.of(deployment.trigger()));
    body.put("operation", deployment.operation().word());
    deployment.operation().onlyService().ifPresent(service -> body.put("service", service));
    if (!deployment.operation().isDestroy()) {
      body.set("stackfile", RequestDocument.of(deployment.stackfile()));
    }
    deployment.counts().forEach(body.putObject("counts")::put);
    deployment.error().ifPresent(error -> body.put("error", error));
    body.put("createdAt", deployment.createdAt());
    deployment.finishedAt().ifPresent(at -> body.put("finishedAt", at));
    deployment.executionArn().ifPresent(arn -> body.put("executionArn", arn));
    return body;
  }

  static APIGatewayProxyResponseEvent problem(int status, String title, String detail) {
    return problemJson(status, problemBody(status, title, detail));
  }

  /** RFC 9457: without a type of its own a problem is what its status says. */
  private static ObjectNode problemBody(int status, String title, String detail) {
    return JsonHandler.object()
        .put("type", "about:blank")
        .put("title", title)
        .put("status", status)
        .put("detail", detail);
  }

  private static void problems(ArrayNode list, List<Problem> problems) {
    for (Problem problem : problems) {
      list.addObject()
          .put("file", problem.file())
          .put("line", problem.line())
          .put("column", problem.column())
          .put("path", problem.path())
          .put("message", problem.message());
    }
  }

  private static APIGatewayProxyResponseEvent problemJson(int status, ObjectNode body) {
    return json(status, body).withHeaders(Map.of("Content-Type", "application/problem+json"));
  }

  static APIGatewayProxyResponseEvent json(int status, ObjectNode body) {
    return new APIGatewayProxyResponseEvent()
        .withStatusCode(status)
        .withHeaders(Map.of("Content-Type", "application/json"))
        .withBody(body.toString());
  }
}
