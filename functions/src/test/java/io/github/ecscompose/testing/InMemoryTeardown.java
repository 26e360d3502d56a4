package io.github.ecscompose.testing;

import io.github.ecscompose.plan.ClusterContents;
import io.github.ecscompose.plan.TaskDefinition;
import io.github.ecscompose.step.Teardown;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What ECS in memory lets be torn down: a cluster only when it is empty. */
public final class InMemoryTeardown implements Teardown {

  private final CallLog log;
  private final InMemoryClusters clusters;
  private int machines;
  private List<String> capacity = List.of("FARGATE", "FARGATE_SPOT");

  InMemoryTeardown(CallLog log, InMemoryClusters clusters) {
    this.log = log;
    this.clusters = clusters;
  }

  /** Registers so many container instances in the cluster. */
  public void machines(int number) {
    machines = number;
  }

  /** Gives the cluster a capacity provider of the account. */
  public void capacity(String provider) {
    capacity = List.of("FARGATE", provider);
  }

  @Override
  public Optional<ClusterContents> contents(String cluster) {
    log.before("ecs:DescribeClusters");
    return clusters.contents(cluster, machines, capacity);
  }

  @Override
  public List<String> revisions(String family) {
    log.before("ecs:ListTaskDefinitions");
    return clusters.revisions(family).stream()
        .filter(TaskDefinition.Live::isActive)
        .map(TaskDefinition.Live::arn)
        .toList();
  }

  @Override
  public Map<String, String> tags(String name) {
    log.before("ecs:DescribeTaskDefinition");
    List<String> active =
        clusters.revisions(name).stream()
            .filter(TaskDefinition.Live::isActive)
            .map(TaskDefinition.Live::arn)
            .toList();
    return clusters.knownTags(active.isEmpty() ? name : active.getLast());
  }

  @Override
  public void deregister(String revisionArn) {
    log.before("ecs:DeregisterTaskDefinition");
    clusters.deregisterRevision(revisionArn);
    log.after("ecs:DeregisterTaskDefinition");
  }

  @Override
  public Optional<String> deleteCluster(String cluster) {
    log.before("ecs:DeleteCluster");
    Optional<String> obstacle =
        clusters.contents(cluster, machines, List.of()).flatMap(ClusterContents::obstacle);
    if (obstacle.isEmpty()) {
      clusters.deleteCluster(cluster);
    }
    log.after("ecs:DeleteCluster");
    return obstacle;
  }
}
