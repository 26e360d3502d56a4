package io.github.ecscompose.handler;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeploymentDocument;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.ServiceRecordDocument;
import io.github.ecscompose.stackfile.Problem;
import io.github.ecscompose.step.StartDeployment.Answer;
import io.github.ecscompose.step.StartDeployment.Told;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The API's answers, as {@code api/openapi.yaml} describes them. */
final class Answers {

  private Answers() {}

  /**
   * What came of asking for a deployment.
   *
   * @param cluster the path of its cluster, under which it is found
   */
  static APIGatewayProxyResponseEvent of(Answer answer, String cluster) {
    return switch (answer) {
      case Answer.Started started -> started(started, cluster);
      case Answer.Unconfirmed unconfirmed -> unconfirmed(unconfirmed, cluster);
      case Answer.Rejected rejected -> rejected(rejected);
    };
  }

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
    APIGatewayProxyResponseEvent answer =
        json(202, body)
            .withHeaders(
                Map.of(
                    "Content-Type",
                    "application/json",
                    "Location",
                    cluster + "/deployments/" + deployment.id()));
    return tagged(answer, deployment.id());
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
    return rejected(rejected.problems());
  }

  static APIGatewayProxyResponseEvent rejected(List<Problem> problems) {
    int count = problems.size();
    ObjectNode body =
        problemBody(
            422,
            "Stackfile rejected",
            count == 1
                ? "The stackfile has a problem"
                : "The stackfile has %d problems".formatted(count));
    problems(body.putArray("problems"), problems);
    return problemJson(422, body);
  }

  static APIGatewayProxyResponseEvent told(Told told) {
    ObjectNode body = DeploymentDocument.of(told.deployment());
    ArrayNode services = body.putArray("services");
    told.services()
        .forEach(
            service -> services.add(ServiceRecordDocument.of(service).put("step", service.step())));
    return json(200, body);
  }

  /** Tells with an answer that is no error which deployment is its cluster's newest. */
  static APIGatewayProxyResponseEvent tagged(APIGatewayProxyResponseEvent answer, String newest) {
    if (answer.getStatusCode() >= 300) {
      return answer;
    }
    Map<String, String> headers = new HashMap<>(answer.getHeaders());
    headers.put("ETag", "\"" + newest + "\"");
    return answer.withHeaders(headers);
  }

  static APIGatewayProxyResponseEvent noDeployment(DeploymentReference deployment) {
    return problem(
        404,
        "No such deployment",
        "The cluster %s has no deployment %s".formatted(deployment.cluster(), deployment.id()));
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
