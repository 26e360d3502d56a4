package io.github.ecscompose.plan;

import io.github.ecscompose.plan.LoadBalancing.Alias;
import java.util.Objects;
import java.util.Optional;

/**
 * Something beside the services of a cluster that goes when they are destroyed.
 *
 * @param name as people know it
 * @param id as AWS knows it: an ARN, or where a kind has none, what it is called by
 * @param service the one that it was made for, where that is known
 * @param alias of a DNS record
 */
public record Resource(
    Kind kind, String name, String id, Optional<String> service, Optional<Alias> alias) {

  public Resource {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(service, "service");
    Objects.requireNonNull(alias, "alias");
  }

  /** One that is no DNS record. */
  public static Resource of(Kind kind, String name, String id, Optional<String> service) {
    return new Resource(kind, name, id, service, Optional.empty());
  }

  /** The record by which a service is reached. */
  public static Resource of(Alias alias, String service) {
    return new Resource(
        Kind.DNS_RECORD,
        alias.name(),
        alias.hostedZone() + "/" + alias.name(),
        Optional.of(service),
        Optional.of(alias));
  }

  /** As a report names it. */
  public String text() {
    return kind.text + " " + name;
  }

  /**
   * What there may be, in the order in which it goes: nothing before what leads to it, or lives in
   * it.
   */
  public enum Kind {
    /** Gone before all others, since a turn would deploy anew what goes. */
    SCHEDULE("schedule"),
    /** It must never lead to a name that somebody else may come to hold. */
    DNS_RECORD("DNS record"),
    /** With its listeners. */
    LOAD_BALANCER("load balancer"),
    TARGET_GROUP("target group"),
    REGISTRY("Cloud Map service"),
    NAMESPACE("private DNS namespace"),
    /** What is noted of a run-once task that ended well. */
    FINISHED_TASK("note of the run-once task"),
    /** Every revision of a family. */
    TASK_DEFINITIONS("task definitions"),
    CLUSTER("ECS cluster");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }
}
