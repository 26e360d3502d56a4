package io.github.ecscompose.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.stackfile.Container.Port;
import io.github.ecscompose.stackfile.Network;
import io.github.ecscompose.stackfile.Rollout.Strategy;
import io.github.ecscompose.stackfile.Service;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Changes that ECS makes of no service that exists, so that another one has to take its place:
 * launch type and scheduling strategy belong to CreateService alone, and a network configuration is
 * never taken away (API reference of Amazon ECS, UpdateService). Pure; docs/adr/0011.
 */
public final class Replacement {

  /** Of the place of a left-over stand-in among a service's changes. */
  static final String STAND_IN = "stand_in";

  private static final Set<String> CREATE_ONLY =
      Set.of(ServiceView.SCHEDULING_STRATEGY, ServiceView.LAUNCH_TYPE);

  private Replacement() {}

  /** Whether ECS can bring a live service to these members of CreateService by another one only. */
  public static boolean isNeeded(LiveService live, ObjectNode wanted) {
    return ServiceView.compare(live.document(), wanted).differences().stream()
        .anyMatch(Replacement::isBeyondUpdating);
  }

  /** Whether ECS takes no update for a change of a service. */
  static boolean isBeyondUpdating(Change change) {
    return CREATE_ONLY.contains(change.path())
        || (change.path().equals(ServiceView.SUBNETS) && change.after().isEmpty());
  }

  /** What the plan says of a service that is replaced. */
  static Change announced(String service) {
    return new Change(
        "replacement",
        Optional.empty(),
        Optional.of(
            "without downtime, while %s stands in for it".formatted(Names.standIn(service))));
  }

  /** That a stand-in, which an earlier deployment left, goes. */
  static Change leftOver(String service) {
    return Change.removed(STAND_IN, Names.standIn(service));
  }

  /**
   * Why a service cannot be replaced without downtime, and what to do; empty if it can. A stand-in
   * has the new settings, and runs beside the old service first and beside the new one then.
   */
  static Optional<String> obstacle(LiveService live, Service wanted) {
    if (wanted.rollout().strategy() == Strategy.DAEMON) {
      if (live.isDaemon()) {
        return Optional.of(
            "A DAEMON has one task on every machine, and a stand-in would put a second one beside each.");
      }
    } else if (wanted.rollout().maximumPercent() <= 100) {
      return Optional.of(
          "Its deployment_configuration lets no more than its desired_count of tasks run at a time, and a stand-in needs as many more: give it a maximum_percent above 100.");
    }
    String ports = hostPorts(wanted);
    return ports.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "A stand-in would need the host ports %s on the same machines: write network: bridge without the host's ports, or network: awsvpc."
                .formatted(ports));
  }

  /** Ports of the machines that each task needs. */
  private static String hostPorts(Service service) {
    return service.network().mode() == Network.Mode.AWSVPC
        ? ""
        : service.containers().values().stream()
            .flatMap(container -> container.ports().stream())
            .map(Port::host)
            .filter(port -> port > 0)
            .collect(Collectors.toCollection(TreeSet::new))
            .stream()
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
  }

  /** Lets a service keep the load balancer and the registry of one that is there. */
  public static void keepTies(ObjectNode wanted, ObjectNode from) {
    for (String member : List.of("loadBalancers", "serviceRegistries")) {
      wanted.set(member, from.deepCopy().withArrayProperty(member));
    }
  }
}
