package io.github.ecscompose.step;

import io.github.ecscompose.error.EcsComposeException;
import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.plan.RolloutTask;
import io.github.ecscompose.plan.Symptoms;
import io.github.ecscompose.plan.TargetHealth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Finds out why rollouts are not stable. It costs two calls that list tasks, mostly one that
 * describes them and one for each target group, and a further one for the group where old tasks are
 * draining; so it is done for {@value #SERVICES} services a look at most, the most urgent ones and
 * else now these and now those.
 */
final class CloserLook {

  /** Services whose tasks and targets are looked at in one look of WaitStable. */
  static final int SERVICES = 10;

  /** Services whose targets are asked for in one look, since they seem stable. */
  static final int CONFIRMATIONS = 50;

  private final Rollouts rollouts;

  CloserLook(Rollouts rollouts) {
    this.rollouts = rollouts;
  }

  /** Why a closer look is taken; the first reasons first. */
  enum Urgency {
    /** It is settled now, and its reason is the last word. */
    SETTLED,
    /** It would count as stable, but tasks were replaced. */
    DOUBTFUL,
    /** The service alone shows that something is wrong. */
    SUSPICIOUS,
    /** It takes long. */
    LONG
  }

  /** A rollout to look at. */
  record Candidate(LiveService service, String deployment, Urgency urgency) {}

  /**
   * Looks at some of the candidates, by the service's name.
   *
   * @param seed differs from look to look, so that each has its turn
   */
  Map<String, Symptoms> at(String cluster, List<Candidate> candidates, long seed) {
    List<Candidate> order = new ArrayList<>(candidates);
    Collections.shuffle(order, new Random(seed));
    order.sort(Comparator.comparing(Candidate::urgency));
    Map<String, Symptoms> seen = new HashMap<>();
    for (Candidate candidate : order.subList(0, Math.min(SERVICES, order.size()))) {
      seen.put(candidate.service().name(), look(cluster, candidate));
    }
    return seen;
  }

  /** A call that fails does not end the wait. */
  private Symptoms look(String cluster, Candidate candidate) {
    LiveService service = candidate.service();
    String deployment = candidate.deployment();
    try {
      List<RolloutTask> tasks = rollouts.tasks(cluster, service.name(), deployment);
      return new Symptoms(
          service, deployment, tasks, targets(service), delay(candidate), Optional.empty());
    } catch (EcsComposeException e) {
      return Symptoms.unseen(service, deployment, String.valueOf(e.getMessage()));
    }
  }

  private List<TargetHealth> targets(LiveService service) {
    return Symptoms.targetGroups(service).stream()
        .flatMap(group -> rollouts.targets(group).stream())
        .toList();
  }

  private Optional<Integer> delay(Candidate candidate) {
    LiveService service = candidate.service();
    return Symptoms.of(service, candidate.deployment()).waitsForOldTasks()
        ? Symptoms.targetGroups(service).stream()
            .map(rollouts::deregistrationDelay)
            .max(Comparator.naturalOrder())
        : Optional.empty();
  }

  /** Why the load balancer does not call the targets of a service healthy that ECS calls stable. */
  Optional<String> objection(LiveService service) {
    try {
      return TargetHealth.objection(targets(service));
    } catch (EcsComposeException e) {
      return Optional.of(
          "whether its targets are healthy could not be found out: " + e.getMessage());
    }
  }
}
