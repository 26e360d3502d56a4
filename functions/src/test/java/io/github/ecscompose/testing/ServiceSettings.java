package io.github.ecscompose.testing;

import io.github.ecscompose.stackfile.Access;
import io.github.ecscompose.stackfile.Compute;
import io.github.ecscompose.stackfile.Compute.CapacityProvider;
import io.github.ecscompose.stackfile.Compute.LaunchType;
import io.github.ecscompose.stackfile.Compute.PlacementStrategy;
import io.github.ecscompose.stackfile.Container;
import io.github.ecscompose.stackfile.Execution;
import io.github.ecscompose.stackfile.LoadBalancer;
import io.github.ecscompose.stackfile.Network;
import io.github.ecscompose.stackfile.Resources;
import io.github.ecscompose.stackfile.Rollout;
import io.github.ecscompose.stackfile.Service;
import io.github.ecscompose.stackfile.Sidecar;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A service that a test puts together: one that {@link Services#named} gives, but for what is said.
 */
public final class ServiceSettings {

  private final String name;
  private Service.Kind kind = Service.Kind.SERVICE;
  private Container container;
  private List<Sidecar> sidecars = List.of();
  private Compute compute = Compute.OF_CLUSTER;
  private Network network = Network.HOST;
  private Access access = Access.NONE;
  private Rollout rollout;
  private Optional<LoadBalancer> loadBalancer = Optional.empty();
  private Map<String, String> tags = Map.of();

  private ServiceSettings(String name) {
    this.name = name;
    this.container = Services.named(name).container();
    this.rollout = Services.named(name).rollout();
  }

  public static ServiceSettings of(String name) {
    return new ServiceSettings(name);
  }

  /** On Fargate by its launch type, with a quarter of a vCPU and 512 MiB. */
  public static ServiceSettings onFargate(String name) {
    return of(name)
        .compute(launchType(LaunchType.FARGATE))
        .container(container("image:1", resources(512, 256)))
        .network(new Network(Network.Mode.AWSVPC, List.of("subnet-1"), List.of("sg-1"), false));
  }

  public static Compute launchType(LaunchType type) {
    return new Compute(
        Optional.of(type), List.of(), Optional.empty(), Optional.empty(), List.of(), List.of());
  }

  public static Compute providers(CapacityProvider... providers) {
    return new Compute(
        Optional.empty(),
        List.of(providers),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of());
  }

  public static Compute strategies(PlacementStrategy... strategies) {
    return new Compute(
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(strategies));
  }

  public static Resources resources(int memory, int cpu) {
    return new Resources(Optional.of(memory), Optional.empty(), cpu, 0, Map.of());
  }

  public static Container container(String image, Resources resources) {
    return new Container(
        image,
        Execution.AS_BUILT,
        resources,
        Map.of(),
        Set.of(),
        Map.of(),
        Map.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  public ServiceSettings kind(Service.Kind given) {
    kind = given;
    return this;
  }

  public ServiceSettings container(Container given) {
    container = given;
    return this;
  }

  public ServiceSettings sidecars(Sidecar... given) {
    sidecars = List.of(given);
    return this;
  }

  public ServiceSettings compute(Compute given) {
    compute = given;
    return this;
  }

  public ServiceSettings network(Network given) {
    network = given;
    return this;
  }

  public ServiceSettings access(Access given) {
    access = given;
    return this;
  }

  public ServiceSettings rollout(Rollout given) {
    rollout = given;
    return this;
  }

  public ServiceSettings loadBalancer(LoadBalancer given) {
    loadBalancer = Optional.of(given);
    return this;
  }

  public ServiceSettings tags(Map<String, String> given) {
    tags = given;
    return this;
  }

  public Service build() {
    return new Service(
        name,
        kind,
        List.of(),
        container,
        sidecars,
        compute,
        network,
        access,
        rollout,
        loadBalancer,
        Optional.empty(),
        tags);
  }
}
