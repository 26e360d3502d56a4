package io.github.ecscompose.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.plan.DeploymentPlan.Action;
import io.github.ecscompose.plan.DeploymentPlan.ServicePlan;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {

  private static final Set<Limit> NEW =
      Set.of(Limit.TASK_DEFINITION_CHANGES, Limit.SERVICE_CHANGES);
  private static final Set<Limit> BALANCED =
      Set.of(Limit.TASK_DEFINITION_CHANGES, Limit.SERVICE_CHANGES, Limit.LOAD_BALANCER_CREATIONS);
  private static final Set<Limit> SETTINGS = Set.of(Limit.SERVICE_CHANGES);

  @Test
  void letsAThousandNewServicesRegisterAsFastAsAwsTakesThem() {
    Map<String, Integer> offsets = Pace.offsets(services(1000, "new", NEW));

    assertThat(times(offsets, "new", 0, 21)).containsOnly(0, 1, 2).startsWith(0).endsWith(1, 2);
    assertThat(offsets).containsEntry("new-18", 0).containsEntry("new-19", 1);
    assertThat(offsets).containsEntry("new-999", 981);
  }

  @Test
  void letsOtherServicesChangeAsFastAsAwsTakesThem() {
    Map<String, Integer> offsets = Pace.offsets(services(1000, "set", SETTINGS));

    assertThat(offsets)
        .containsEntry("set-48", 0)
        .containsEntry("set-49", 1)
        .containsEntry("set-53", 1)
        .containsEntry("set-54", 2)
        .containsEntry("set-999", 191);
  }

  @Test
  void makesNobodyWaitInAWaveOfAnOrdinarySize() {
    assertThat(Pace.offsets(services(19, "new", NEW)).values()).containsOnly(0);
    assertThat(Pace.offsets(services(9, "balanced", BALANCED)).values()).containsOnly(0);
  }

  @Test
  void letsALoadBalancerBeMadeInFiveSeconds() {
    Map<String, Integer> offsets = Pace.offsets(services(12, "balanced", BALANCED));

    assertThat(offsets)
        .containsEntry("balanced-8", 0)
        .containsEntry("balanced-9", 5)
        .containsEntry("balanced-10", 10);
  }

  @Test
  void letsOthersFillTheTimeBetweenLoadBalancers() {
    List<ServicePlan> wave =
        Stream.of(services(30, "balanced", BALANCED), services(100, "new", NEW))
            .flatMap(List::stream)
            .toList();

    Map<String, Integer> offsets = Pace.offsets(wave);

    assertThat(offsets.get("balanced-29")).isEqualTo(105);
    assertThat(offsets.values()).allMatch(offset -> offset <= 112);
  }

  /** Each makes six changes, and leaves some to the others. */
  @Test
  void letsFewReplacementsBeginAtATime() {
    List<ServicePlan> wave =
        Stream.of(replacements(6, "replaced", SETTINGS), services(30, "set", SETTINGS))
            .flatMap(List::stream)
            .toList();

    Map<String, Integer> offsets = Pace.offsets(wave);

    assertThat(times(offsets, "replaced", 0, 6)).containsExactly(0, 0, 0, 3, 6, 9);
    assertThat(offsets).containsEntry("set-24", 0).containsEntry("set-25", 1);
  }

  @Test
  void doesNotCountWhatComesNearNoLimit() {
    assertThat(Pace.offsets(services(200, "run", Set.of())).values()).containsOnly(0);
  }

  /** Whatever the mixture, no second sees more calls of a kind than AWS's bucket then holds. */
  @Property(tries = 200)
  void staysWithinEveryLimit(
      @ForAll @IntRange(max = 150) int registering,
      @ForAll @IntRange(max = 60) int balanced,
      @ForAll @IntRange(max = 60) int replaced,
      @ForAll @IntRange(max = 300) int set) {
    List<ServicePlan> wave =
        Stream.of(
                replacements(replaced, "replaced", SETTINGS),
                replacements(replaced, "renewed", NEW),
                services(set, "set", SETTINGS),
                services(balanced, "balanced", BALANCED),
                services(registering, "new", NEW))
            .flatMap(List::stream)
            .toList();

    Map<String, Integer> offsets = Pace.offsets(wave);

    for (Limit limit :
        List.of(
            Limit.TASK_DEFINITION_CHANGES, Limit.SERVICE_CHANGES, Limit.LOAD_BALANCER_CREATIONS)) {
      List<Integer> calls =
          wave.stream()
              .filter(service -> service.limits().contains(limit))
              .flatMap(service ->
                  Collections.nCopies(calls(service, limit), offsets.get(service.service()))
                      .stream())
              .sorted()
              .toList();
      assertThat(turnedAway(limit, calls)).as("%s at %s", limit, calls).isZero();
    }
  }

  private static int calls(ServicePlan service, Limit limit) {
    return service.action() == Action.REPLACE && limit == Limit.SERVICE_CHANGES ? 6 : 1;
  }

  /** How many calls at those seconds a bucket that was full would turn away. */
  private static long turnedAway(Limit limit, List<Integer> seconds) {
    double tokens = limit.burst();
    int filled = 0;
    long turnedAway = 0;
    for (int second : seconds) {
      tokens = Math.min(limit.burst(), tokens + (second - filled) * limit.perSecond());
      filled = second;
      if (tokens < 0.999) {
        turnedAway++;
      } else {
        tokens--;
      }
    }
    return turnedAway;
  }

  @ParameterizedTest
  @CsvSource({"0,0", "48,0", "49,1", "53,1", "54,2", "999,191"})
  void tellsTheTurnOfACallByThoseBeforeIt(int earlier, int seconds) {
    assertThat(Pace.offset(Limit.SERVICE_CHANGES, earlier)).isEqualTo(seconds);
  }

  private static List<Integer> times(Map<String, Integer> offsets, String name, int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> offsets.get(name + "-" + i)).toList();
  }

  private static List<ServicePlan> services(int number, String name, Set<Limit> limits) {
    return plans(number, name, Action.UPDATE, limits);
  }

  private static List<ServicePlan> replacements(int number, String name, Set<Limit> limits) {
    return plans(number, name, Action.REPLACE, limits);
  }

  private static List<ServicePlan> plans(
      int number, String name, Action action, Set<Limit> limits) {
    return IntStream.range(0, number)
        .mapToObj(i ->
            new ServicePlan(
                name + "-" + i,
                action,
                "digest",
                List.of(),
                List.of(),
                Optional.empty(),
                false,
                limits))
        .toList();
  }
}
