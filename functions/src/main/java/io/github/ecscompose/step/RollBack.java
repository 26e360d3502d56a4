package io.github.ecscompose.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.plan.Before;
import io.github.ecscompose.plan.Before.Former;
import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.plan.LoadBalancingDesign;
import io.github.ecscompose.plan.ServiceDocuments;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.stackfile.Discovery;
import io.github.ecscompose.stackfile.LoadBalancer;
import io.github.ecscompose.stackfile.Service;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Brings a service that existed back to the settings, task definition and tags that it had. Where
 * ECS's circuit breaker did so already, nothing is left to do but to wait.
 */
public final class RollBack {

  static final String NAME = "RollBack";

  /** Tags that are AWS's own, which nobody may change. */
  private static final String OF_AWS = "aws:";

  private final Documents documents;
  private final DeploymentRecords records;
  private final Clusters clusters;

  public RollBack(DeploymentFiles files, DeploymentRecords records, Clusters clusters) {
    this.documents = new Documents(files);
    this.records = records;
    this.clusters = clusters;
  }

  /**
   * Brings it back, which is stable later.
   *
   * @throws RefusedException if the service was deleted meanwhile
   */
  public void run(DeploymentReference deployment, String serviceName) {
    Before before =
        documents
            .before(deployment, serviceName)
            .orElseThrow(() -> new NoSuchElementException(serviceName + " was not looked at"));
    Former former =
        before
            .former()
            .orElseThrow(() -> new NoSuchElementException(serviceName + " did not exist"));
    LiveService live = find(deployment, serviceName);
    LiveService back = update(deployment, live, former);
    retag(live, former.tags());

    String text =
        "back to " + Tags.revision(former.taskDefinition()) + leftOver(deployment, before);
    if (former.completed()) {
      records.rollingBack(
          deployment,
          serviceName,
          former.taskDefinition(),
          back.primary().map(LiveService.Deployment::id).orElse(""),
          text);
    } else {
      records.rolledBack(
          deployment,
          serviceName,
          ServiceState.ROLLED_BACK,
          Optional.of(text + "; it was not stable before either"));
    }
  }

  private LiveService find(DeploymentReference deployment, String service) {
    return Optional.ofNullable(
            clusters.services(deployment.cluster(), List.of(service)).get(service))
        .filter(live -> live.status().equals("ACTIVE"))
        .orElseThrow(() ->
            new RefusedException(
                "Somebody deleted the service %s while it was being deployed. Deploy the former stackfile to have it made again."
                    .formatted(service)));
  }

  private LiveService update(DeploymentReference deployment, LiveService live, Former former) {
    ObjectNode update = ServiceDocuments.update(live, former.document());
    boolean nothing = update.size() == 1;
    // Nothing comes of a rollout that ECS gave up unless a new one is asked for.
    boolean givenUp =
        live.primary().stream().anyMatch(rollout -> rollout.rolloutState().equals("FAILED"));
    if (hasProviders(live.document()) && !hasProviders(former.document())) {
      // So AWS goes back to the launch type (API reference of Amazon ECS, UpdateService).
      update.putArray("capacityProviderStrategy");
      update.put("forceNewDeployment", true);
    }
    if (nothing && givenUp) {
      update.put("forceNewDeployment", true);
    }
    return update.size() == 1 ? live : clusters.update(deployment.cluster(), update);
  }

  private static boolean hasProviders(ObjectNode service) {
    return !service.path("capacityProviderStrategy").isEmpty();
  }

  /** Tags come last, so that a deployment which follows sees what was not finished. */
  private void retag(LiveService live, Map<String, String> former) {
    Set<String> more =
        live.tags().keySet().stream()
            .filter(key -> !former.containsKey(key) && !key.startsWith(OF_AWS))
            .collect(Collectors.toUnmodifiableSet());
    Map<String, String> other = new HashMap<>(former);
    other.entrySet().removeAll(live.tags().entrySet());
    other.keySet().removeIf(key -> key.startsWith(OF_AWS));
    if (!other.isEmpty()) {
      clusters.tag(live.arn(), other);
    }
    if (!more.isEmpty()) {
      clusters.untag(live.arn(), more);
    }
  }

  /** What this deployment made or changed beside the service and what is not undone. */
  private String leftOver(DeploymentReference deployment, Before before) {
    Service service = documents.service(deployment, before.service());
    Optional<Service> former = documents.formerService(deployment, before);
    if (documents.plan(deployment).updateOnly()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    Optional<LoadBalancer> balanced = former.flatMap(Service::loadBalancer);
    LoadBalancingDesign.of(deployment.cluster(), service)
        .map(design -> design.balancer().name())
        .ifPresent(name -> {
          if (!before.balancerExisted()) {
            text.append("; the load balancer %s, which was made for it, is left".formatted(name));
          } else if (balanced.isEmpty()) {
            text.append(
                "; the load balancer %s stays as this deployment set it, for nothing tells what it was"
                    .formatted(name));
          }
        });
    service
        .discovery()
        .map(Discovery::name)
        .filter(name -> former.flatMap(Service::discovery).isEmpty())
        .ifPresent(name ->
            text.append("; the name %s in Cloud Map, if it was made, is left".formatted(name)));
    return text.toString();
  }
}
