package io.github.ecscompose.plan;

import io.github.ecscompose.hash.Sha256;
import io.github.ecscompose.stackfile.LoadBalancer;
import io.github.ecscompose.stackfile.Service;

/** Names of what is created, as the older tool chose them, so that what it made is adopted. */
public final class Names {

  /**
   * Longest name of a load balancer or target group, in characters (CreateLoadBalancer, API
   * reference of Elastic Load Balancing v2).
   */
  static final int MAXIMUM_LOAD_BALANCER_NAME = 32;

  /**
   * Longest name of a schedule, in characters: letters, digits, hyphens, underscores and dots, so
   * that every name of a cluster is one (CreateSchedule, API reference of EventBridge Scheduler).
   */
  static final int MAXIMUM_SCHEDULE_NAME = 64;

  /**
   * Longest name of a service, in characters: letters, digits, hyphens and underscores
   * (CreateService, API reference of Amazon ECS).
   */
  static final int MAXIMUM_SERVICE_NAME = 255;

  private static final String STAND_IN = "-stand-in-";

  private static final int HASH_LENGTH = 8;

  private Names() {}

  /** The task definition family of a service. */
  public static String family(String cluster, String service) {
    return cluster + "-" + service;
  }

  /**
   * The name of the service that stands in for one which is replaced. It ends with a hash, so that
   * no stackfile has a service of that name by chance.
   */
  public static String standIn(String service) {
    int room = MAXIMUM_SERVICE_NAME - STAND_IN.length() - HASH_LENGTH;
    return service.substring(0, Math.min(room, service.length()))
        + STAND_IN
        + Sha256.hex(service, HASH_LENGTH);
  }

  /**
   * The name of a service's load balancer and of its target group: {@code
   * {cluster}-{service}[-{elb.name}]-lb}. One that AWS would not take (over 32 characters, other
   * characters than letters, digits and hyphens, {@code internal-} at its head) is mended and ends
   * with a hash of the full name, so that two never collide.
   */
  public static String loadBalancer(String cluster, Service service, LoadBalancer loadBalancer) {
    return loadBalancer(cluster, service.name(), loadBalancer.name());
  }

  /**
   * The same by the service's name.
   *
   * @param name {@code elb.name}; empty where it has none
   */
  public static String loadBalancer(String cluster, String service, String name) {
    String suffix = name.isEmpty() ? "" : "-" + name;
    String full = family(cluster, service) + suffix + "-lb";
    String allowed = full.replaceAll("[^A-Za-z0-9-]", "-").replaceAll("^(internal)?-+", "");
    if (allowed.equals(full) && full.length() <= MAXIMUM_LOAD_BALANCER_NAME) {
      return full;
    }
    int room = MAXIMUM_LOAD_BALANCER_NAME - HASH_LENGTH - 1;
    String head = allowed.substring(0, Math.min(room, allowed.length())).replaceAll("-+$", "");
    return head + "-" + Sha256.hex(full, HASH_LENGTH);
  }

  /**
   * What the names of all load balancers and target groups of a cluster begin with, mended or not.
   * Others' may too.
   */
  public static String loadBalancerPrefix(String cluster) {
    String allowed =
        (cluster + "-").replaceAll("[^A-Za-z0-9-]", "-").replaceAll("^(internal)?-+", "");
    int room = MAXIMUM_LOAD_BALANCER_NAME - HASH_LENGTH - 1;
    return allowed.substring(0, Math.min(room, allowed.length())).replaceAll("-+$", "");
  }

  /**
   * The name of a cluster's schedule, which is the cluster's. A longer one than EventBridge
   * Scheduler takes is cut and ends with a hash of the full name.
   */
  public static String schedule(String cluster) {
    if (cluster.length() <= MAXIMUM_SCHEDULE_NAME) {
      return cluster;
    }
    int room = MAXIMUM_SCHEDULE_NAME - HASH_LENGTH - 1;
    return cluster.substring(0, room) + "-" + Sha256.hex(cluster, HASH_LENGTH);
  }

  /**
   * A token that makes a repeated call harmless: the same for the same deployment, service and
   * purpose. 32 characters, within the 36 that ECS takes and the 64 that Cloud Map and EventBridge
   * Scheduler take.
   */
  public static String token(String... parts) {
    return Sha256.hex(String.join("/", parts), 32);
  }
}
