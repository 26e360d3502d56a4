package io.github.ecscompose.plan;

/**
 * How often AWS lets an account call a group of its APIs in a region: so many at once, and then so
 * many a second, as a bucket of tokens that fills again. Calls that are not listed have no
 * published limit that a deployment comes near: of Cloud Map's only DiscoverInstances and the
 * instances' own have one, and EventBridge Scheduler, DynamoDB and S3 take hundreds a second.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/request-throttling.html">Amazon
 *     ECS, Request throttling</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/elb-api-throttling.html">Elastic
 *     Load Balancing, Request throttling</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/throttling-api-requests.html">Amazon
 *     Route 53, Throttling for API requests</a>
 * @see <a href="https://docs.aws.amazon.com/general/latest/gr/ssm.html">AWS Systems Manager,
 *     endpoints and quotas</a>
 */
public enum Limit {
  /** RegisterTaskDefinition and DeregisterTaskDefinition. */
  TASK_DEFINITION_CHANGES(20, 1),
  /** DescribeTaskDefinition, ListTaskDefinitions and ListTaskDefinitionFamilies. */
  TASK_DEFINITION_READS(50, 20),
  /** CreateService, UpdateService and DeleteService. */
  SERVICE_CHANGES(50, 5),
  /** DescribeServices and ListServices. */
  SERVICE_READS(100, 20),
  /** RunTask and StopTask. */
  TASK_CHANGES(100, 40),
  /** DescribeTasks and ListTasks. */
  TASK_READS(100, 20),
  /** DescribeClusters. */
  CLUSTER_READS(50, 20),
  /** TagResource and UntagResource of ECS. */
  TAG_CHANGES(20, 10),
  /** Every call of Elastic Load Balancing, those below included. */
  LOAD_BALANCING(40, 10),
  /** Calls of Elastic Load Balancing that change something, but for the next two. */
  LOAD_BALANCING_CHANGES(20, 3),
  /** CreateLoadBalancer and SetSubnets: one in five seconds. */
  LOAD_BALANCER_CREATIONS(10, 0.2),
  /** Every call of Route 53. */
  DNS(50, 10),
  /** GetParametersByPath and its like; their burst is not published. */
  PARAMETER_READS(40, 40);

  private final int burst;
  private final double perSecond;

  Limit(int burst, double perSecond) {
    this.burst = burst;
    this.perSecond = perSecond;
  }

  /** Calls that may come at once when none came for a while. */
  public int burst() {
    return burst;
  }

  /** Calls a second that may go on for ever. */
  public double perSecond() {
    return perSecond;
  }
}
