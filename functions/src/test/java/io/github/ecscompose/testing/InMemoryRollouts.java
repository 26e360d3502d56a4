package io.github.ecscompose.testing;

import io.github.ecscompose.plan.RolloutTask;
import io.github.ecscompose.plan.TargetHealth;
import io.github.ecscompose.step.Rollouts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tasks of rollouts and the targets of target groups in memory, as a test sets them. A target
 * group of which nothing was said has one healthy target, since ECS calls no rollout complete
 * before.
 */
public final class InMemoryRollouts implements Rollouts {

  private final CallLog log;
  private final Map<String, List<RolloutTask>> tasks = new HashMap<>();
  private final Map<String, List<TargetHealth>> targets = new HashMap<>();

  public InMemoryRollouts(CallLog log) {
    this.log = log;
  }

  /** From now on these are the tasks of a deployment of ECS's. */
  public void show(String deployment, RolloutTask... all) {
    tasks.put(deployment, List.of(all));
  }

  /** From now on these are the targets of a target group. */
  public void targets(String targetGroupArn, TargetHealth... all) {
    targets.put(targetGroupArn, List.of(all));
  }

  @Override
  public List<RolloutTask> tasks(String cluster, String service, String deployment) {
    log.before("ecs:ListTasks");
    log.before("ecs:ListTasks");
    List<RolloutTask> known = tasks.getOrDefault(deployment, List.of());
    if (!known.isEmpty()) {
      log.before("ecs:DescribeTasks");
    }
    return List.copyOf(known);
  }

  @Override
  public List<TargetHealth> targets(String targetGroupArn) {
    log.before("elasticloadbalancing:DescribeTargetHealth");
    return targets.getOrDefault(
        targetGroupArn, List.of(new TargetHealth("10.0.0.1", "healthy", "", "")));
  }

  /** AWS's default. */
  @Override
  public int deregistrationDelay(String targetGroupArn) {
    log.before("elasticloadbalancing:DescribeTargetGroupAttributes");
    return 300;
  }
}
