package io.github.ecscompose.plan;

import io.github.ecscompose.stackfile.Service;
import java.util.Map;
import java.util.Set;

/**
 * What runs, as far as the plan has to know it.
 *
 * @param services live ones by name
 * @param taskDefinitions of the services that {@link Planner#isSettled} does not settle, by service
 * @param former definitions that brought those task definitions and the services' tags about, by
 *     service; one that is not known is left out
 * @param families active task definition families of the cluster
 * @param loadBalancing by service, of those with a load balancer
 * @param finishedTasks digests of run-once tasks that ended well, by service
 */
public record Observed(
    Map<String, LiveService> services,
    Map<String, TaskDefinition.Live> taskDefinitions,
    Map<String, Service> former,
    Set<String> families,
    Map<String, LoadBalancing.Live> loadBalancing,
    Map<String, String> finishedTasks) {

  public Observed {
    services = Map.copyOf(services);
    taskDefinitions = Map.copyOf(taskDefinitions);
    former = Map.copyOf(former);
    families = Set.copyOf(families);
    loadBalancing = Map.copyOf(loadBalancing);
    finishedTasks = Map.copyOf(finishedTasks);
  }
}
