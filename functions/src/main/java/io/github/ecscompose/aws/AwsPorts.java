package io.github.ecscompose.aws;

import io.github.ecscompose.step.Clusters;
import io.github.ecscompose.step.DeploymentFiles;
import io.github.ecscompose.step.DeploymentHistory;
import io.github.ecscompose.step.DeploymentRecords;
import io.github.ecscompose.step.DestroyExecutions;
import io.github.ecscompose.step.DnsRecords;
import io.github.ecscompose.step.EnsureSchedule;
import io.github.ecscompose.step.EventBus;
import io.github.ecscompose.step.ExecutionStates;
import io.github.ecscompose.step.Executions;
import io.github.ecscompose.step.LoadBalancers;
import io.github.ecscompose.step.Locks;
import io.github.ecscompose.step.Parameters;
import io.github.ecscompose.step.RequestKeys;
import io.github.ecscompose.step.Rollouts;
import io.github.ecscompose.step.ScalableTargets;
import io.github.ecscompose.step.Schedules;
import io.github.ecscompose.step.ServiceDiscovery;
import io.github.ecscompose.step.Teardown;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.EcsClient;

/** What the steps need of AWS, made on demand: a function makes only the clients that it uses. */
public final class AwsPorts {

  private final AwsClients clients;
  private @Nullable EcsClient ecs;

  /** Ports whose calls end within that limit. */
  public AwsPorts(TimeLimit timeLimit) {
    clients = new AwsClients(timeLimit);
  }

  public DeploymentFiles files() {
    return new S3Files(clients.s3(), environment("BUCKET_NAME"));
  }

  public DeploymentRecords records() {
    return new DynamoRecords(clients.dynamoDb(), environment("TABLE_NAME"), Clock.systemUTC());
  }

  public Locks locks() {
    return new DynamoLocks(clients.dynamoDb(), environment("TABLE_NAME"));
  }

  public RequestKeys requestKeys() {
    return new DynamoRequestKeys(clients.dynamoDb(), environment("TABLE_NAME"));
  }

  public ExecutionStates executionStates() {
    return new StepFunctionsStates(clients.stepFunctions());
  }

  public DeploymentHistory history() {
    return new DynamoHistory(clients.dynamoDb(), environment("TABLE_NAME"), Clock.systemUTC());
  }

  public Parameters parameters() {
    return new SsmParameters(clients.ssm());
  }

  public Clusters clusters() {
    return new EcsClusters(ecs());
  }

  public LoadBalancers loadBalancers() {
    return new ElbLoadBalancers(clients.loadBalancing());
  }

  public Rollouts rollouts() {
    return new AwsRollouts(ecs(), clients.loadBalancing(), Clock.systemUTC());
  }

  public DnsRecords dnsRecords() {
    return new Route53Records(clients.route53());
  }

  public ServiceDiscovery serviceDiscovery() {
    return new CloudMapDiscovery(clients.serviceDiscovery());
  }

  public ScalableTargets scalableTargets() {
    return new AutoScalingTargets(clients.autoScaling());
  }

  public Executions executions() {
    return new StepFunctionsExecutions(
        clients.stepFunctions(), environment("DEPLOY_STATE_MACHINE_ARN"));
  }

  public EventBus eventBus() {
    return new EventBridgeBus(clients.eventBridge(), Clock.systemUTC());
  }

  public DestroyExecutions destroyExecutions() {
    return new StepFunctionsDestroys(
        clients.stepFunctions(), environment("DESTROY_STATE_MACHINE_ARN"));
  }

  public Teardown teardown() {
    return new EcsTeardown(ecs());
  }

  public Schedules schedules() {
    return new EventBridgeSchedules(clients.scheduler(), environment("SCHEDULE_GROUP_ARN"));
  }

  public EnsureSchedule.Delivery scheduleDelivery() {
    return new EnsureSchedule.Delivery(
        environment("SCHEDULE_ROLE_ARN"), environment("UNDELIVERED_SCHEDULE_QUEUE_ARN"));
  }

  /** One for all ports of a function. */
  private EcsClient ecs() {
    EcsClient made = ecs == null ? clients.ecs() : ecs;
    ecs = made;
    return made;
  }

  private static String environment(String name) {
    return Optional.ofNullable(System.getenv(name))
        .orElseThrow(() -> new IllegalStateException("the function lacks the variable " + name));
  }
}
