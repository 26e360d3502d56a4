package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.LoadBalancer.Stickiness;
import io.github.ecscompose.stackfile.LoadBalancer.TargetAttributes;
import io.github.ecscompose.stackfile.Node.Mapping;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads how a target group treats its targets; the ranges are those of the target group attributes
 * (User Guide for Application Load Balancers).
 */
final class TargetAttributesReader {

  private static final String DEREGISTRATION_DELAY = "deregistration_delay";
  private static final String SLOW_START = "slow_start";
  private static final String STICKINESS = "stickiness";

  /** Each may stand in {@code elb} or in its {@code healthcheck}. */
  static final List<String> KEYS = List.of(DEREGISTRATION_DELAY, SLOW_START, STICKINESS);

  private static final int LONGEST_DELAY = 3600;
  private static final int SHORTEST_START = 30;
  private static final int LONGEST_START = 900;
  private static final int DAY = 86_400;
  private static final int WEEK = 7 * DAY;

  /** The load balancer keeps the names with its own prefixes for itself. */
  private static final Pattern COOKIE =
      Pattern.compile("(?!AWSALB)[A-Za-z0-9!#$%&'*+.^_`|~-]{1,256}");

  private final Section elb;
  private final Optional<Section> healthCheck;

  private TargetAttributesReader(Section elb, Optional<Section> healthCheck) {
    this.elb = elb;
    this.healthCheck = healthCheck;
  }

  /** What stands beside the health check's keys, or one level above them. */
  static TargetAttributes read(Section elb, Optional<Section> healthCheck) {
    TargetAttributesReader reader = new TargetAttributesReader(elb, healthCheck);
    return new TargetAttributes(
        reader.get(DEREGISTRATION_DELAY).flatMap(field -> field.seconds(0, LONGEST_DELAY)),
        reader.get(SLOW_START).flatMap(TargetAttributesReader::slowStart),
        reader.get(STICKINESS).flatMap(TargetAttributesReader::stickiness));
  }

  private Optional<Field> get(String key) {
    Optional<Field> inner = healthCheck.flatMap(section -> section.get(key));
    inner
        .filter(field -> elb.get(key).isPresent())
        .ifPresent(field -> field.error("elb gives this too: keep it in one place"));
    return inner.or(() -> elb.get(key));
  }

  private static Optional<Integer> slowStart(Field field) {
    Optional<Integer> seconds = field.seconds(0, LONGEST_START);
    seconds
        .filter(start -> start > 0 && start < SHORTEST_START)
        .ifPresent(start ->
            field.expected(
                "a number of seconds from %d to %d, or 0 for none"
                    .formatted(SHORTEST_START, LONGEST_START)));
    return seconds;
  }

  private static Optional<Stickiness> stickiness(Field field) {
    if (!(field.node() instanceof Mapping)) {
      return field
          .choice(Field.FLAGS, "{enabled: true, duration: 1h}, true or false")
          .map(enabled -> new Stickiness(enabled, DAY, Optional.empty()));
    }
    return field
        .section(Keys.STICKINESS)
        .map(section ->
            new Stickiness(
                section.get("enabled", Field::flag, true),
                section.get("duration", found -> found.seconds(1, WEEK), DAY),
                section
                    .get("cookie")
                    .flatMap(found ->
                        found.text(COOKIE, "a cookie's name that does not begin with AWSALB"))));
  }
}
