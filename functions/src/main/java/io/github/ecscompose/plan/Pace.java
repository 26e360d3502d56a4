package io.github.ecscompose.plan;

import io.github.ecscompose.plan.DeploymentPlan.ServicePlan;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * When each service of a wave may begin, so that all of them together stay within AWS's limits
 * although each is deployed by an execution of its own and none knows of the others. Pure.
 *
 * <p>A wave is planned as if the account's buckets were full when it starts: before it lies a
 * rollout or the reading of the plan, and the slowest of them is full again after 50 s.
 */
public final class Pace {

  /**
   * Changes of services that a replacement makes: its stand-in and the service are created, the
   * former service and the stand-in are brought to zero and deleted.
   */
  static final int CHANGES_OF_REPLACEMENT = 6;

  /** What replacements may take of {@link Limit#SERVICE_CHANGES} in a wave that has some. */
  private static final int BURST_FOR_REPLACEMENTS = 4 * CHANGES_OF_REPLACEMENT;

  private static final double PER_SECOND_FOR_REPLACEMENTS = 2;

  private Pace() {}

  /** The same for waves one after the other, each of services by name. */
  public static Map<String, Integer> offsets(List<ServicePlan> plans, List<List<String>> waves) {
    Map<String, ServicePlan> byName =
        plans.stream().collect(Collectors.toMap(ServicePlan::service, Function.identity()));
    Map<String, Integer> offsets = new HashMap<>();
    waves.forEach(wave -> offsets.putAll(offsets(wave.stream().map(byName::get).toList())));
    return offsets;
  }

  /**
   * Whole seconds after the wave's start before which a service is not begun, by service; 0 for as
   * many as AWS takes at once.
   */
  public static Map<String, Integer> offsets(List<ServicePlan> wave) {
    Map<String, Integer> offsets = new HashMap<>();
    Slots balancers = new Slots(Limit.LOAD_BALANCER_CREATIONS);
    Slots replacements =
        new Slots(
            BURST_FOR_REPLACEMENTS / CHANGES_OF_REPLACEMENT,
            PER_SECOND_FOR_REPLACEMENTS / CHANGES_OF_REPLACEMENT);
    for (ServicePlan service : wave) {
      offsets.put(
          service.service(),
          Math.max(
              makesBalancer(service) ? balancers.next(0) : 0,
              service.concernsStandIn() ? replacements.next(0) : 0));
    }
    Map<Boolean, List<ServicePlan>> byNeed =
        wave.stream()
            .filter(service -> registers(service) || changesOnce(service))
            .collect(Collectors.partitioningBy(Pace::registers));
    List<ServicePlan> registering = byNeed.getOrDefault(true, List.of());
    fill(new Slots(Limit.TASK_DEFINITION_CHANGES), registering, offsets);
    boolean someReplace = wave.stream().anyMatch(ServicePlan::concernsStandIn);
    fill(
        others(!registering.isEmpty(), someReplace),
        byNeed.getOrDefault(false, List.of()),
        offsets);
    return Map.copyOf(offsets);
  }

  private static boolean registers(ServicePlan service) {
    return service.limits().contains(Limit.TASK_DEFINITION_CHANGES);
  }

  /** Replacements have turns of their own. */
  private static boolean changesOnce(ServicePlan service) {
    return service.limits().contains(Limit.SERVICE_CHANGES) && !service.concernsStandIn();
  }

  private static boolean makesBalancer(ServicePlan service) {
    return service.limits().contains(Limit.LOAD_BALANCER_CREATIONS);
  }

  /**
   * Gives each service a slot. Load balancers and replacements are the slowest, so theirs come
   * first: at the second at which they are due, and the others fill what lies between.
   */
  private static void fill(Slots slots, List<ServicePlan> services, Map<String, Integer> offsets) {
    Deque<String> slow = new ArrayDeque<>();
    services.stream()
        .filter(Pace::isSlow)
        .map(ServicePlan::service)
        .sorted(Comparator.comparing(offsets::get))
        .forEach(slow::add);
    for (ServicePlan service : services) {
      if (!isSlow(service)) {
        while (!slow.isEmpty() && offsets.getOrDefault(slow.getFirst(), 0) <= slots.free()) {
          offsets.computeIfPresent(slow.removeFirst(), (name, due) -> slots.next(due));
        }
        offsets.put(service.service(), slots.next(0));
      }
    }
    slow.forEach(service -> offsets.computeIfPresent(service, (name, due) -> slots.next(due)));
  }

  private static boolean isSlow(ServicePlan service) {
    return makesBalancer(service) || service.concernsStandIn();
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
   * be changed, and what they and replacements leave of that limit is the others'.
   */
  private static Slots others(boolean someRegister, boolean someReplace) {
    int burst = Limit.SERVICE_CHANGES.burst();
    double perSecond = Limit.SERVICE_CHANGES.perSecond();
    if (someRegister) {
      burst -= Limit.TASK_DEFINITION_CHANGES.burst();
      perSecond -= Limit.TASK_DEFINITION_CHANGES.perSecond();
    }
    if (someReplace) {
      burst -= BURST_FOR_REPLACEMENTS;
      perSecond -= PER_SECOND_FOR_REPLACEMENTS;
    }
    return new Slots(burst, perSecond);
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
