package io.github.ecscompose.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.github.ecscompose.deployment.DeploymentId;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.error.PreconditionFailedException;
import io.github.ecscompose.error.ThrottledException;
import io.github.ecscompose.step.CancelDeployment;
import io.github.ecscompose.step.DeployAgain;
import io.github.ecscompose.step.ListDeployments;
import io.github.ecscompose.step.RequestKeys;
import io.github.ecscompose.step.StartDeployment;
import io.github.ecscompose.step.StartDestroy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The API, behind API Gateway's proxy integration. */
public final class ApiHandler
    implements RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> {

  private final StartDeployment deployments;
  private final DeployCalls deploy;
  private final HistoryAnswers history;
  private final AgainCalls again;
  private final Repeats repeats;
  private final CancelCalls cancel;
  private final DestroyCalls destroy;

  public ApiHandler() {
    this(
        Wiring.startDeployment(),
        Wiring.listDeployments(),
        Wiring.deployAgain(),
        Wiring::startDestroy,
        Wiring.cancelDeployment(),
        Wiring.requestKeys(),
        Clock.systemUTC());
  }

  ApiHandler(
      StartDeployment deployments,
      ListDeployments lists,
      DeployAgain again,
      Supplier<StartDestroy> destroy,
      CancelDeployment cancel,
      RequestKeys keys,
      Clock clock) {
    this.deployments = deployments;
    this.deploy = new DeployCalls(deployments);
    this.history = new HistoryAnswers(lists);
    this.again = new AgainCalls(again);
    this.repeats = new Repeats(keys, clock);
    this.cancel = new CancelCalls(cancel);
    this.destroy = new DestroyCalls(destroy);
  }

  @Override
  public APIGatewayProxyResponseEvent handleRequest(
      APIGatewayProxyRequestEvent request, Context context) {
    Invocation.begin(context);
    return RequestLog.logged(request, context, () -> answer(request, context));
  }

  private APIGatewayProxyResponseEvent answer(
      APIGatewayProxyRequestEvent request, Context context) {
    try {
      return switch (RequestLog.route(request)) {
        case "POST /api/clusters" ->
            repeats.once(request, context, caller -> deploy.post(request, context, caller));
        case "PUT /api/clusters/{cluster}" ->
            repeats.once(
                request,
                context,
                caller -> deploy.put(request, context, parameter(request, "cluster"), caller));
        case "POST /api/clusters/{cluster}/redeploy" ->
            repeats.once(
                request,
                context,
                caller -> again.redeploy(request, parameter(request, "cluster"), caller));
        case "POST /api/clusters/{cluster}/rollback" ->
            repeats.once(
                request,
                context,
                caller -> again.rollBack(request, parameter(request, "cluster"), caller));
        case "DELETE /api/clusters/{cluster}" ->
            repeats.once(
                request,
                context,
                caller -> destroy.cluster(request, parameter(request, "cluster"), caller));
        case "DELETE /api/clusters/{cluster}/services/{service}" ->
            repeats.once(
                request,
                context,
                caller ->
                    destroy.service(
                        request,
                        parameter(request, "cluster"),
                        parameter(request, "service"),
                        caller));
        case "GET /api/clusters" -> history.clusters(request);
        case "GET /api/clusters/{cluster}/deployments" ->
            history.deployments(request, parameter(request, "cluster"));
        case "GET /api/clusters/{cluster}/deployments/{id}" -> describe(request);
        case "DELETE /api/clusters/{cluster}/deployments/{id}" ->
            cancel.cancel(request, deployment(request), caller(request));
        default -> Answers.problem(404, "Not found", "There is nothing at " + request.getPath());
      };
    } catch (PreconditionFailedException e) {
      return Answers.problem(412, "Precondition failed", String.valueOf(e.getMessage()));
    } catch (ThrottledException e) {
      return Answers.problem(
          429, "Too many requests", "AWS is throttling ecs-compose. Try again in a while.");
    } catch (RuntimeException e) {
      // Its text may hold what the caller has no right to see; the log has it.
      RequestLog.failed(request, context, e);
      return Answers.problem(
          500,
          "Internal error",
          "The request failed; nothing was deployed by it. The function's log tells why, under the request id "
              + context.getAwsRequestId());
    }
  }

  private APIGatewayProxyResponseEvent describe(APIGatewayProxyRequestEvent request) {
    DeploymentReference deployment = deployment(request);
    return Optional.of(deployment)
        .filter(named -> named.isValid() && DeploymentId.isId(named.id()))
        .flatMap(deployments::find)
        .map(Answers::told)
        .orElseGet(() -> Answers.noDeployment(deployment));
  }

  private static DeploymentReference deployment(APIGatewayProxyRequestEvent request) {
    return new DeploymentReference(parameter(request, "cluster"), parameter(request, "id"));
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

  static String parameter(APIGatewayProxyRequestEvent request, String name) {
    return Optional.ofNullable(request.getPathParameters()).orElse(Map.of()).getOrDefault(name, "");
  }

  /** The path as the caller wrote it: it begins with the stage, which {@code getPath} lacks. */
  static String path(APIGatewayProxyRequestEvent request) {
    return Optional.ofNullable(request.getRequestContext())
        .map(APIGatewayProxyRequestEvent.ProxyRequestContext::getPath)
        .orElse(request.getPath());
  }

  /** The caller's ARN, which API Gateway has verified. */
  static String caller(APIGatewayProxyRequestEvent request) {
    return Optional.ofNullable(request.getRequestContext())
        .map(APIGatewayProxyRequestEvent.ProxyRequestContext::getIdentity)
        .map(APIGatewayProxyRequestEvent.RequestIdentity::getUserArn)
        .orElse("unknown");
  }
}
