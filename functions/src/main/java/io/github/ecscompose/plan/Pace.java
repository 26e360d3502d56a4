package io.github.ecscompose.plan;

import io.github.ecscompose.plan.DeploymentPlan.ServicePlan;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * When each service of a wave may begin, so that all of them together stay within AWS's limits
 * although each is deployed by an execution of its own and none knows of the others. Pure.
 *
 * <p>A wave is planned as if the account's buckets were full when it starts: before it lies a
 * rollout or the reading of the plan, and the slowest of them is full again after 50 s.
 */
public final class Pace {

  private Pace() {}

  /**
   * Whole seconds after the wave's start before which a service is not begun, by service; 0 for as
   * many as AWS takes at once.
   */
  public static Map<String, Integer> offsets(List<ServicePlan> wave) {
    Map<String, Integer> offsets = new HashMap<>();
    Slots balancers = new Slots(Limit.LOAD_BALANCER_CREATIONS);
    for (ServicePlan service : wave) {
      offsets.put(service.service(), makesBalancer(service) ? balancers.next(0) : 0);
    }
    Map<Boolean, List<ServicePlan>> byNeed =
        wave.stream()
            .filter(
                service -> service.limits().contains(Limit.SERVICE_CHANGES) || registers(service))
            .collect(Collectors.partitioningBy(Pace::registers));
    List<ServicePlan> registering = byNeed.getOrDefault(true, List.of());
    fill(new Slots(Limit.TASK_DEFINITION_CHANGES), registering, offsets);
    fill(others(!registering.isEmpty()), byNeed.getOrDefault(false, List.of()), offsets);
    return Map.copyOf(offsets);
  }

  private static boolean registers(ServicePlan service) {
    return service.limits().contains(Limit.TASK_DEFINITION_CHANGES);
  }

  private static boolean makesBalancer(ServicePlan service) {
    return service.limits().contains(Limit.LOAD_BALANCER_CREATIONS);
  }

  /**
   * Gives each service a slot. Load balancers are the slowest, so theirs come first: at the second
   * at which they are due, and the others fill what lies between.
   */
  private static void fill(Slots slots, List<ServicePlan> services, Map<String, Integer> offsets) {
    Deque<String> balanced = new ArrayDeque<>();
    services.stream().filter(Pace::makesBalancer).map(ServicePlan::service).forEach(balanced::add);
    for (ServicePlan service : services) {
      if (!makesBalancer(service)) {
        while (!balanced.isEmpty()
            && offsets.getOrDefault(balanced.getFirst(), 0) <= slots.free()) {
          offsets.computeIfPresent(balanced.removeFirst(), (name, due) -> slots.next(due));
        }
        offsets.put(service.service(), slots.next(0));
      }
    }
    balanced.forEach(service -> offsets.computeIfPresent(service, (name, due) -> slots.next(due)));
  }

  /**
   * Whole seconds after which a call may be made before which so many of the same kind were, when
   * nothing else counts against the limit.
   */
  public static int offset(Limit limit, int earlier) {
    return (int) Math.max(0, Math.ceil((earlier - atOnce(limit.burst()) + 1) / limit.perSecond()));
  }

  /**
   * How many calls are made at once. One of the burst is left for the calls behind it: none takes
   * the same time as the other, and where they were to meet a bucket that is just empty, each that
   * comes a little early would be refused.
   */
  private static int atOnce(int burst) {
    return burst - 1;
  }

  /**
   * For services that need no new revision. Where some need one, those are slower than services may
   * be changed, and what they leave of that limit is the others'.
   */
  private static Slots others(boolean someRegister) {
    Limit all = Limit.SERVICE_CHANGES;
    Limit some = Limit.TASK_DEFINITION_CHANGES;
    return someRegister
        ? new Slots(all.burst() - some.burst(), all.perSecond() - some.perSecond())
        : new Slots(all);
  }

  /** Gives away the calls that a limit allows, each at the earliest whole second. */
  private static final class Slots {

    private final long interval;
    private final long ahead;
    private long given;

    Slots(Limit limit) {
      this(limit.burst(), limit.perSecond());
    }

    Slots(int burst, double perSecond) {
      interval = Math.round(1000 / perSecond);
      ahead = (atOnce(burst) - 1) * interval;
    }

    /** The second of the next one. */
    int free() {
      return Math.max(0, Math.toIntExact(Math.ceilDiv(given - ahead, 1000L)));
    }

    /** Gives away the next one, not before that second; to be asked for in order of time. */
    int next(int earliest) {
      int due = Math.max(earliest, free());
      given = Math.max(given, due * 1000L) + interval;
      return due;
    }
  }
}
