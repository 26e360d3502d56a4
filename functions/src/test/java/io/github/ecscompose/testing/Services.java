package io.github.ecscompose.testing;

import io.github.ecscompose.stackfile.Access;
import io.github.ecscompose.stackfile.Compute;
import io.github.ecscompose.stackfile.Container;
import io.github.ecscompose.stackfile.Execution;
import io.github.ecscompose.stackfile.LoadBalancer;
import io.github.ecscompose.stackfile.Network;
import io.github.ecscompose.stackfile.Parsed;
import io.github.ecscompose.stackfile.Resources;
import io.github.ecscompose.stackfile.Rollout;
import io.github.ecscompose.stackfile.Service;
import io.github.ecscompose.stackfile.Source;
import io.github.ecscompose.stackfile.StackfileReader;
import io.github.ecscompose.stackfile.Variables;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Services to plan with. */
public final class Services {

  private Services() {}

  /** The first service of a stackfile. */
  public static Service of(String stackfile) {
    Parsed parsed =
        StackfileReader.read(
            List.of(new Source("stackfile.yml", stackfile.getBytes(StandardCharsets.UTF_8))),
            "shop",
            new Variables(Map.of()),
            service -> 0);
    return switch (parsed) {
      case Parsed.Valid valid -> valid.stack().services().getFirst();
      case Parsed.Invalid invalid -> throw new AssertionError(invalid.problems());
    };
  }

  /** A plain one of that name. */
  public static Service named(String name) {
    return new Service(
        name,
        Service.Kind.SERVICE,
        List.of(),
        new Container(
            "image:1",
            Execution.AS_BUILT,
            Resources.DEFAULT,
            Map.of(),
            Set.of(),
            Map.of(),
            Map.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty()),
        List.of(),
        Compute.OF_CLUSTER,
        Network.HOST,
        Access.NONE,
        new Rollout(Rollout.Strategy.REPLICA, 1, 200, 50, Rollout.CircuitBreaker.ON),
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }

  /** A plain one of that name, deployed after others. */
  public static Service dependent(String name, List<String> dependsOn) {
    Service plain = named(name);
    return new Service(
        name,
        plain.kind(),
        dependsOn,
        plain.container(),
        plain.sidecars(),
        plain.compute(),
        plain.network(),
        plain.access(),
        plain.rollout(),
        plain.loadBalancer(),
        plain.discovery(),
        plain.tags());
  }

  /** A public one over HTTP. */
  public static LoadBalancer loadBalancer(String name) {
    return new LoadBalancer(
        name,
        LoadBalancer.Scheme.PUBLIC,
        LoadBalancer.Protocol.HTTP,
        80,
        8080,
        List.of(),
        false,
        new LoadBalancer.Placement("vpc-1", List.of("subnet-1", "subnet-2"), List.of("sg-1")),
        Optional.empty(),
        new LoadBalancer.HealthCheck(
            LoadBalancer.Protocol.HTTP, Optional.of(8080), "/", 30, 5, 2, 10, "200"),
        LoadBalancer.TargetAttributes.UNSAID);
  }
}
