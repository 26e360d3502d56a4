package io.github.ecscompose.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.github.ecscompose.deployment.DeploymentId;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.error.ThrottledException;
import io.github.ecscompose.step.Account;
import io.github.ecscompose.step.DeployAgain;
import io.github.ecscompose.step.DeployAgain.Caller;
import io.github.ecscompose.step.DeploymentFiles;
import io.github.ecscompose.step.ListDeployments;
import io.github.ecscompose.step.StartDeployment;
import io.github.ecscompose.step.StartDeployment.Answer;
import io.github.ecscompose.step.StartDeployment.Submission;
import io.github.ecscompose.step.StartDestroy;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The API, behind API Gateway's proxy integration. */
public final class ApiHandler
    implements RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> {

  private static final Set<String> STACKFILE_TYPES =
      Set.of(
          "application/yaml",
          "application/x-yaml",
          "text/yaml",
          "text/x-yaml",
          "application/json",
          "text/plain");

  private final StartDeployment deployments;
  private final HistoryAnswers history;
  private final AgainCalls again;
  private final DestroyCalls destroy;

  public ApiHandler() {
    this(
        Wiring.startDeployment(),
        Wiring.listDeployments(),
        Wiring.deployAgain(),
        Wiring::startDestroy);
  }

  ApiHandler(
      StartDeployment deployments,
      ListDeployments lists,
      DeployAgain again,
      Supplier<StartDestroy> destroy) {
    this.deployments = deployments;
    this.history = new HistoryAnswers(lists);
    this.again = new AgainCalls(again);
    this.destroy = new DestroyCalls(destroy);
  }

  @Override
  public APIGatewayProxyResponseEvent handleRequest(
      APIGatewayProxyRequestEvent request, Context context) {
    Invocation.begin(context);
    String route = request.getHttpMethod() + " " + request.getResource();
    try {
      return switch (route) {
        case "PUT /api/clusters/{cluster}" -> deploy(request, context);
        case "POST /api/clusters/{cluster}/redeploy" ->
            again.redeploy(request, parameter(request, "cluster"), caller(request, context));
        case "POST /api/clusters/{cluster}/rollback" ->
            again.rollBack(request, parameter(request, "cluster"), caller(request, context));
        case "DELETE /api/clusters/{cluster}" ->
            destroy.cluster(request, parameter(request, "cluster"), caller(request, context));
        case "DELETE /api/clusters/{cluster}/services/{service}" ->
            destroy.service(
                request,
                parameter(request, "cluster"),
                parameter(request, "service"),
                caller(request, context));
        case "GET /api/clusters" -> history.clusters(request);
        case "GET /api/clusters/{cluster}/deployments" ->
            history.deployments(request, parameter(request, "cluster"));
        case "GET /api/clusters/{cluster}/deployments/{id}" -> describe(request);
        default -> Answers.problem(404, "Not found", "There is nothing at " + request.getPath());
      };
    } catch (ThrottledException e) {
      return Answers.problem(
          429, "Too many requests", "AWS is throttling ecs-compose. Try again in a while.");
    } catch (RuntimeException e) {
      // Its text may hold what the caller has no right to see; the log has it.
      context.getLogger().log("ApiHandler " + route + ": " + e + "\n");
      return Answers.problem(
          500,
          "Internal error",
          "The request failed; nothing was deployed by it. The function's log tells why, under the request id "
              + context.getAwsRequestId());
    }
  }

  private APIGatewayProxyResponseEvent deploy(
      APIGatewayProxyRequestEvent request, Context context) {
    String type = contentType(request, "application/yaml");
    if (!STACKFILE_TYPES.contains(type)) {
      return Answers.problem(
          415,
          "Unsupported media type",
          "A stackfile is application/yaml or application/json, not " + type);
    }
    byte[] stackfile = body(request);
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
          start(request, context, new Submission(stackfile, query.variables(), query.options()));
    };
  }

  private APIGatewayProxyResponseEvent start(
      APIGatewayProxyRequestEvent request, Context context, Submission submission) {
    Answer answer =
        deployments.start(
            parameter(request, "cluster"),
            Account.ofArn(context.getInvokedFunctionArn()),
            submission,
            caller(request),
            context.getAwsRequestId());
    return switch (answer) {
      case Answer.Started started -> Answers.started(started, path(request));
      case Answer.Unconfirmed unconfirmed -> Answers.unconfirmed(unconfirmed, path(request));
      case Answer.Rejected rejected -> Answers.rejected(rejected);
    };
  }

  private APIGatewayProxyResponseEvent describe(APIGatewayProxyRequestEvent request) {
    DeploymentReference deployment =
        new DeploymentReference(parameter(request, "cluster"), parameter(request, "id"));
    return Optional.of(deployment)
        .filter(named -> named.isValid() && DeploymentId.isId(named.id()))
        .flatMap(deployments::find)
        .map(Answers::told)
        .orElseGet(() ->
            Answers.problem(
                404,
                "No such deployment",
                "The cluster %s has no deployment %s"
                    .formatted(deployment.cluster(), deployment.id())));
  }

  static String contentType(APIGatewayProxyRequestEvent request, String unlessGiven) {
    return Optional.ofNullable(request.getHeaders()).orElse(Map.of()).entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase("content-type"))
        .map(header -> header.getValue().split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
        .findFirst()
        .orElse(unlessGiven);
  }

  static byte[] body(APIGatewayProxyRequestEvent request) {
    String body = Optional.ofNullable(request.getBody()).orElse("");
    return Boolean.TRUE.equals(request.getIsBase64Encoded())
        ? Base64.getDecoder().decode(body)
        : body.getBytes(StandardCharsets.UTF_8);
  }

  private static String parameter(APIGatewayProxyRequestEvent request, String name) {
    return Optional.ofNullable(request.getPathParameters()).orElse(Map.of()).getOrDefault(name, "");
  }

  /** The path as the caller wrote it: it begins with the stage, which {@code getPath} lacks. */
  static String path(APIGatewayProxyRequestEvent request) {
    return Optional.ofNullable(request.getRequestContext())
        .map(APIGatewayProxyRequestEvent.ProxyRequestContext::getPath)
        .orElse(request.getPath());
  }

  private static Caller caller(APIGatewayProxyRequestEvent request, Context context) {
    return new Caller(caller(request), context.getAwsRequestId());
  }

  /** The caller's ARN, which API Gateway has verified. */
  private static String caller(APIGatewayProxyRequestEvent request) {
    return Optional.ofNullable(request.getRequestContext())
        .map(APIGatewayProxyRequestEvent.ProxyRequestContext::getIdentity)
        .map(APIGatewayProxyRequestEvent.RequestIdentity::getUserArn)
        .orElse("unknown");
  }
}
