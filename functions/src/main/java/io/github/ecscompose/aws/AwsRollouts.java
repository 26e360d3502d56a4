package io.github.ecscompose.aws;

import static java.util.Objects.requireNonNullElse;

import io.github.ecscompose.plan.RolloutTask;
import io.github.ecscompose.plan.TargetHealth;
import io.github.ecscompose.step.Rollouts;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.paginators.ListTasksIterable;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/** {@link Rollouts} on ECS and Elastic Load Balancing. */
public final class AwsRollouts implements Rollouts {

  /** The most that one call lists or describes, by ECS's service model. */
  private static final int TASKS_PER_CALL = 100;

  /** More than the failures for which ECS's circuit breaker waits. */
  private static final int MOST_TASKS = 300;

  private static final String DELAY = "deregistration_delay.timeout_seconds";

  private final EcsClient ecs;
  private final ElasticLoadBalancingV2Client loadBalancing;
  private final InstantSource clock;

  public AwsRollouts(
      EcsClient ecs, ElasticLoadBalancingV2Client loadBalancing, InstantSource clock) {
    this.ecs = ecs;
    this.loadBalancing = loadBalancing;
    this.clock = clock;
  }

  /**
   * Running tasks are listed by what started them, which ECS allows as the only filter ("When you
   * specify startedBy as the filter, it must be the only filter that you use", API reference of
   * ListTasks; aws-sdk-go-v2#1893). Stopped ones are listed by their service, therefore, and what
   * started them is read with them.
   */
  @Override
  public List<RolloutTask> tasks(String cluster, String service, String deployment) {
    ListTasksRequest running =
        ListTasksRequest.builder()
            .cluster(cluster)
            .startedBy(deployment)
            .maxResults(TASKS_PER_CALL)
            .build();
    ListTasksRequest stopped =
        ListTasksRequest.builder()
            .cluster(cluster)
            .serviceName(service)
            .desiredStatus(DesiredStatus.STOPPED)
            .maxResults(TASKS_PER_CALL)
            .build();
    String subject = "tasks of service " + service + " in cluster " + cluster;
    return Stream.of(running, stopped)
        .flatMap(request -> list(subject, request).stream())
        .distinct()
        .gather(Gatherers.windowFixed(TASKS_PER_CALL))
        .flatMap(arns -> describe(cluster, subject, arns).stream())
        .filter(task -> deployment.equals(task.startedBy()))
        .map(task -> LiveTasks.of(task, clock.instant()))
        .toList();
  }

  private List<String> list(String subject, ListTasksRequest request) {
    return AwsErrors.find(
            "ecs:ListTasks",
            subject,
            ClusterNotFoundException.class,
            () ->
                new ListTasksIterable(ecs, request).taskArns().stream().limit(MOST_TASKS).toList())
        .orElse(List.of());
  }

  private List<Task> describe(String cluster, String subject, List<String> arns) {
    DescribeTasksRequest request =
        DescribeTasksRequest.builder().cluster(cluster).tasks(arns).build();
    return AwsErrors.find(
            "ecs:DescribeTasks",
            subject,
            ClusterNotFoundException.class,
            () -> ecs.describeTasks(request))
        .map(DescribeTasksResponse::tasks)
        .orElse(List.of());
  }

  @Override
  public List<TargetHealth> targets(String targetGroupArn) {
    DescribeTargetHealthRequest request =
        DescribeTargetHealthRequest.builder().targetGroupArn(targetGroupArn).build();
    return AwsErrors.call(
            "elasticloadbalancing:DescribeTargetHealth",
            "target group " + targetGroupArn,
            () -> loadBalancing.describeTargetHealth(request))
        .targetHealthDescriptions()
        .stream()
        .map(AwsRollouts::target)
        .toList();
  }

  private static TargetHealth target(TargetHealthDescription target) {
    var health = Optional.ofNullable(target.targetHealth());
    return new TargetHealth(
        requireNonNullElse(target.target().id(), ""),
        health.map(known -> known.stateAsString()).orElse(""),
        health.map(known -> known.reasonAsString()).orElse(""),
        health.map(known -> known.description()).orElse(""));
  }

  @Override
  public int deregistrationDelay(String targetGroupArn) {
    DescribeTargetGroupAttributesRequest request =
        DescribeTargetGroupAttributesRequest.builder().targetGroupArn(targetGroupArn).build();
    return AwsErrors.call(
            "elasticloadbalancing:DescribeTargetGroupAttributes",
            "target group " + targetGroupArn,
            () -> loadBalancing.describeTargetGroupAttributes(request))
        .attributes()
        .stream()
        .filter(attribute -> DELAY.equals(attribute.key()))
        .map(TargetGroupAttribute::value)
        .map(Integer::valueOf)
        .findFirst()
        .orElse(0);
  }
}
