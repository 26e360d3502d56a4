package io.github.ecscompose.aws;

import io.github.ecscompose.step.ScalableTargets;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.applicationautoscaling.paginators.DescribeScalableTargetsIterable;

/** {@link ScalableTargets} on Application Auto Scaling. */
public final class AutoScalingTargets implements ScalableTargets {

  /** Resource ids of one call (DescribeScalableTargets, API reference). */
  private static final int IDS = 50;

  private final ApplicationAutoScalingClient client;

  public AutoScalingTargets(ApplicationAutoScalingClient client) {
    this.client = client;
  }

  @Override
  public Set<String> among(String cluster, Collection<String> services) {
    String prefix = "service/" + cluster + "/";
    List<String> ids = services.stream().sorted().map(service -> prefix + service).toList();
    Set<String> found = new HashSet<>();
    for (int start = 0; start < ids.size(); start += IDS) {
      List<String> some = ids.subList(start, Math.min(start + IDS, ids.size()));
      described(cluster, some).stream()
          .map(ScalableTarget::resourceId)
          .filter(some::contains)
          .map(id -> id.substring(prefix.length()))
          .forEach(found::add);
    }
    return found;
  }

  private List<ScalableTarget> described(String cluster, List<String> ids) {
    DescribeScalableTargetsRequest request =
        DescribeScalableTargetsRequest.builder()
            .serviceNamespace(ServiceNamespace.ECS)
            .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
            .resourceIds(ids)
            .build();
    return AwsErrors.call(
        "application-autoscaling:DescribeScalableTargets",
        "services of the cluster " + cluster,
        () ->
            new DescribeScalableTargetsIterable(client, request)
                .stream().flatMap(page -> page.scalableTargets().stream()).toList());
  }
}
