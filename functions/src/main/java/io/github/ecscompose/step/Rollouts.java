package io.github.ecscompose.step;

import io.github.ecscompose.plan.RolloutTask;
import io.github.ecscompose.plan.TargetHealth;
import java.util.List;

/** What tells why a rollout comes no further: its tasks, and the load balancer's view of them. */
public interface Rollouts {

  /**
   * The tasks that a deployment of ECS's started: those that run, and those that stopped within the
   * last hour or so, for which ECS remembers them. At most 300 of either, at a call for a hundred
   * each and a further one to describe them.
   *
   * @param deployment its id, as {@code ecs-svc/1234}
   */
  List<RolloutTask> tasks(String cluster, String service, String deployment);

  /** The targets of a target group, of whatever deployment. One call. */
  List<TargetHealth> targets(String targetGroupArn);

  /** For how many seconds a target group goes on sending to a target that leaves. One call. */
  int deregistrationDelay(String targetGroupArn);
}
