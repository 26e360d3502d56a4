package io.github.ecscompose.step;

import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.plan.Names;
import io.github.ecscompose.plan.Scope;
import io.github.ecscompose.plan.Tags;
import java.util.Collection;
import java.util.Optional;

/** Tells whose a cluster is by what runs in it, whatever the table has forgotten. */
public final class Occupancy {

  private final Clusters clusters;

  public Occupancy(Clusters clusters) {
    this.clusters = clusters;
  }

  /** Whether something of ecs-compose runs in a cluster that is active. */
  boolean runsOurs(String cluster) {
    Scope scope = new Scope(cluster, Optional.empty());
    return services(cluster).stream().anyMatch(live -> scope.covers(live.tags()));
  }

  /**
   * Whether a deployment to a cluster could change something that is there: a service of ours, or
   * one that would be taken over.
   */
  public boolean isTaken(String cluster) {
    Scope scope = new Scope(cluster, Optional.empty());
    return clusters.exists(cluster)
        && services(cluster).stream()
            .filter(LiveService::isActive)
            .anyMatch(live -> scope.covers(live.tags()) || isAdoptable(cluster, live));
  }

  private static boolean isAdoptable(String cluster, LiveService live) {
    return Tags.revision(live.taskDefinition())
        .startsWith(Names.family(cluster, live.name()) + ":");
  }

  private Collection<LiveService> services(String cluster) {
    return clusters.services(cluster, clusters.serviceNames(cluster)).values();
  }
}
