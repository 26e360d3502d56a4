package io.github.ecscompose.stackfile;

import java.util.Objects;

/**
 * When the stack is deployed again by itself.
 *
 * @param schedule expression of EventBridge Scheduler, as {@code cron(0 6 * * ? *)}
 * @param timezone of the IANA database, as {@code Europe/Madrid}
 */
public record Redeploy(String schedule, String timezone) {
  public Redeploy {
    Objects.requireNonNull(schedule, "schedule");
    Objects.requireNonNull(timezone, "timezone");
  }
}
