package io.github.ecscompose.plan;

import io.github.ecscompose.stackfile.Service;
import java.util.Map;
import java.util.TreeMap;

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

  /** The older tool put this one alone, with the cluster's name, and on load balancers only. */
  public static final String OLDER_TOOL_CLUSTER = "ecs_cluster";

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

  /** {@code family:revision} of a task definition's ARN. */
  public static String revision(String taskDefinitionArn) {
    return taskDefinitionArn.substring(taskDefinitionArn.lastIndexOf('/') + 1);
  }

  /** Whether a resource with these tags is ecs-compose's own for that cluster. */
  public static boolean areOurs(Map<String, String> tags, String cluster) {
    return cluster.equals(tags.get(CLUSTER)) || cluster.equals(tags.get(OLDER_TOOL_CLUSTER));
  }
}
