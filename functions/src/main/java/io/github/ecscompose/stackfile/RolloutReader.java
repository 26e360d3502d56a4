package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Rollout.CircuitBreaker;
import io.github.ecscompose.stackfile.Rollout.Strategy;
import io.github.ecscompose.stackfile.Service.Kind;
import java.util.Map;
import java.util.Optional;

/** Reads how many tasks run and how they are replaced. */
final class RolloutReader {

  private static final Map<String, Strategy> STRATEGIES =
      Map.of("replica", Strategy.REPLICA, "daemon", Strategy.DAEMON);

  private RolloutReader() {}

  static Rollout read(Section service, Kind kind) {
    Strategy strategy =
        service.get(
            "scheduling_strategy",
            field -> field.choice(STRATEGIES, "REPLICA or DAEMON"),
            Strategy.REPLICA);
    int count = service.get("desired_count", field -> field.integer(0, Integer.MAX_VALUE), 1);
    Rollout rollout = strategy == Strategy.DAEMON ? daemon(service) : replica(service, count);
    return kind == Kind.TASK ? task(service, rollout) : rollout;
  }

  private static Rollout replica(Section service, int count) {
    return percentages(service, new Rollout(Strategy.REPLICA, count, 200, 50, CircuitBreaker.ON));
  }

  /**
   * ECS refuses a daemon with a desired count or with a maximum above 100 percent; its own default
   * for the minimum is 0, since there is one task on each instance.
   */
  private static Rollout daemon(Section service) {
    service
        .get("desired_count")
        .ifPresent(
            field -> field.error("a DAEMON runs one task on each instance: remove desired_count"));
    Rollout rollout =
        percentages(service, new Rollout(Strategy.DAEMON, 0, 100, 0, CircuitBreaker.ON));
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
    service.get("desired_count").ifPresent(RolloutReader::withoutEffect);
    service.get("deployment_configuration").ifPresent(RolloutReader::withoutEffect);
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
