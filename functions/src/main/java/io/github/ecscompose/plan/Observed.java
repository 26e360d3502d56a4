package io.github.ecscompose.plan;

import io.github.ecscompose.stackfile.Service;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What runs, as far as the plan has to know it.
 *
 * @param services live ones by name
 * @param standIns live stand-ins of services that are not there, by service
 * @param taskDefinitions of the services that {@link Planner#isSettled} does not settle, by service
 * @param former definitions that brought those task definitions and the services' tags about, by
 *     service; one that is not known is left out
 * @param families active task definition families of the cluster
 * @param loadBalancing by service, of those with a load balancer
 * @param beside what there is beside services with a load balancer or a name in Cloud Map, by
 *     service; not read where neither may be changed
 * @param scaled names of the services whose count is autoscaling's; asked of those alone whose
 *     count is another one than the stackfile's
 * @param surplus live services of ours that the stackfile does not have, by name; looked for only
 *     where they are to be removed
 * @param halfRemoved what there was of services whose removal was begun and not ended, that neither
 *     run nor are in the stackfile, by name; looked for only where they are to be removed
 * @param finishedTasks digests of run-once tasks that ended well, by service
 */
public record Observed(
    Map<String, LiveService> services,
    Map<String, LiveService> standIns,
    Map<String, TaskDefinition.Live> taskDefinitions,
    Map<String, Service> former,
    Set<String> families,
    Map<String, LoadBalancing.Live> loadBalancing,
    Map<String, Beside> beside,
    Set<String> scaled,
    Map<String, LiveService> surplus,
    Map<String, Before> halfRemoved,
    Map<String, String> finishedTasks) {

  public Observed {
    services = Map.copyOf(services);
    standIns = Map.copyOf(standIns);
    taskDefinitions = Map.copyOf(taskDefinitions);
    former = Map.copyOf(former);
    families = Set.copyOf(families);
    loadBalancing = Map.copyOf(loadBalancing);
    beside = Map.copyOf(beside);
    scaled = Set.copyOf(scaled);
    surplus = Map.copyOf(surplus);
    halfRemoved = Map.copyOf(halfRemoved);
    finishedTasks = Map.copyOf(finishedTasks);
  }

  /** What there is of a service, to be brought back if its deployment fails. */
  public Before before(String service) {
    return Optional.ofNullable(halfRemoved.get(service)).orElseGet(() -> found(service));
  }

  private Before found(String service) {
    return Before.of(
        service,
        Optional.ofNullable(services.get(service))
            .or(() -> Optional.ofNullable(surplus.get(service))),
        standIns.containsKey(service),
        Optional.ofNullable(loadBalancing.get(service)));
  }
}
