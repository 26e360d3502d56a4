package io.github.ecscompose.step;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.ecscompose.error.DrainingException;
import io.github.ecscompose.plan.LiveService;

/** Takes a service away, which needs its tasks to stop first. */
final class Removal {

  private final Clusters clusters;

  Removal(Clusters clusters) {
    this.clusters = clusters;
  }

  /**
   * Goes on with it, from wherever an earlier call came to. Whose the service is has to be clear.
   *
   * @throws DrainingException while tasks have yet to stop
   */
  void run(String cluster, LiveService live) {
    if (live.isActive()) {
      delete(cluster, live);
    } else {
      requireDrained(live);
    }
  }

  private void delete(String cluster, LiveService live) {
    if (!live.isDaemon()) {
      // A daemon has no count: its tasks stop when it is deleted.
      requireDrained(stopped(cluster, live));
    }
    clusters.delete(cluster, live.name()).ifPresent(Removal::requireDrained);
  }

  private LiveService stopped(String cluster, LiveService live) {
    return live.isToHaveTasks()
        ? clusters.update(
            cluster,
            JsonNodeFactory.instance
                .objectNode()
                .put("service", live.name())
                .put("desiredCount", 0))
        : live;
  }

  private static void requireDrained(LiveService live) {
    if (live.tasks() > 0) {
      throw new DrainingException(
          "%d tasks of the service %s have yet to stop.".formatted(live.tasks(), live.name()));
    }
  }
}
