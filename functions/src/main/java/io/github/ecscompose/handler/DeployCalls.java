package io.github.ecscompose.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.github.ecscompose.error.PreconditionFailedException;
import io.github.ecscompose.stackfile.ClusterName;
import io.github.ecscompose.stackfile.Source;
import io.github.ecscompose.step.Account;
import io.github.ecscompose.step.Caller;
import io.github.ecscompose.step.Documents;
import io.github.ecscompose.step.Precondition;
import io.github.ecscompose.step.StartDeployment;
import io.github.ecscompose.step.StartDeployment.Answer;
import io.github.ecscompose.step.StartDeployment.Submission;
import java.util.function.Function;

/** The API's calls that deploy the stackfile in their body. */
final class DeployCalls {

  private final StartDeployment step;

  DeployCalls(StartDeployment step) {
    this.step = step;
  }

  /** To the cluster that the path names. */
  APIGatewayProxyResponseEvent put(
      APIGatewayProxyRequestEvent request, Context context, String cluster, Caller caller) {
    return deploy(
        request,
        submission -> start(cluster, context, submission, caller, ApiHandler.path(request)));
  }

  /** To a new cluster, which the stackfile names. */
  APIGatewayProxyResponseEvent post(
      APIGatewayProxyRequestEvent request, Context context, Caller caller) {
    return deploy(
        request,
        submission ->
            switch (ClusterName.read(new Source(Documents.STACKFILE, submission.stackfile()))) {
              case ClusterName.Reading.Problematic problematic ->
                  Answers.rejected(new Answer.Rejected(problematic.problems()));
              case ClusterName.Reading.Found found ->
                  create(
                      found.name(),
                      context,
                      submission,
                      caller,
                      ApiHandler.path(request) + "/" + found.name());
            });
  }

  private APIGatewayProxyResponseEvent create(
      String cluster, Context context, Submission submission, Caller caller, String path) {
    Caller creating =
        new Caller(caller.by(), caller.seed(), caller.at(), new Precondition.NoDeployment());
    try {
      return start(cluster, context, submission, creating, path);
    } catch (PreconditionFailedException exists) {
      return Answers.problem(409, "Conflict", String.valueOf(exists.getMessage()));
    }
  }

  private static APIGatewayProxyResponseEvent deploy(
      APIGatewayProxyRequestEvent request,
      Function<Submission, APIGatewayProxyResponseEvent> call) {
    return switch (Submitted.read(request)) {
      case Submitted.Refused refused -> refused.answer();
      case Submitted.Accepted accepted -> call.apply(accepted.submission());
    };
  }

  private APIGatewayProxyResponseEvent start(
      String cluster, Context context, Submission submission, Caller caller, String path) {
    Answer answer =
        step.start(cluster, Account.ofArn(context.getInvokedFunctionArn()), submission, caller);
    return Answers.of(answer, path);
  }
}
