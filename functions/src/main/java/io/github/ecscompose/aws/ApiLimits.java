package io.github.ecscompose.aws;

import io.github.ecscompose.plan.Limit;
import java.util.Set;

/** Which of AWS's limits a call counts against. */
final class ApiLimits {

  private ApiLimits() {}

  /**
   * The limits of a call; none where AWS publishes none that matters here.
   *
   * @param service as IAM names it, {@code ecs}
   * @param operation as AWS names it, {@code CreateService}
   */
  static Set<Limit> of(String service, String operation) {
    return switch (service) {
      case "ecs" -> ofEcs(operation);
      case "elasticloadbalancing" -> ofLoadBalancing(operation);
      case "route53" -> Set.of(Limit.DNS);
      case "ssm" -> Set.of(Limit.PARAMETER_READS);
      default -> Set.of();
    };
  }

  private static Set<Limit> ofEcs(String operation) {
    return switch (operation) {
      case "RegisterTaskDefinition", "DeregisterTaskDefinition" ->
          Set.of(Limit.TASK_DEFINITION_CHANGES);
      case "DescribeTaskDefinition", "ListTaskDefinitions", "ListTaskDefinitionFamilies" ->
          Set.of(Limit.TASK_DEFINITION_READS);
      case "CreateService", "UpdateService", "DeleteService" -> Set.of(Limit.SERVICE_CHANGES);
      case "DescribeServices", "ListServices" -> Set.of(Limit.SERVICE_READS);
      case "RunTask", "StopTask" -> Set.of(Limit.TASK_CHANGES);
      case "DescribeTasks", "ListTasks" -> Set.of(Limit.TASK_READS);
      case "DescribeClusters" -> Set.of(Limit.CLUSTER_READS);
      case "TagResource", "UntagResource" -> Set.of(Limit.TAG_CHANGES);
      default -> Set.of();
    };
  }

  private static Set<Limit> ofLoadBalancing(String operation) {
    return switch (operation) {
      case "CreateLoadBalancer", "SetSubnets" ->
          Set.of(Limit.LOAD_BALANCING, Limit.LOAD_BALANCER_CREATIONS);
      default ->
          operation.startsWith("Describe")
              ? Set.of(Limit.LOAD_BALANCING)
              : Set.of(Limit.LOAD_BALANCING, Limit.LOAD_BALANCING_CHANGES);
    };
  }
}
