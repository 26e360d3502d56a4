package io.github.ecscompose.handler;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeploymentDocument;
import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.step.DeploymentHistory.Page;
import io.github.ecscompose.step.ListDeployments;
import io.github.ecscompose.step.ListDeployments.Cluster;
import java.util.Optional;
import java.util.function.Function;

/** The API's lists. */
final class HistoryAnswers {

  private final ListDeployments lists;

  HistoryAnswers(ListDeployments lists) {
    this.lists = lists;
  }

  APIGatewayProxyResponseEvent deployments(APIGatewayProxyRequestEvent request, String cluster) {
    if (!new DeploymentReference(cluster, "").isValid()) {
      return Answers.problem(404, "No such cluster", "No cluster can be named " + cluster);
    }
    String list = "deployments of " + cluster;
    // Asked before the page: what comes in between makes the tag too old, and never too new.
    Optional<String> newest = lists.newest(cluster);
    APIGatewayProxyResponseEvent answer =
        page(
            request,
            list,
            query -> {
              Page<DeploymentRecord> page = lists.of(cluster, query.limit(), query.after());
              ObjectNode body = JsonHandler.object();
              ArrayNode deployments = body.putArray("deployments");
              page.entries()
                  .forEach(deployment -> deployments.add(DeploymentDocument.of(deployment)));
              return next(body, list, page);
            });
    return newest.map(id -> Answers.tagged(answer, id)).orElse(answer);
  }

  APIGatewayProxyResponseEvent clusters(APIGatewayProxyRequestEvent request) {
    String list = "clusters";
    return page(
        request,
        list,
        query -> {
          Page<Cluster> page = lists.clusters(query.limit(), query.after());
          ObjectNode body = JsonHandler.object();
          ArrayNode clusters = body.putArray("clusters");
          page.entries().forEach(cluster -> clusters.add(cluster(cluster)));
          return next(body, list, page);
        });
  }

  private static ObjectNode cluster(Cluster cluster) {
    ObjectNode node = JsonHandler.object().put("cluster", cluster.name());
    cluster.last().ifPresent(last -> node.set("lastDeployment", DeploymentDocument.of(last)));
    return node;
  }

  private static ObjectNode next(ObjectNode body, String list, Page<?> page) {
    page.next().ifPresent(place -> body.put("next", PageToken.of(list, place)));
    return body;
  }

  private static APIGatewayProxyResponseEvent page(
      APIGatewayProxyRequestEvent request,
      String list,
      Function<PageQuery.Understood, ObjectNode> body) {
    return switch (PageQuery.read(request, list)) {
      case PageQuery.Refused refused ->
          Answers.problem(400, "Bad request", String.join(" ", refused.faults()));
      case PageQuery.Understood query -> Answers.json(200, body.apply(query));
    };
  }
}
