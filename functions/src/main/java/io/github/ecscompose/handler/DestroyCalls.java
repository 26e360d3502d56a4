package io.github.ecscompose.handler;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.step.Caller;
import io.github.ecscompose.step.StartDeployment;
import io.github.ecscompose.step.StartDestroy;
import io.github.ecscompose.step.StartDestroy.Answer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The API's calls that destroy. */
final class DestroyCalls {

  private static final String CONFIRM = "confirm";

  private final Supplier<StartDestroy> step;

  /**
   * Calls of that step.
   *
   * @param step asked for by the calls alone: its clients would make every start of the function
   *     slower
   */
  DestroyCalls(Supplier<StartDestroy> step) {
    this.step = step;
  }

  APIGatewayProxyResponseEvent cluster(
      APIGatewayProxyRequestEvent request, String cluster, Caller caller) {
    return answer(request, cluster, Optional.empty(), caller);
  }

  APIGatewayProxyResponseEvent service(
      APIGatewayProxyRequestEvent request, String cluster, String service, Caller caller) {
    return answer(request, cluster, Optional.of(service), caller);
  }

  private APIGatewayProxyResponseEvent answer(
      APIGatewayProxyRequestEvent request,
      String cluster,
      Optional<String> service,
      Caller caller) {
    if (!new DeploymentReference(cluster, "").isValid()) {
      return Answers.problem(404, "No such cluster", "No cluster can be named " + cluster);
    }
    if (service.filter(name -> !name.matches(AgainBody.SERVICE)).isPresent()) {
      return Answers.problem(404, "No such service", "No service can be named " + service.get());
    }
    String name = service.orElse(cluster);
    Map<String, List<String>> parameters = DeployQuery.parameters(request);
    if (!parameters.equals(Map.of(CONFIRM, List.of(name)))) {
      return Answers.problem(400, "Not confirmed", unconfirmed(parameters, service, name));
    }
    return switch (step.get().start(cluster, service, caller)) {
      case Answer.Absent absent -> Answers.problem(404, "Nothing to destroy", absent.reason());
      case Answer.Started started ->
          Answers.started(
              new StartDeployment.Answer.Started(started.deployment(), List.of()),
              clusterPath(request, service));
      case Answer.Unconfirmed unconfirmed ->
          Answers.unconfirmed(
              new StartDeployment.Answer.Unconfirmed(unconfirmed.deployment()),
              clusterPath(request, service));
    };
  }

  private static String unconfirmed(
      Map<String, List<String>> parameters, Optional<String> service, String name) {
    String what = service.isPresent() ? "service" : "cluster";
    return parameters.keySet().stream()
        .filter(parameter -> !parameter.equals(CONFIRM))
        .findFirst()
        .map(parameter ->
            "There is no parameter %s: this call takes confirm alone."
                .formatted(DeployQuery.clip(parameter)))
        .orElse(
            "This removes the %s %s with all that was made for it. To confirm it, repeat the %s's name, once: ?confirm=%s"
                .formatted(what, name, what, name));
  }

  /** The call's path without what follows the cluster. */
  private static String clusterPath(APIGatewayProxyRequestEvent request, Optional<String> service) {
    String path = ApiHandler.path(request);
    return service.map(name -> path.substring(0, path.lastIndexOf("/services/"))).orElse(path);
  }
}
