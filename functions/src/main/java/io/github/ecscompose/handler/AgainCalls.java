package io.github.ecscompose.handler;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.github.ecscompose.deployment.DeploymentId;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.handler.AgainBody.RefusedBodyException;
import io.github.ecscompose.step.Caller;
import io.github.ecscompose.step.DeployAgain;
import io.github.ecscompose.step.DeployAgain.Answer;
import java.util.Optional;

/** The API's calls that deploy an earlier stackfile again. */
final class AgainCalls {

  private final DeployAgain step;

  AgainCalls(DeployAgain step) {
    this.step = step;
  }

  /** A call of that cluster, read from its body. */
  private interface Call {
    Answer run(byte[] body) throws RefusedBodyException;
  }

  APIGatewayProxyResponseEvent redeploy(
      APIGatewayProxyRequestEvent request, String cluster, Caller caller) {
    return answer(
        request, cluster, body -> step.redeploy(cluster, AgainBody.services(body), caller));
  }

  APIGatewayProxyResponseEvent rollBack(
      APIGatewayProxyRequestEvent request, String cluster, Caller caller) {
    return answer(
        request,
        cluster,
        body -> {
          Optional<String> to = AgainBody.to(body);
          if (to.isEmpty()) {
            return step.rollBack(cluster, caller);
          }
          DeploymentReference deployment = new DeploymentReference(cluster, to.get());
          return DeploymentId.isId(deployment.id())
              ? step.rollBackTo(deployment, caller)
              : new Answer.Absent("No deployment has such an id.");
        });
  }

  private static APIGatewayProxyResponseEvent answer(
      APIGatewayProxyRequestEvent request, String cluster, Call call) {
    byte[] body = ApiHandler.body(request);
    if (body.length > 0 && !ApiHandler.contentType(request, "").equals("application/json")) {
      return Answers.problem(
          415, "Unsupported media type", "The body of this call is application/json.");
    }
    if (body.length > AgainBody.LONGEST) {
      return Answers.problem(
          413,
          "Body too large",
          "The body has %d bytes; %d are allowed".formatted(body.length, AgainBody.LONGEST));
    }
    if (!DeployQuery.parameters(request).isEmpty()) {
      return Answers.problem(400, "Bad request", "This call takes no parameter.");
    }
    if (!new DeploymentReference(cluster, "").isValid()) {
      return Answers.problem(404, "No such cluster", "No cluster can be named " + cluster);
    }
    try {
      return switch (call.run(body)) {
        case Answer.Absent absent -> Answers.problem(404, "Nothing to deploy", absent.reason());
        case Answer.Refused refused -> Answers.problem(409, "Conflict", refused.reason());
        case Answer.Queued queued -> Answers.of(queued.answer(), clusterPath(request));
      };
    } catch (RefusedBodyException e) {
      return Answers.problem(400, "Bad request", String.valueOf(e.getMessage()));
    }
  }

  /** The call's path without its last part, the verb. */
  private static String clusterPath(APIGatewayProxyRequestEvent request) {
    String path = ApiHandler.path(request);
    return path.substring(0, path.lastIndexOf('/'));
  }
}
