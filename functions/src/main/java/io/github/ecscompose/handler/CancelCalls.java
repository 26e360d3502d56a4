package io.github.ecscompose.handler;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.github.ecscompose.deployment.DeploymentDocument;
import io.github.ecscompose.deployment.DeploymentId;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.step.CancelDeployment;
import io.github.ecscompose.step.CancelDeployment.Answer;

/** The API's call that cancels a deployment. */
final class CancelCalls {

  private final CancelDeployment step;

  CancelCalls(CancelDeployment step) {
    this.step = step;
  }

  APIGatewayProxyResponseEvent cancel(
      APIGatewayProxyRequestEvent request, DeploymentReference deployment, String by) {
    if (!DeployQuery.parameters(request).isEmpty()) {
      return Answers.problem(400, "Bad request", "This call takes no parameter.");
    }
    if (!deployment.isValid() || !DeploymentId.isId(deployment.id())) {
      return Answers.noDeployment(deployment);
    }
    return switch (step.run(deployment, by)) {
      case Answer.Accepted accepted ->
          Answers.json(202, DeploymentDocument.of(accepted.deployment()));
      case Answer.Absent absent -> Answers.noDeployment(deployment);
      case Answer.Refused refused -> Answers.problem(409, "Conflict", refused.reason());
    };
  }
}
