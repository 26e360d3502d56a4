package io.github.ecscompose.plan;

import com.fasterxml.jackson.databind.node.TextNode;
import io.github.ecscompose.stackfile.Service;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The tags by which ecs-compose knows what it made. */
public final class Tags {

  public static final String CLUSTER = "ecs-compose:cluster";
  public static final String SERVICE = "ecs-compose:service";

  /** On a service: digest of the normalised definition that it was last brought to. */
  public static final String DIGEST = "ecs-compose:digest";

  /** On a service: the deployment that changed it last. */
  public static final String DEPLOYMENT = "ecs-compose:deployment";

  /**
   * On a service: {@code family:revision} that the deployment gave it. Where the live one differs,
   * somebody else changed it (docs/adr/0005).
   */
  public static final String TASK_DEFINITION = "ecs-compose:task-definition";

  /**
   * On a service that is being replaced, or was a moment ago: the name of its stand-in, as long as
   * one may be there (docs/adr/0011).
   */
  public static final String STAND_IN = "ecs-compose:stand-in";

  /** On a stand-in: the service that it stands in for. */
  public static final String STANDS_IN_FOR = "ecs-compose:stands-in-for";

  /** The older tool put this one alone, with the cluster's name, and on load balancers only. */
  public static final String OLDER_TOOL_CLUSTER = "ecs_cluster";

  /** Of the places of the stackfile's tags among a service's changes. */
  static final String PREFIX = "tags.";

  private Tags() {}

  /** What every resource of a service carries: the stackfile's tags and ecs-compose's own. */
  public static Map<String, String> of(String cluster, Service service) {
    Map<String, String> tags = new TreeMap<>(service.tags());
    tags.put(CLUSTER, cluster);
    tags.put(SERVICE, service.name());
    return tags;
  }

  /** What the service itself carries. */
  public static Map<String, String> ofService(
      String cluster, Service service, String digest, String deployment, String taskDefinition) {
    Map<String, String> tags = of(cluster, service);
    tags.put(DIGEST, digest);
    tags.put(DEPLOYMENT, deployment);
    tags.put(TASK_DEFINITION, revision(taskDefinition));
    return tags;
  }

  /**
   * How the stackfile's tags change of a service that runs. Those that others put on it stay.
   *
   * @param former the definition that it was brought to, if it is known; it tells which of the live
   *     tags a stackfile gave
   */
  static List<Change> changes(Map<String, String> live, Optional<Service> former, Service wanted) {
    Set<String> keys = new TreeSet<>(wanted.tags().keySet());
    former.ifPresent(known -> keys.addAll(known.tags().keySet()));
    return keys.stream()
        .map(key -> new Change(PREFIX + key, quoted(live.get(key)), quoted(wanted.tags().get(key))))
        .filter(change -> !change.before().equals(change.after()))
        .toList();
  }

  private static Optional<String> quoted(@Nullable String value) {
    return Optional.ofNullable(value).map(text -> TextNode.valueOf(text).toString());
  }

  /** {@code family:revision} of a task definition's ARN. */
  public static String revision(String taskDefinitionArn) {
    return taskDefinitionArn.substring(taskDefinitionArn.lastIndexOf('/') + 1);
  }

  /** Whether a resource with these tags was made, or taken over, for that very service. */
  public static boolean areOf(Map<String, String> tags, String cluster, String service) {
    return cluster.equals(tags.get(CLUSTER)) && service.equals(tags.get(SERVICE));
  }

  /** What the stand-in of a service carries. */
  public static Map<String, String> ofStandIn(String cluster, Service service, String deployment) {
    Map<String, String> tags = of(cluster, service);
    tags.put(STANDS_IN_FOR, service.name());
    tags.put(DEPLOYMENT, deployment);
    return tags;
  }

  /** Whether a service with these tags stands in for that one. */
  public static boolean areOfStandIn(Map<String, String> tags, String cluster, String service) {
    return areOf(tags, cluster, service) && service.equals(tags.get(STANDS_IN_FOR));
  }

  /** Whether a resource with these tags is ecs-compose's own for that cluster. */
  public static boolean areOurs(Map<String, String> tags, String cluster) {
    return cluster.equals(tags.get(CLUSTER)) || cluster.equals(tags.get(OLDER_TOOL_CLUSTER));
  }
}
