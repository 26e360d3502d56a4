package io.github.ecscompose.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.github.ecscompose.error.PreconditionFailedException;
import io.github.ecscompose.stackfile.ClusterName;
import io.github.ecscompose.stackfile.Source;
import io.github.ecscompose.step.Account;
import io.github.ecscompose.step.Caller;
import io.github.ecscompose.step.DeploymentFiles;
import io.github.ecscompose.step.Documents;
import io.github.ecscompose.step.Precondition;
import io.github.ecscompose.step.StartDeployment;
import io.github.ecscompose.step.StartDeployment.Answer;
import io.github.ecscompose.step.StartDeployment.Submission;
import java.util.Set;
import java.util.function.Function;

/** The API's calls that deploy the stackfile in their body. */
final class DeployCalls {

  private static final Set<String> STACKFILE_TYPES =
      Set.of(
          "application/yaml",
          "application/x-yaml",
          "text/yaml",
          "text/x-yaml",
          "application/json",
          "text/plain");

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
    String type = ApiHandler.contentType(request, "application/yaml");
    if (!STACKFILE_TYPES.contains(type)) {
      return Answers.problem(
          415,
          "Unsupported media type",
          "A stackfile is application/yaml or application/json, not " + type);
    }
    byte[] stackfile = ApiHandler.body(request);
    if (stackfile.length > DeploymentFiles.MAXIMUM_STACKFILE_BYTES) {
      return Answers.problem(
          413,
          "Stackfile too large",
          "The stackfile has %d bytes; %d are allowed"
              .formatted(stackfile.length, DeploymentFiles.MAXIMUM_STACKFILE_BYTES));
    }
    return switch (DeployQuery.read(request)) {
      case DeployQuery.Refused refused ->
          Answers.problem(400, "Bad request", String.join(" ", refused.faults()));
      case DeployQuery.Understood query ->
          call.apply(new Submission(stackfile, query.variables(), query.options()));
    };
  }

  private APIGatewayProxyResponseEvent start(
      String cluster, Context context, Submission submission, Caller caller, String path) {
    Answer answer =
        step.start(cluster, Account.ofArn(context.getInvokedFunctionArn()), submission, caller);
    return Answers.of(answer, path);
  }
}
