package io.github.ecscompose.step;

import static io.github.ecscompose.testing.ServiceSettings.container;
import static io.github.ecscompose.testing.ServiceSettings.launchType;
import static io.github.ecscompose.testing.ServiceSettings.onFargate;
import static io.github.ecscompose.testing.ServiceSettings.providers;
import static io.github.ecscompose.testing.ServiceSettings.resources;
import static io.github.ecscompose.testing.ServiceSettings.strategies;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.error.TransientException;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.stackfile.Access;
import io.github.ecscompose.stackfile.Compute;
import io.github.ecscompose.stackfile.Compute.Architecture;
import io.github.ecscompose.stackfile.Compute.CapacityProvider;
import io.github.ecscompose.stackfile.Compute.LaunchType;
import io.github.ecscompose.stackfile.Compute.PlacementStrategy;
import io.github.ecscompose.stackfile.Container;
import io.github.ecscompose.stackfile.Container.Port;
import io.github.ecscompose.stackfile.Container.Protocol;
import io.github.ecscompose.stackfile.Container.Volume;
import io.github.ecscompose.stackfile.Network;
import io.github.ecscompose.stackfile.PlacementConstraint;
import io.github.ecscompose.stackfile.Rollout;
import io.github.ecscompose.stackfile.Rollout.CircuitBreaker;
import io.github.ecscompose.stackfile.Service;
import io.github.ecscompose.stackfile.Sidecar;
import io.github.ecscompose.testing.ServiceSettings;
import io.github.ecscompose.testing.Services;
import io.github.ecscompose.testing.Workflow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a stackfile says beyond images and counts, deployed on in-memory AWS. */
class SettingsTest {

  private static final Access WITH_TASK_ROLE =
      new Access(Optional.of("arn:aws:iam::123456789012:role/task"), Optional.empty(), false);
  private static final Access EXECUTABLE =
      new Access(Optional.of("arn:aws:iam::123456789012:role/task"), Optional.empty(), true);
  private static final CapacityProvider SPOT = new CapacityProvider("FARGATE_SPOT", 3, 0);
  private static final CapacityProvider ON_DEMAND = new CapacityProvider("FARGATE", 1, 1);
  private static final Network OWN =
      new Network(
          Network.Mode.AWSVPC, List.of("subnet-2", "subnet-1"), List.of("sg-2", "sg-1"), false);

  private final Workflow workflow = new Workflow();

  private Report.Result deployed(Service... services) {
    workflow.log.clear();
    Report.Result result = workflow.deploy(services);
    assertThat(result.error()).isEmpty();
    return result;
  }

  private List<String> changes(Report.Result result) {
    return workflow.records.services(result.deployment()).stream()
        .map(ServiceRecord::changes)
        .flatMap(List::stream)
        .toList();
  }

  private String primary(String service) {
    return workflow.clusters.live(service).primary().orElseThrow().id();
  }

  private ObjectNode definition(String family) {
    return workflow.clusters.revisions(family).getLast().definition().document();
  }

  private static Container proxy(String image) {
    return container(image, resources(128, 0));
  }

  private static Container exposing(Container container, Port... ports) {
    return new Container(
        container.image(),
        container.execution(),
        container.resources(),
        container.environment(),
        container.secretEnvironment(),
        container.secrets(),
        container.labels(),
        List.of(ports),
        container.volumes(),
        container.healthCheck(),
        container.logging());
  }

  private static Container mounting(Container container, Volume... volumes) {
    return new Container(
        container.image(),
        container.execution(),
        container.resources(),
        container.environment(),
        container.secretEnvironment(),
        container.secrets(),
        container.labels(),
        container.ports(),
        List.of(volumes),
        container.healthCheck(),
        container.logging());
  }

  private static Container with(
      Container container, Map<String, String> environment, Set<String> secret) {
    return new Container(
        container.image(),
        container.execution(),
        container.resources(),
        environment,
        secret,
        container.secrets(),
        container.labels(),
        container.ports(),
        container.volumes(),
        container.healthCheck(),
        container.logging());
  }

  private static Port tcp(int host, int port) {
    return new Port(host, port, Protocol.TCP);
  }

  private static Network bridge() {
    return new Network(Network.Mode.BRIDGE, List.of(), List.of(), false);
  }

  private static Compute fargate(Optional<Architecture> architecture, Optional<Integer> storage) {
    return new Compute(
        Optional.of(LaunchType.FARGATE), List.of(), architecture, storage, List.of(), List.of());
  }

