package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Node.Mapping;
import io.github.ecscompose.stackfile.Rollout.CircuitBreaker;
import io.github.ecscompose.stackfile.Rollout.Strategy;
import io.github.ecscompose.stackfile.Service.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads how many tasks run and how they are replaced. */
final class RolloutReader {

  private static final Map<String, Strategy> STRATEGIES =
      Map.of("replica", Strategy.REPLICA, "daemon", Strategy.DAEMON);

  /** Those of ECS, and which of them there are here. */
  private static final Map<String, Boolean> DEPLOYMENT_STRATEGIES =
      Map.of("rolling", true, "blue_green", false, "linear", false, "canary", false);

  private static final List<String> WITHOUT_EFFECT =
      List.of("desired_count", "deployment_configuration", "circuit_breaker");

  private RolloutReader() {}

  static Rollout read(Section service, Kind kind) {
    checkDeploymentStrategy(service);
    Strategy strategy =
        service.get(
            "scheduling_strategy",
            field -> field.choice(STRATEGIES, "REPLICA or DAEMON"),
            Strategy.REPLICA);
    int count = service.get("desired_count", field -> field.integer(0, Integer.MAX_VALUE), 1);
    CircuitBreaker breaker =
        service.get("circuit_breaker", RolloutReader::circuitBreaker, CircuitBreaker.ON);
    Rollout rollout =
        switch (strategy) {
          case DAEMON -> daemon(service, breaker);
          case REPLICA -> percentages(service, new Rollout(strategy, count, 200, 50, breaker));
        };
    return kind == Kind.TASK ? task(service, rollout) : rollout;
  }

  private static void checkDeploymentStrategy(Section service) {
    service
        .get("deployment_strategy")
        .ifPresent(field ->
            field
                .choice(DEPLOYMENT_STRATEGIES, "rolling")
                .filter(supported -> !supported)
                .ifPresent(unsupported ->
                    field.error(
                        "the deployment strategy %s is not supported yet: write rolling"
                            .formatted(field.shown()))));
  }

  /** {@code false} turns it off, and what is off does not roll back. */
  private static Optional<CircuitBreaker> circuitBreaker(Field field) {
    if (!(field.node() instanceof Mapping)) {
      return field
          .choice(Field.FLAGS, "{enable: true, rollback: true}, true or false")
          .map(on -> new CircuitBreaker(on, on));
    }
    return field
        .section(Keys.CIRCUIT_BREAKER)
        .map(section -> {
          boolean enable = section.get("enable", Field::flag, true);
          boolean rollback = section.get("rollback", Field::flag, true);
          return new CircuitBreaker(enable, enable && rollback);
        });
  }

  /**
   * ECS refuses a daemon with a desired count or with a maximum above 100 percent; its own default
   * for the minimum is 0, since there is one task on each instance.
   */
  private static Rollout daemon(Section service, CircuitBreaker breaker) {
    service
        .own("desired_count")
        .ifPresent(
            field -> field.error("a DAEMON runs one task on each instance: remove desired_count"));
    service
        .own("placement_strategy")
        .ifPresent(
            field -> field.error("a DAEMON runs on every machine: remove placement_strategy"));
    Rollout rollout = percentages(service, new Rollout(Strategy.DAEMON, 0, 100, 0, breaker));
    if (rollout.maximumPercent() > 100) {
      deployment(service)
          .flatMap(section -> section.get("maximum_percent"))
          .ifPresent(field -> field.error("a DAEMON allows 100 at most"));
    }
    return rollout;
  }

  private static Rollout task(Section service, Rollout rollout) {
    if (rollout.strategy() == Strategy.DAEMON) {
      service
          .get("scheduling_strategy")
          .ifPresent(field -> field.error("a task runs once: DAEMON is for services"));
    }
    WITHOUT_EFFECT.forEach(key -> service.own(key).ifPresent(RolloutReader::withoutEffect));
    return new Rollout(rollout.strategy(), 1, 200, 50, CircuitBreaker.ON);
  }

  private static void withoutEffect(Field field) {
    field.warning("a task runs once: " + field.path().lastKey() + " has no effect");
  }

  private static Rollout percentages(Section service, Rollout otherwise) {
    return deployment(service)
        .map(section -> percentages(section, otherwise, service))
        .orElse(otherwise);
  }

  private static Rollout percentages(Section section, Rollout otherwise, Section service) {
    Optional<Integer> maximum =
        section.get("maximum_percent").flatMap(field -> field.integer(100, Integer.MAX_VALUE));
    Optional<Integer> minimum =
        section.get("minimum_healthy_percent").flatMap(field -> field.integer(0, 100));
    Rollout rollout =
        new Rollout(
            otherwise.strategy(),
            otherwise.desiredCount(),
            maximum.orElse(otherwise.maximumPercent()),
            minimum.orElse(otherwise.minimumHealthyPercent()),
            otherwise.circuitBreaker());
    if (rollout.minimumHealthyPercent() >= rollout.maximumPercent()) {
      service
          .get("deployment_configuration")
          .ifPresent(field ->
              field.error(
                  "minimum_healthy_percent must be below maximum_percent,"
                      + " or no task can ever be replaced"));
    }
    return rollout;
  }

  private static Optional<Section> deployment(Section service) {
    return service.get("deployment_configuration").flatMap(field -> field.section(Keys.DEPLOYMENT));
  }
}
