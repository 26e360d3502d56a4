package io.github.ecscompose.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.error.NotOursException;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.StackfileRejectedException;
import io.github.ecscompose.error.ThrottledException;
import io.github.ecscompose.error.TransientException;
import io.github.ecscompose.plan.PlanText;
import io.github.ecscompose.stackfile.StackfileText;
import io.github.ecscompose.step.Account;
import io.github.ecscompose.step.DescribeCluster;
import io.github.ecscompose.step.DescribeCluster.Description;
import io.github.ecscompose.step.ListDeployments;
import io.github.ecscompose.step.PlanAhead;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The calls of the API that look at what runs and change nothing, behind API Gateway's proxy
 * integration. Apart from the others, which so need no right to look.
 */
public final class LookHandler
    implements RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> {

  private static final String JSON = "application/json";
  private static final String TEXT = "text/plain";
  private static final String YAML = "application/yaml";

  /** Of a stackfile; YAML goes by several names. */
  private static final List<String> FORMS =
      List.of(YAML, JSON, "application/x-yaml", "text/yaml", "text/x-yaml");

  /** A call that AWS does not answer in time is not begun with less left. */
  private static final Duration TOO_LITTLE = Duration.ofSeconds(6);

  private final PlanAhead planAhead;
  private final DescribeCluster describeCluster;
  private final ListDeployments deployments;

  public LookHandler() {
    this(Wiring.planAhead(), Wiring.describeCluster(), Wiring.listDeployments());
  }

  LookHandler(PlanAhead planAhead, DescribeCluster describeCluster, ListDeployments deployments) {
    this.planAhead = planAhead;
    this.describeCluster = describeCluster;
    this.deployments = deployments;
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
        case "GET /api/clusters/{cluster}" -> describe(request);
        case "POST /api/clusters/{cluster}/plan" -> plan(request, context);
        default -> Answers.problem(404, "Not found", "There is nothing at " + request.getPath());
      };
    } catch (StackfileRejectedException | NotOursException e) {
      return refused(e);
    } catch (RefusedException e) {
      return isOfAws(e) ? failed(request, e, context) : refused(e);
    } catch (ThrottledException e) {
      return Answers.problem(
          429, "Too many requests", "AWS is throttling ecs-compose. Try again in a while.");
    } catch (TransientException e) {
      RequestLog.failed(request, context, e);
      return Invocation.TIME_LIMIT.left().compareTo(TOO_LITTLE) < 0 ? late() : unanswered();
    } catch (RuntimeException e) {
      return failed(request, e, context);
    }
  }

  private APIGatewayProxyResponseEvent plan(APIGatewayProxyRequestEvent request, Context context) {
    Optional<String> type = Accept.choose(request, List.of(JSON, TEXT));
    if (type.isEmpty()) {
      return notAcceptable("A plan is told as application/json or text/plain.");
    }
    return switch (Submitted.read(request)) {
      case Submitted.Refused refused -> refused.answer();
      case Submitted.Accepted accepted ->
          told(
              planAhead.run(
                  ApiHandler.parameter(request, "cluster"),
                  Account.ofArn(context.getInvokedFunctionArn()),
                  accepted.submission(),
                  context.getAwsRequestId()),
              type.get());
    };
  }

  private static APIGatewayProxyResponseEvent told(PlanAhead.Answer answer, String type) {
    return switch (answer) {
      case PlanAhead.Answer.Rejected rejected -> Answers.rejected(rejected.problems());
      case PlanAhead.Answer.Planned planned ->
          type.equals(TEXT) ? text(planned.report()) : Answers.json(200, planned.report());
    };
  }

  private static APIGatewayProxyResponseEvent text(ObjectNode report) {
    return new APIGatewayProxyResponseEvent()
        .withStatusCode(200)
        .withHeaders(Map.of("Content-Type", TEXT + "; charset=utf-8"))
        .withBody(String.join("\n", PlanText.of(report)) + "\n");
  }

  private APIGatewayProxyResponseEvent describe(APIGatewayProxyRequestEvent request) {
    String cluster = ApiHandler.parameter(request, "cluster");
    Optional<String> type = Accept.choose(request, FORMS);
    if (type.isEmpty()) {
      return notAcceptable("A stackfile is told as application/yaml or application/json.");
    }
    if (!new DeploymentReference(cluster, "").isValid()) {
      return nothing(cluster);
    }
    // Asked before the look: what comes in between makes the tag too old, and never too new.
    Optional<String> newest = deployments.newest(cluster);
    APIGatewayProxyResponseEvent answer =
        describeCluster
            .run(cluster)
            .map(found -> type.get().equals(JSON) ? json(found) : yaml(found, cluster, type.get()))
            .orElseGet(() -> nothing(cluster));
    return newest.map(id -> Answers.tagged(answer, id)).orElse(answer);
  }

  private static APIGatewayProxyResponseEvent nothing(String cluster) {
    return Answers.problem(
        404,
        "Nothing runs",
        "There is no ECS cluster %s in this account and region, or no service runs in it."
            .formatted(cluster));
  }

  private static APIGatewayProxyResponseEvent json(Description found) {
    ObjectNode stackfile = found.stackfile().deepCopy();
    if (!found.warnings().isEmpty()) {
      found.warnings().forEach(stackfile.putArray("x-warnings")::add);
    }
    return Answers.json(200, stackfile).withBody(StackfileText.json(stackfile));
  }

  private static APIGatewayProxyResponseEvent yaml(Description found, String cluster, String type) {
    List<String> comments =
        Stream.concat(
                Stream.of("What runs in the cluster " + cluster + "."),
                found.warnings().stream().map(warning -> "Warning: " + warning))
            .toList();
    return new APIGatewayProxyResponseEvent()
        .withStatusCode(200)
        .withHeaders(Map.of("Content-Type", type + "; charset=utf-8"))
        .withBody(StackfileText.yaml(found.stackfile(), comments));
  }

  private static APIGatewayProxyResponseEvent notAcceptable(String detail) {
    return Answers.problem(406, "Not acceptable", detail + " Name one of them in Accept.");
  }

  /** What a deployment would be refused for, in the words that it would end with. */
  private static APIGatewayProxyResponseEvent refused(RuntimeException refusal) {
    return Answers.problem(422, "Deployment not possible", String.valueOf(refusal.getMessage()));
  }

  /** AWS's own words may tell of what the caller has no right to see. */
  private static boolean isOfAws(Throwable refusal) {
    Throwable cause = refusal;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return !(cause instanceof RefusedException);
  }

  /** API Gateway waits for 29 seconds (Amazon API Gateway quotas, integration timeout). */
  private static APIGatewayProxyResponseEvent late() {
    return Answers.problem(
        504,
        "Out of time",
        "Looking at the cluster took longer than an answer of the API may. Nothing was changed. Try again, or plan a part of the stackfile; a deployment has 10 minutes to look, and leaves alone what does not differ.");
  }

  private static APIGatewayProxyResponseEvent unanswered() {
    return Answers.problem(
        503,
        "No answer of AWS",
        "AWS failed, or did not answer in time. Nothing was changed. Try again in a while.");
  }

  private static APIGatewayProxyResponseEvent failed(
      APIGatewayProxyRequestEvent request, RuntimeException failure, Context context) {
    // Its text may hold what the caller has no right to see; the log has it.
    RequestLog.failed(request, context, failure);
    return Answers.problem(
        500,
        "Internal error",
        "The request failed; nothing was changed by it. The function's log tells why, under the request id "
            + context.getAwsRequestId());
  }
}
