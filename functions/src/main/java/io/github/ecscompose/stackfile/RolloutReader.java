package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Node.Scalar;
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

  private static final String DEPLOYMENT = "deployment_configuration";
  private static final List<String> WITHOUT_EFFECT =
      List.of("desired_count", DEPLOYMENT, "circuit_breaker");

  private RolloutReader() {}

  static Rollout read(Section service, Kind kind) {
    checkDeploymentStrategy(service);
    Strategy strategy =
        service.get(
            "scheduling_strategy",
            field -> field.choice(STRATEGIES, "REPLICA or DAEMON"),
            Strategy.REPLICA);
    int count = service.get("desired_count", field -> field.integer(0, Integer.MAX_VALUE), 1);
    CircuitBreaker breaker = circuitBreaker(service);
    Rollout rollout =
        switch (strategy) {
          case DAEMON -> daemon(service, breaker);
          case REPLICA -> replica(service, kind, new Rollout(strategy, count, 200, 50, breaker));
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
  private static CircuitBreaker circuitBreaker(Section service) {
    Optional<Field> given = service.get("circuit_breaker");
    if (given.filter(field -> field.node() instanceof Scalar).isPresent()) {
      return given
          .flatMap(
              field -> field.choice(Field.FLAGS, "{enable: true, rollback: true}, true or false"))
          .map(on -> new CircuitBreaker(on, on))
          .orElse(CircuitBreaker.ON);
    }
    Optional<Section> section = service.section("circuit_breaker", Keys.CIRCUIT_BREAKER);
    boolean enable = flag(section, "enable");
    return new CircuitBreaker(enable, enable && flag(section, "rollback"));
  }

  private static boolean flag(Optional<Section> section, String key) {
    return section.flatMap(found -> found.get(key)).flatMap(Field::flag).orElse(true);
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
    for (String key : List.of("placement_strategy", "capacity_providers")) {
      service
          .own(key)
          .ifPresent(field -> field.error("a DAEMON runs on every machine: remove " + key));
    }
    Optional<Section> own =
        service.own(DEPLOYMENT).flatMap(field -> field.section(Keys.DEPLOYMENT));
    Rollout plain = new Rollout(Strategy.DAEMON, 0, 100, 0, breaker);
    Rollout rollout = own.map(section -> percentages(section, plain, service)).orElse(plain);
    if (rollout.maximumPercent() > 100) {
      own.flatMap(section -> section.get("maximum_percent"))
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

  private static Rollout replica(Section service, Kind kind, Rollout otherwise) {
    Optional<Section> percentages = service.section(DEPLOYMENT, Keys.DEPLOYMENT);
    if (kind == Kind.TASK || percentages.isEmpty()) {
      return otherwise;
    }
    Rollout rollout = percentages(percentages.get(), otherwise, service);
    if (isStuck(rollout)) {
      service
          .get(DEPLOYMENT)
          .ifPresent(field ->
              field.warning(
                  ("of %d tasks ECS may start no further one at %d percent and stop none at %d, so"
                          + " that none is ever replaced: raise maximum_percent or lower"
                          + " minimum_healthy_percent")
                      .formatted(
                          rollout.desiredCount(),
                          rollout.maximumPercent(),
                          rollout.minimumHealthyPercent())));
    }
    return rollout;
  }

  /** ECS rounds the upper bound down and the lower one up (DeploymentConfiguration, ECS model). */
  private static boolean isStuck(Rollout rollout) {
    long count = rollout.desiredCount();
    long most = count * rollout.maximumPercent() / 100;
    long least = (count * rollout.minimumHealthyPercent() + 99) / 100;
    return count > 0 && most <= least && rollout.minimumHealthyPercent() < rollout.maximumPercent();
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
          .get(DEPLOYMENT)
          .ifPresent(field ->
              field.error(
                  "minimum_healthy_percent must be below maximum_percent,"
                      + " or no task can ever be replaced"));
    }
    return rollout;
  }
}
