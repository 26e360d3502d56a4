package io.github.ecscompose.handler;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.github.ecscompose.step.DeploymentFiles;
import io.github.ecscompose.step.StartDeployment.Submission;
import java.util.Objects;
import java.util.Set;

/** Reads the stackfile of a call, and how it is to be deployed. */
final class Submitted {

  private static final Set<String> STACKFILE_TYPES =
      Set.of(
          "application/yaml",
          "application/x-yaml",
          "text/yaml",
          "text/x-yaml",
          "application/json",
          "text/plain");

  private Submitted() {}

  /** What came of reading a call. */
  sealed interface Reading {}

  /** What is to be deployed; the stackfile itself is not read yet. */
  record Accepted(Submission submission) implements Reading {
    Accepted {
      Objects.requireNonNull(submission, "submission");
    }
  }

  /** The answer to a call that cannot be served. */
  record Refused(APIGatewayProxyResponseEvent answer) implements Reading {
    Refused {
      Objects.requireNonNull(answer, "answer");
    }
  }

  static Reading read(APIGatewayProxyRequestEvent request) {
    String type = ApiHandler.contentType(request, "application/yaml");
    if (!STACKFILE_TYPES.contains(type)) {
      return refused(
          415,
          "Unsupported media type",
          "A stackfile is application/yaml or application/json, not " + type);
    }
    byte[] stackfile = ApiHandler.body(request);
    if (stackfile.length > DeploymentFiles.MAXIMUM_STACKFILE_BYTES) {
      return refused(
          413,
          "Stackfile too large",
          "The stackfile has %d bytes; %d are allowed"
              .formatted(stackfile.length, DeploymentFiles.MAXIMUM_STACKFILE_BYTES));
    }
    return switch (DeployQuery.read(request)) {
      case DeployQuery.Refused refused ->
          refused(400, "Bad request", String.join(" ", refused.faults()));
      case DeployQuery.Understood query ->
          new Accepted(new Submission(stackfile, query.variables(), query.options()));
    };
  }

  private static Refused refused(int status, String title, String detail) {
    return new Refused(Answers.problem(status, title, detail));
  }
}
