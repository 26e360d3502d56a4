package io.github.ecscompose.handler;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.step.AcquireLock;
import io.github.ecscompose.step.EnsureDiscovery;
import io.github.ecscompose.step.EnsureLoadBalancer;
import io.github.ecscompose.step.EnsureNamespace;
import io.github.ecscompose.step.EnsureSchedule;
import io.github.ecscompose.step.Plan;
import io.github.ecscompose.step.PlanDestroy;
import io.github.ecscompose.step.PlanRollBack;
import io.github.ecscompose.step.RegisterTask;
import io.github.ecscompose.step.ReleaseLock;
import io.github.ecscompose.step.RemoveLeftovers;
import io.github.ecscompose.step.RemoveRemains;
import io.github.ecscompose.step.RemoveService;
import io.github.ecscompose.step.ReplaceService;
import io.github.ecscompose.step.Report;
import io.github.ecscompose.step.RollBack;
import io.github.ecscompose.step.RunTask;
import io.github.ecscompose.step.UpdateService;
import io.github.ecscompose.step.Validate;
import io.github.ecscompose.step.WaitStable;
import io.github.ecscompose.testing.Workflow;
import java.util.HashMap;
import java.util.Map;

/** The functions over in-memory AWS. They stay as Lambda keeps them, until they are killed. */
public final class Functions {

  private final Workflow world;
  private final Map<String, JsonHandler> warm = new HashMap<>();

  public Functions(Workflow world) {
    this.world = world;
  }

  /**
   * Calls a function.
   *
   * @param name as the state machines have it, without its braces
   */
  public JsonNode call(String name, JsonNode input) {
    return warm.computeIfAbsent(name, this::function).handle(input);
  }

  /** Ends every process: the next calls are cold starts. */
  public void kill() {
    warm.clear();
  }

  private JsonHandler function(String name) {
    return switch (name) {
      case "ValidateFunction" ->
          new ValidateHandler(
              new Validate(
                  world.filesOfFunctions,
                  world.recordsOfFunctions,
                  path -> world.parameters,
                  world.clock));
      case "AcquireLockFunction" ->
          new AcquireLockHandler(
              new AcquireLock(
                  world.locksOfFunctions,
                  world.recordsOfFunctions,
                  world.executionStates,
                  world.clock));
      case "ReleaseLockFunction" -> new ReleaseLockHandler(new ReleaseLock(world.locksOfFunctions));
      case "PlanFunction" ->
          new PlanHandler(
              new Plan(
                  world.filesOfFunctions, world.recordsOfFunctions, world.sources(), world.clock));
      case "EnsureNamespaceFunction" ->
          new EnsureNamespaceHandler(new EnsureNamespace(world.filesOfFunctions, world.discovery));
      case "EnsureLoadBalancerFunction" ->
          new EnsureLoadBalancerHandler(
              new EnsureLoadBalancer(
                  world.filesOfFunctions,
                  world.recordsOfFunctions,
                  world.loadBalancers,
                  world.dnsRecords));
      case "EnsureDiscoveryFunction" ->
          new EnsureDiscoveryHandler(
              new EnsureDiscovery(
                  world.filesOfFunctions,
                  world.recordsOfFunctions,
                  world.discovery,
                  world.clusters));
      case "RegisterTaskFunction" ->
          new RegisterTaskHandler(
              new RegisterTask(world.filesOfFunctions, world.recordsOfFunctions, world.clusters));
      case "RunTaskFunction" ->
          new RunTaskHandler(
              new RunTask(world.filesOfFunctions, world.recordsOfFunctions, world.clusters));
      case "UpdateServiceFunction" ->
          new UpdateServiceHandler(
              new UpdateService(world.filesOfFunctions, world.recordsOfFunctions, world.clusters));
      case "ReplaceServiceFunction" ->
          new ReplaceServiceHandler(
              new ReplaceService(
                  world.filesOfFunctions, world.recordsOfFunctions, world.clusters, world.clock));
      case "WaitStableFunction" ->
          new WaitStableHandler(
              new WaitStable(
                  world.recordsOfFunctions, world.clusters, world.rollouts, world.clock));
      case "EnsureScheduleFunction" ->
          new EnsureScheduleHandler(
              new EnsureSchedule(
                  world.filesOfFunctions,
                  world.recordsOfFunctions,
                  world.schedules,
                  Workflow.DELIVERY,
                  world.clock));
      case "PlanRollBackFunction" ->
          new PlanRollBackHandler(
              new PlanRollBack(world.filesOfFunctions, world.recordsOfFunctions, world.clock));
      case "RollBackFunction" ->
          new RollBackHandler(
              new RollBack(world.filesOfFunctions, world.recordsOfFunctions, world.clusters));
      case "RemoveServiceFunction" ->
          new RemoveServiceHandler(
              new RemoveService(
                  world.filesOfFunctions,
                  world.recordsOfFunctions,
                  world.clusters,
                  world.loadBalancers,
                  world.dnsRecords,
                  world.discovery));
      case "RemoveLeftoversFunction" ->
          new RemoveLeftoversHandler(
              new RemoveLeftovers(
                  world.filesOfFunctions,
                  world.recordsOfFunctions,
                  world.clusters,
                  world.loadBalancers,
                  world.dnsRecords,
                  world.discovery,
                  world.clock));
      case "PlanDestroyFunction" ->
          new PlanDestroyHandler(
              new PlanDestroy(
                  world.filesOfFunctions,
                  world.recordsOfFunctions,
                  world.historyOfFunctions,
                  world.sources(),
                  world.teardown));
      case "RemoveRemainsFunction" ->
          new RemoveRemainsHandler(
              new RemoveRemains(
                  world.filesOfFunctions,
                  world.recordsOfFunctions,
                  world.loadBalancers,
                  world.dnsRecords,
                  world.discovery,
                  world.teardown));
      case "ReportFunction" ->
          new ReportHandler(
              new Report(world.filesOfFunctions, world.recordsOfFunctions, world.clock));
      default -> throw new RefusedException("there is no function " + name);
    };
  }
}
