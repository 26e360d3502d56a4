package io.github.ecscompose.handler;

import io.github.ecscompose.aws.AwsPorts;
import io.github.ecscompose.step.AcquireLock;
import io.github.ecscompose.step.Announce;
import io.github.ecscompose.step.CancelDeployment;
import io.github.ecscompose.step.DeployAgain;
import io.github.ecscompose.step.DescribeCluster;
import io.github.ecscompose.step.EndedExecutions;
import io.github.ecscompose.step.EnsureDiscovery;
import io.github.ecscompose.step.EnsureLoadBalancer;
import io.github.ecscompose.step.EnsureNamespace;
import io.github.ecscompose.step.EnsureSchedule;
import io.github.ecscompose.step.ListDeployments;
import io.github.ecscompose.step.Plan;
import io.github.ecscompose.step.PlanAhead;
import io.github.ecscompose.step.PlanDestroy;
import io.github.ecscompose.step.PlanRollBack;
import io.github.ecscompose.step.RegisterTask;
import io.github.ecscompose.step.ReleaseLock;
import io.github.ecscompose.step.RemoveLeftovers;
import io.github.ecscompose.step.RemoveRemains;
import io.github.ecscompose.step.RemoveService;
import io.github.ecscompose.step.ReplaceService;
import io.github.ecscompose.step.Report;
import io.github.ecscompose.step.RequestKeys;
import io.github.ecscompose.step.RollBack;
import io.github.ecscompose.step.RunTask;
import io.github.ecscompose.step.StartDeployment;
import io.github.ecscompose.step.StartDestroy;
import io.github.ecscompose.step.UpdateService;
import io.github.ecscompose.step.Validate;
import io.github.ecscompose.step.WaitStable;
import java.time.Clock;

/** The steps on AWS, each with the clients that it needs and no other. */
final class Wiring {

  private static final AwsPorts AWS = new AwsPorts(Invocation.TIME_LIMIT);
  private static final Clock CLOCK = Clock.systemUTC();

  private Wiring() {}

  static Validate validate() {
    return new Validate(AWS.files(), AWS.records(), AWS.parameters(), CLOCK);
  }

  static AcquireLock acquireLock() {
    return new AcquireLock(AWS.locks(), AWS.records(), AWS.executionStates(), CLOCK);
  }

  static ReleaseLock releaseLock() {
    return new ReleaseLock(AWS.locks());
  }

  static Plan plan() {
    return new Plan(AWS.files(), AWS.records(), sources(), CLOCK);
  }

  static PlanAhead planAhead() {
    return new PlanAhead(AWS.files(), AWS.records(), AWS.parameters(), sources(), CLOCK);
  }

  static DescribeCluster describeCluster() {
    return new DescribeCluster(AWS.files(), AWS.records(), sources(), AWS.schedules());
  }

  private static Plan.Sources sources() {
    return new Plan.Sources(
        AWS.clusters(),
        AWS.loadBalancers(),
        AWS.dnsRecords(),
        AWS.serviceDiscovery(),
        AWS.scalableTargets());
  }

  static EnsureNamespace ensureNamespace() {
    return new EnsureNamespace(AWS.files(), AWS.serviceDiscovery());
  }

  static EnsureLoadBalancer ensureLoadBalancer() {
    return new EnsureLoadBalancer(
        AWS.files(), AWS.records(), AWS.loadBalancers(), AWS.dnsRecords());
  }

  static EnsureDiscovery ensureDiscovery() {
    return new EnsureDiscovery(AWS.files(), AWS.records(), AWS.serviceDiscovery(), AWS.clusters());
  }

  static RegisterTask registerTask() {
    return new RegisterTask(AWS.files(), AWS.records(), AWS.clusters());
  }

  static UpdateService updateService() {
    return new UpdateService(AWS.files(), AWS.records(), AWS.clusters());
  }

  static ReplaceService replaceService() {
    return new ReplaceService(AWS.files(), AWS.records(), AWS.clusters(), CLOCK);
  }

  static PlanRollBack planRollBack() {
    return new PlanRollBack(AWS.files(), AWS.records(), CLOCK);
  }

  static RollBack rollBack() {
    return new RollBack(AWS.files(), AWS.records(), AWS.clusters());
  }

  static RemoveService removeService() {
    return new RemoveService(
        AWS.files(),
        AWS.records(),
        AWS.clusters(),
        AWS.loadBalancers(),
        AWS.dnsRecords(),
        AWS.serviceDiscovery());
  }

  static PlanDestroy planDestroy() {
    return new PlanDestroy(
        AWS.files(),
        AWS.records(),
        AWS.history(),
        new Plan.Sources(
            AWS.clusters(),
            AWS.loadBalancers(),
            AWS.dnsRecords(),
            AWS.serviceDiscovery(),
            AWS.scalableTargets()),
        AWS.teardown());
  }

  static RemoveRemains removeRemains() {
    return new RemoveRemains(
        AWS.files(),
        AWS.records(),
        AWS.loadBalancers(),
        AWS.dnsRecords(),
        AWS.serviceDiscovery(),
        AWS.teardown());
  }

  static StartDestroy startDestroy() {
    return new StartDestroy(
        AWS.records(), AWS.history(), AWS.clusters(), AWS.destroyExecutions(), CLOCK);
  }

  static RemoveLeftovers removeLeftovers() {
    return new RemoveLeftovers(
        AWS.files(),
        AWS.records(),
        AWS.clusters(),
        AWS.loadBalancers(),
        AWS.dnsRecords(),
        AWS.serviceDiscovery(),
        CLOCK);
  }

  static RunTask runTask() {
    return new RunTask(AWS.files(), AWS.records(), AWS.clusters());
  }

  static WaitStable waitStable() {
    return new WaitStable(AWS.records(), AWS.clusters(), AWS.rollouts(), CLOCK);
  }

  static EnsureSchedule ensureSchedule() {
    return new EnsureSchedule(
        AWS.files(), AWS.records(), AWS.schedules(), AWS.scheduleDelivery(), CLOCK);
  }

  static Announce announce() {
    return new Announce(AWS.eventBus());
  }

  static Report report() {
    return new Report(AWS.files(), AWS.records(), CLOCK);
  }

  static ListDeployments listDeployments() {
    return new ListDeployments(AWS.history(), AWS.records());
  }

  static DeployAgain deployAgain() {
    return new DeployAgain(
        AWS.files(), AWS.records(), AWS.history(), AWS.executions(), endedExecutions(), CLOCK);
  }

  static CancelDeployment cancelDeployment() {
    return new CancelDeployment(AWS.records(), endedExecutions(), CLOCK);
  }

  private static EndedExecutions endedExecutions() {
    return new EndedExecutions(AWS.records(), AWS.locks(), AWS.executionStates(), CLOCK);
  }

  static RequestKeys requestKeys() {
    return AWS.requestKeys();
  }

  static StartDeployment startDeployment() {
    return new StartDeployment(
        AWS.files(), AWS.records(), AWS.parameters(), AWS.executions(), CLOCK);
  }
}
