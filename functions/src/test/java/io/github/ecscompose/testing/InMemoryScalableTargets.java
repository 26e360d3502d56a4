package io.github.ecscompose.testing;

import io.github.ecscompose.step.ScalableTargets;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Application Auto Scaling in memory. */
public final class InMemoryScalableTargets implements ScalableTargets {

  private static final int SERVICES_A_CALL = 50;

  private final CallLog log;
  private final Set<String> registered = new TreeSet<>();

  public InMemoryScalableTargets(CallLog log) {
    this.log = log;
  }

  /** Sets a service up to be scaled, as somebody does beside ecs-compose. */
  public void register(String cluster, String service) {
    registered.add(cluster + "/" + service);
  }

  @Override
  public Set<String> among(String cluster, Collection<String> services) {
    for (int i = 0; i < services.size(); i += SERVICES_A_CALL) {
      log.before("application-autoscaling:DescribeScalableTargets");
    }
    return services.stream()
        .filter(service -> registered.contains(cluster + "/" + service))
        .collect(Collectors.toSet());
  }
}