  private static Rollout rollout(CircuitBreaker breaker) {
    return new Rollout(Rollout.Strategy.REPLICA, 1, 200, 50, breaker);
  }

  static Stream<Arguments> settings() {
    return Stream.of(
        Arguments.of("Fargate", onFargate("web")),
        Arguments.of(
            "public addresses",
            onFargate("web")
                .network(new Network(Network.Mode.AWSVPC, List.of("subnet-1"), List.of(), true))),
        Arguments.of(
            "a platform and a disk",
            onFargate("web").compute(fargate(Optional.of(Architecture.ARM64), Optional.of(30)))),
        Arguments.of(
            "Fargate's own platform",
            onFargate("web").compute(fargate(Optional.of(Architecture.X86_64), Optional.empty()))),
        Arguments.of("capacity providers", onFargate("web").compute(providers(SPOT, ON_DEMAND))),
        Arguments.of("EC2", ServiceSettings.of("web").compute(launchType(LaunchType.EC2))),
        Arguments.of(
            "machines of one's own",
            ServiceSettings.of("web").compute(launchType(LaunchType.EXTERNAL))),
        Arguments.of(
            "placement",
            ServiceSettings.of("web")
                .compute(
                    new Compute(
                        Optional.empty(),
                        List.of(),
                        Optional.of(Architecture.ARM64),
                        Optional.empty(),
                        List.of(
                            new PlacementConstraint(
                                PlacementConstraint.Type.DISTINCT_INSTANCE, Optional.empty())),
                        List.of(
                            new PlacementStrategy(
                                PlacementStrategy.Type.SPREAD, Optional.of("host")),
                            new PlacementStrategy(
                                PlacementStrategy.Type.BINPACK, Optional.of("memory")),
                            new PlacementStrategy(
                                PlacementStrategy.Type.RANDOM, Optional.empty()))))),
        Arguments.of("interfaces of its own", ServiceSettings.of("web").network(OWN)),
        Arguments.of(
            "no circuit breaker",
            ServiceSettings.of("web").rollout(rollout(new CircuitBreaker(false, true)))),
        Arguments.of(
            "a circuit breaker that does not roll back",
            ServiceSettings.of("web").rollout(rollout(new CircuitBreaker(true, false)))),
        Arguments.of("ECS Exec", ServiceSettings.of("web").access(EXECUTABLE)),
        Arguments.of("tags", ServiceSettings.of("web").tags(Map.of("team", "a", "empty", ""))),
        Arguments.of(
            "ports that ECS chooses",
            ServiceSettings.of("web")
                .network(bridge())
                .container(exposing(proxy("web:1"), tcp(0, 80), tcp(8443, 443), tcp(9443, 443)))),
        Arguments.of(
            "sidecars that share a folder",
            ServiceSettings.of("web")
                .network(bridge())
                .container(
                    mounting(proxy("web:1"), new Volume("www", Optional.empty(), "/www", false)))
                .sidecars(
                    new Sidecar(
                        "proxy",
                        exposing(
                            mounting(
                                proxy("proxy:1"),
                                new Volume("www", Optional.empty(), "/srv", true)),
                            tcp(0, 8080)),
                        true),
                    new Sidecar("agent", proxy("agent:1"), false))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("settings")
  void bringsAServiceToItAndThenChangesNothing(String setting, ServiceSettings settings) {
    deployed(settings.build());

    assertThat(deployed(settings.build()).status()).isEqualTo(DeploymentStatus.UNCHANGED);
    assertThat(workflow.log.changing()).as(setting).isEmpty();
    workflow.clusters.untag("web");
    deployed(settings.build());
    assertThat(workflow.clusters.revisions("shop-web")).hasSize(1);
    assertThat(workflow.log.changing()).isSubsetOf("ecs:TagResource").hasSizeBetween(1, 2);
    assertThat(deployed(settings.build()).status()).isEqualTo(DeploymentStatus.UNCHANGED);
  }

  @Test
  void sizesTheTaskOnFargate() {
    deployed(onFargate("web").sidecars(new Sidecar("proxy", proxy("proxy:1"), true)).build());

    ObjectNode definition = definition("shop-web");
    assertThat(definition.path("requiresCompatibilities").toString()).isEqualTo("[\"FARGATE\"]");
    assertThat(definition.path("memory").textValue()).isEqualTo("512");
    assertThat(definition.path("cpu").textValue()).isEqualTo("256");
    assertThat(definition.at("/containerDefinitions/0/name").asText()).isEqualTo("web");
    assertThat(definition.at("/containerDefinitions/0").has("memory")).isFalse();
    assertThat(definition.at("/containerDefinitions/1/memory").asInt()).isEqualTo(128);

    Report.Result larger =
        deployed(
            onFargate("web")
                .container(container("image:1", resources(1024, 256)))
                .sidecars(new Sidecar("proxy", proxy("proxy:2"), true))
                .build());

    assertThat(changes(larger))
        .containsExactly(
            "services.web.memory: 512 → 1024",
            "services.web.sidecars.proxy.image: \"proxy:1\" → \"proxy:2\"");
  }

  @Test
  void namesWhatComesWithASidecar() {
    deployed(Services.named("web"));

    Report.Result result =
        deployed(
            ServiceSettings.of("web")
                .sidecars(
                    new Sidecar(
                        "agent", with(proxy("agent:1"), Map.of("KEY", "k"), Set.of()), false))
                .build());

    assertThat(changes(result))
        .containsExactlyInAnyOrder(
            "services.web.sidecars.agent.image: none → \"agent:1\"",
            "services.web.sidecars.agent.memory: none → 128",
            "services.web.sidecars.agent.essential: none → false",
            "services.web.sidecars.agent.environment: none → (secret)");
  }

  @Test
  void showsNoSecretOfASidecar() {
    deployed(withAgent(Map.of("A", "mauve", "B", "blue"), Set.of("A")));

    Report.Result rotated = deployed(withAgent(Map.of("A", "green", "B", "red"), Set.of("A")));
    Report.Result open = deployed(withAgent(Map.of("A", "plain", "B", "red"), Set.of()));

    assertThat(changes(rotated))
        .containsExactly(
            "services.web.sidecars.agent.environment.A: (secret) → (secret)",
            "services.web.sidecars.agent.environment.B: \"blue\" → \"red\"");
    assertThat(changes(open))
        .containsExactly("services.web.sidecars.agent.environment.A: (secret) → (secret)");
    for (Report.Result result : List.of(rotated, open)) {
      assertThat(workflow.files.text(result.deployment(), "plan.json"))
          .doesNotContain("mauve", "green");
    }
  }

  private static Service withAgent(Map<String, String> environment, Set<String> secret) {
    return ServiceSettings.of("web")
        .sidecars(new Sidecar("agent", with(proxy("agent:1"), environment, secret), false))
        .build();
  }

  @Test
  void sendsTrafficToTheSidecarThatListens() {
    deployed(
        ServiceSettings.of("web")
            .network(bridge())
            .loadBalancer(Services.loadBalancer(""))
            .sidecars(new Sidecar("proxy", exposing(proxy("proxy:1"), tcp(0, 8080)), true))
            .build());

    assertThat(workflow.clusters.live("web").document().at("/loadBalancers/0/containerName"))
        .hasToString("\"proxy\"");
  }

  @Test
  void movesFromOneCapacityProviderToOthersWithNewTasks() {
    deployed(ServiceSettings.of("web").network(OWN).build());
    String before = primary("web");

    Report.Result moved = deployed(onFargate("web").compute(providers(ON_DEMAND)).build());

    assertThat(changes(moved))
        .contains(
            "services.web.capacity_providers: none → {\"FARGATE\":{\"weight\":1,\"base\":1}}");
    assertThat(primary("web")).isNotEqualTo(before);
    before = primary("web");

    Report.Result shared = deployed(onFargate("web").compute(providers(ON_DEMAND, SPOT)).build());

    assertThat(changes(shared))
        .containsExactly(
            "services.web.capacity_providers.FARGATE_SPOT: none → {\"weight\":3,\"base\":0}");
    assertThat(workflow.log.changing()).containsExactly("ecs:UpdateService", "ecs:TagResource");
    assertThat(primary("web")).isNotEqualTo(before);
    assertThat(deployed(onFargate("web").compute(providers(ON_DEMAND, SPOT)).build()).status())
        .isEqualTo(DeploymentStatus.UNCHANGED);
  }

  @Test
  void leavesTheMachinesToTheClusterWhereNothingIsSaid() {
    workflow.clusters.defaultCapacityProvider("instances");
    deployed(Services.named("web"));

    assertThat(deployed(Services.named("web")).status()).isEqualTo(DeploymentStatus.UNCHANGED);
    assertThat(workflow.clusters.live("web").document().has("launchType")).isFalse();
  }

  @Test
  void refusesAnotherLaunchTypeWhereTasksMustNotOverlapAndSaysWhatCanBeDone() {
    deployed(Services.named("web"));
    workflow.log.clear();

    Report.Result result =
        workflow.deploy(
            onFargate("web")
                .rollout(new Rollout(Rollout.Strategy.REPLICA, 1, 100, 0, CircuitBreaker.ON))
                .build());

    assertThat(result.status()).isEqualTo(DeploymentStatus.REJECTED);
    assertThat(result.error().orElse(""))
        .contains("services.web.launch_type: \"EC2\" → \"FARGATE\"")
        .contains("maximum_percent above 100")
        .contains("capacity_providers");
    assertThat(workflow.log.changing()).isEmpty();
  }

  /** To which launch type an empty strategy would lead, nothing tells. */
  @Test
  void replacesAServiceWithCapacityProvidersByOneWithALaunchType() {
    deployed(onFargate("web").compute(providers(ON_DEMAND)).build());

    Report.Result result = deployed(onFargate("web").build());

    assertThat(result.status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(changes(result)).contains("services.web.launch_type: none → \"FARGATE\"");
    assertThat(workflow.clusters.live("web").document().path("launchType").asText())
        .isEqualTo("FARGATE");
    assertThat(workflow.clusters.serviceNames()).containsExactly("web");
  }

  @Test
  void opensTheTasksThatRun() {
    deployed(ServiceSettings.of("web").access(WITH_TASK_ROLE).build());
    String before = primary("web");

    Report.Result result = deployed(ServiceSettings.of("web").access(EXECUTABLE).build());

    assertThat(changes(result))
        .containsExactly("services.web.enable_execute_command: false → true");
    assertThat(primary("web")).isNotEqualTo(before);
    assertThat(workflow.clusters.revisions("shop-web")).hasSize(1);
  }

  @Test
  void turnsTheCircuitBreakerOnForWhatTheOlderToolMade() {
    deployed(ServiceSettings.of("web").rollout(rollout(new CircuitBreaker(false, false))).build());
    workflow.clusters.untag("web");
    String before = primary("web");

    Report.Result result = deployed(Services.named("web"));

    assertThat(workflow.records.services(result.deployment()).getFirst().action())
        .isEqualTo("ADOPT");
    assertThat(changes(result))
        .containsExactly(
            "services.web.circuit_breaker.enable: false → true",
            "services.web.circuit_breaker.rollback: false → true");
    assertThat(workflow.log.changing()).containsExactly("ecs:UpdateService", "ecs:TagResource");
    assertThat(primary("web")).isEqualTo(before);
    assertThat(deployed(Services.named("web")).status()).isEqualTo(DeploymentStatus.UNCHANGED);
  }

  @Test
  void changesNothingWhereEcsDoesNotSayHowItPlaces() {
    ServiceSettings packed =
        ServiceSettings.of("web")
            .compute(
                strategies(
                    new PlacementStrategy(PlacementStrategy.Type.BINPACK, Optional.of("cpu"))));
    deployed(packed.build());
    ObjectNode document = workflow.clusters.live("web").document().deepCopy();
    document.remove(List.of("placementStrategy", "placementConstraints"));
    workflow.clusters.tamper("web", document, workflow.clusters.live("web").taskDefinition());

    assertThat(deployed(packed.build()).status()).isEqualTo(DeploymentStatus.UNCHANGED);
  }

  @Test
  void placesAnewByAnotherStrategyAndByNone() {
    deployed(Services.named("web"));
    String before = primary("web");

    Report.Result packed =
        deployed(
            ServiceSettings.of("web")
                .compute(
                    strategies(
                        new PlacementStrategy(
                            PlacementStrategy.Type.BINPACK, Optional.of("memory"))))
                .build());

    assertThat(changes(packed))
        .containsExactly("services.web.placement_strategy: none → [\"binpack memory\"]");
    assertThat(workflow.clusters.live("web").document().path("availabilityZoneRebalancing"))
        .hasToString("\"DISABLED\"");

    assertThat(changes(deployed(Services.named("web"))))
        .containsExactly("services.web.placement_strategy: [\"binpack memory\"] → none");
    assertThat(workflow.clusters.live("web").document().path("placementStrategy")).isEmpty();
    assertThat(primary("web")).isEqualTo(before);
  }

  @Test
  void movesTheInterfacesToOtherSubnets() {
    deployed(onFargate("web").build());

    Report.Result result =
        deployed(
            onFargate("web")
                .network(
                    new Network(Network.Mode.AWSVPC, List.of("subnet-9"), List.of("sg-1"), true))
                .build());

    assertThat(changes(result))
        .containsExactly(
            "services.web.subnets: [\"subnet-1\"] → [\"subnet-9\"]",
            "services.web.assign_public_ip: false → true");
  }

  @Test
  void tagsWithoutNewTasksAndTakesBackOnlyWhatItGave() {
    deployed(ServiceSettings.of("web").tags(Map.of("team", "a", "cost", "1")).build());
    String before = primary("web");
    workflow.clusters.tag(workflow.clusters.live("web").arn(), Map.of("theirs", "x"));

    Report.Result result = deployed(ServiceSettings.of("web").tags(Map.of("team", "b")).build());

    assertThat(changes(result))
        .containsExactly(
            "services.web.tags.cost: \"1\" → none", "services.web.tags.team: \"a\" → \"b\"");
    assertThat(workflow.clusters.live("web").tags())
        .containsEntry("team", "b")
        .containsEntry("theirs", "x")
        .containsEntry(Tags.DEPLOYMENT, result.deployment().id())
        .doesNotContainKey("cost");
    assertThat(workflow.clusters.tagsOf(workflow.clusters.revisions("shop-web").getFirst().arn()))
        .containsEntry("team", "b")
        .containsEntry(Tags.CLUSTER, "shop")
        .doesNotContainKey("cost");
    assertThat(workflow.clusters.revisions("shop-web")).hasSize(1);
    assertThat(primary("web")).isEqualTo(before);
    assertThat(deployed(ServiceSettings.of("web").tags(Map.of("team", "b")).build()).status())
        .isEqualTo(DeploymentStatus.UNCHANGED);
  }

  @Test
  void handsTheFirstTagDownToTasksAndStopsWithTheLast() {
    deployed(Services.named("web"));
    String before = primary("web");

    assertThat(changes(deployed(ServiceSettings.of("web").tags(Map.of("team", "a")).build())))
        .containsExactly(
            "services.web.propagate_tags: \"NONE\" → \"SERVICE\"",
            "services.web.tags.team: none → \"a\"");
    assertThat(workflow.clusters.live("web").document().path("propagateTags"))
        .hasToString("\"SERVICE\"");

    deployed(Services.named("web"));

    assertThat(workflow.clusters.live("web").tags()).doesNotContainKey("team");
    assertThat(primary("web")).isEqualTo(before);
    assertThat(deployed(Services.named("web")).status()).isEqualTo(DeploymentStatus.UNCHANGED);
  }

  @Test
  void putsBackATagThatSomebodyTookOff() {
    Service tagged = ServiceSettings.of("web").tags(Map.of("team", "a")).build();
    deployed(tagged);
    workflow.clusters.untag(workflow.clusters.live("web").arn(), Set.of("team"));

    assertThat(changes(deployed(tagged))).containsExactly("services.web.tags.team: none → \"a\"");
    assertThat(workflow.clusters.live("web").tags()).containsEntry("team", "a");
  }

  @Test
  void takesTagsOffOnceWhenAnAnswerIsLost() {
    deployed(ServiceSettings.of("web").tags(Map.of("team", "a", "cost", "1")).build());
    workflow.log.loseNextAnswer("ecs:UntagResource", new TransientException("connection reset"));

    deployed(ServiceSettings.of("web").tags(Map.of("team", "a")).build());

    assertThat(workflow.clusters.live("web").tags()).doesNotContainKey("cost");
    assertThat(deployed(ServiceSettings.of("web").tags(Map.of("team", "a")).build()).status())
        .isEqualTo(DeploymentStatus.UNCHANGED);
  }

  @Test
  void runsATaskAsItIsTold() {
    workflow.beforeLooking(() ->
        workflow
            .clusters
            .taskArns()
            .forEach(task -> workflow.clusters.stop(task, "", Map.of("job", 0))));

    deployed(
        onFargate("job")
            .kind(Service.Kind.TASK)
            .compute(providers(SPOT))
            .access(EXECUTABLE)
            .tags(Map.of("team", "a"))
            .build());

    String task = workflow.clusters.taskArns().getFirst();
    ObjectNode run = workflow.clusters.runOf(task);
    assertThat(run.at("/capacityProviderStrategy/0/capacityProvider").asText())
        .isEqualTo("FARGATE_SPOT");
    assertThat(run.at("/networkConfiguration/awsvpcConfiguration/subnets/0").asText())
        .isEqualTo("subnet-1");
    assertThat(run.path("enableExecuteCommand").asBoolean()).isTrue();
    assertThat(workflow.clusters.tagsOf(task))
        .containsEntry("team", "a")
        .containsEntry(Tags.SERVICE, "job");
  }
}
