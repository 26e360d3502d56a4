package io.github.ecscompose.stackfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.stackfile.Compute.Architecture;
import io.github.ecscompose.stackfile.Compute.CapacityProvider;
import io.github.ecscompose.stackfile.Compute.LaunchType;
import io.github.ecscompose.stackfile.Compute.PlacementStrategy;
import io.github.ecscompose.stackfile.Container.Port;
import io.github.ecscompose.stackfile.Container.Protocol;
import io.github.ecscompose.stackfile.Container.Volume;
import io.github.ecscompose.stackfile.Deploy.OnFailure;
import io.github.ecscompose.stackfile.LoadBalancer.Stickiness;
import io.github.ecscompose.stackfile.LoadBalancer.TargetAttributes;
import io.github.ecscompose.stackfile.Network.Mode;
import io.github.ecscompose.stackfile.Rollout.CircuitBreaker;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the keys beyond those of the older tool are read as. */
class SettingsTest {

  private static final String VPC =
      """
      vpc:
        id: vpc-1
        subnets: {public: [subnet-2, subnet-1], private: [subnet-4, subnet-3]}
        security_groups: {public: [sg-1], private: [sg-2]}
      service_discovery: {namespace: example.local}
      """;

  private static Service web(String settings) {
    return Stackfiles.stack(VPC + "services:\n  web:\n    image: nginx\n" + settings.indent(4))
        .service("web")
        .orElseThrow();
  }

  private static LoadBalancer elb(String settings) {
    return web("ports: [\"80\"]\nelb:\n  ports: {public: 443, container: 80}\n"
            + settings.indent(2))
        .loadBalancer()
        .orElseThrow();
  }

  @Test
  void fargateTasksHaveAnInterfaceInThePrivateTierAndTheLeastCpu() {
    Service web = web("launch_type: fargate");

    assertThat(web.compute().launchType()).contains(LaunchType.FARGATE);
    assertThat(web.compute().isFargate()).isTrue();
    assertThat(web.network())
        .isEqualTo(
            new Network(Mode.AWSVPC, List.of("subnet-3", "subnet-4"), List.of("sg-2"), false));
    assertThat(web.container().resources().cpu()).isEqualTo(256);
    assertThat(web.container().resources().memory()).contains(1024);
  }

  @ParameterizedTest
  @CsvSource({
    "256, 512",
    "256, 2g",
    "512, 1024",
    "512, 4g",
    "1024, 8g",
    "2048, 4g",
    "2048, 16g",
    "4096, 30g",
    "8192, 16g",
    "8192, 60g",
    "16384, 32g",
    "16384, 120g"
  })
  void fargateHasThatSize(int cpu, String memory) {
    assertThat(
            web("launch_type: FARGATE\ncpu: %d\nmemory: %s".formatted(cpu, memory))
                .container()
                .resources()
                .cpu())
        .isEqualTo(cpu);
  }

  @Test
  void whatFargateAllows() {
    Service web =
        web(
            """
            capacity_providers: [FARGATE_SPOT, {name: FARGATE, base: 1, weight: 3}]
            platform: linux/arm64/v8
            ephemeral_storage: 50g
            subnets: public
            assign_public_ip: true
            ulimits: {nofile: 1024}
            stop_grace_period: 2m
            volumes: [/scratch]
            logging: {log_driver: awslogs, options: {awslogs-group: web}}
            sidecars: {proxy: {image: envoy}}
            """);

    assertThat(web.compute())
        .isEqualTo(
            new Compute(
                Optional.empty(),
                List.of(
                    new CapacityProvider("FARGATE", 3, 1),
                    new CapacityProvider("FARGATE_SPOT", 1, 0)),
                Optional.of(Architecture.ARM64),
                Optional.of(50),
                List.of(),
                List.of()));
    assertThat(web.network())
        .isEqualTo(
            new Network(Mode.AWSVPC, List.of("subnet-1", "subnet-2"), List.of("sg-1"), true));
    assertThat(web.container().volumes())
        .containsExactly(new Volume("scratch", Optional.empty(), "/scratch", false));
    assertThat(web.sidecars().getFirst().container().resources().memory()).isEmpty();
  }

  @Test
  void subnetsAndSecurityGroupsMayBeIds() {
    assertThat(
            web("network: awsvpc\nsubnets: [subnet-9, subnet-8]\nsecurity_groups: public")
                .network())
        .isEqualTo(
            new Network(Mode.AWSVPC, List.of("subnet-8", "subnet-9"), List.of("sg-1"), false));
    assertThat(web("network: awsvpc\nsecurity_groups: [sg-9]").network().securityGroups())
        .containsExactly("sg-9");
  }

  @Test
  void anOwnChoiceOfMachinesReplacesTheDefaultOne() {
    Stack stack =
        Stackfiles.stack(
            VPC
                + """
                defaults: {launch_type: FARGATE, ephemeral_storage: 30}
                services:
                  spot: {image: nginx, capacity_providers: [FARGATE_SPOT]}
                  machine: {image: nginx, launch_type: EC2}
                """);

    assertThat(stack.service("spot").orElseThrow().compute().launchType()).isEmpty();
    assertThat(stack.service("machine").orElseThrow().compute().isFargate()).isFalse();
    assertThat(stack.service("machine").orElseThrow().network()).isEqualTo(Network.HOST);
  }

  @Test
  void ecsChoosesThePortOfTheHostUnderBridge() {
    Service web =
        web(
            """
            network: bridge
            ports: ["81", "8080:80", {target: 82}, {target: 83, published: "9000", protocol: udp}]
            sidecars: {proxy: {image: envoy, ports: [80]}}
            """);

    assertThat(web.container().ports())
        .containsExactly(
            new Port(8080, 80, Protocol.TCP),
            new Port(0, 81, Protocol.TCP),
            new Port(0, 82, Protocol.TCP),
            new Port(9000, 83, Protocol.UDP));
    assertThat(web.sidecars().getFirst().container().ports())
        .containsExactly(new Port(0, 80, Protocol.TCP));
  }

  @Test
  void targetsUnderBridgeAreCheckedOnTheirOwnPorts() {
    Service web =
        web("network: bridge\nports: [\"80\"]\nelb: {ports: {public: 80, container: 80}}");

    assertThat(web.loadBalancer().orElseThrow().healthCheck().port()).isEmpty();
  }

  @Test
  void volumesHaveTheFormsOfDockerCompose() {
    assertThat(
            web("""
            volumes:
              - /var/lib/data
              - cache:/cache
              - /var/log:/logs:ro
              - name:/host:/container
              - {type: bind, source: /etc/app, target: /settings, read_only: true}
              - {source: shared, target: /shared}
              - {target: /tmp/x, name: scratch}
            """)
                .container()
                .volumes())
        .containsExactly(
            new Volume("cache", Optional.empty(), "/cache", false),
            new Volume("name", Optional.of("/host"), "/container", false),
            new Volume("logs", Optional.of("/var/log"), "/logs", true),
            new Volume("settings", Optional.of("/etc/app"), "/settings", true),
            new Volume("shared", Optional.empty(), "/shared", false),
            new Volume("scratch", Optional.empty(), "/tmp/x", false),
            new Volume("var-lib-data", Optional.empty(), "/var/lib/data", false));
  }

  @Test
  void sidecarsAreContainersWithoutTheDefaultsOfServices() {
    Service web =
        Stackfiles.stack(
                """
                defaults: {memory: 99, environment: {A: a}, healthcheck: {command: exit 0}}
                logging: {log_driver: awslogs, options: {awslogs-group: web}}
                services:
                  web:
                    image: nginx
                    volumes: ["shared:/data"]
                    sidecars:
                      proxy: {image: envoy, ports: ["80"], volumes: ["shared:/in:ro"]}
                      init: {image: busybox, essential: false, memory: 8, environment: [B=b]}
                """)
            .service("web")
            .orElseThrow();

    assertThat(web.sidecars()).extracting(Sidecar::name).containsExactly("init", "proxy");
    assertThat(web.sidecars()).extracting(Sidecar::essential).containsExactly(false, true);
    Container init = web.sidecars().getFirst().container();
    assertThat(init.environment()).isEqualTo(Map.of("B", "b"));
    assertThat(init.healthCheck()).isEmpty();
    assertThat(init.logging()).isPresent();
    assertThat(web.sidecars().getLast().container().resources().memory()).contains(256);
    assertThat(web.containerOf(80)).contains("proxy");
    assertThat(web.containerOf(81)).isEmpty();
  }

  @Test
  void aLoadBalancerReachesTheSidecarThatExposesItsPort() {
    assertThat(
            web("""
            sidecars: {proxy: {image: envoy, ports: ["80"]}}
            elb: {ports: {public: 80, container: 80}}
            """)
                .loadBalancer())
        .isPresent();
  }

  @Test
  void placementStrategiesKeepTheirOrder() {
    assertThat(
            web("""
            placement_strategy:
              - {type: spread, field: "attribute:ecs.availability-zone"}
              - {type: spread, field: host}
              - {type: binpack, field: MEMORY}
              - {type: random}
            """)
                .compute()
                .strategies())
        .containsExactly(
            strategy(PlacementStrategy.Type.SPREAD, "attribute:ecs.availability-zone"),
            strategy(PlacementStrategy.Type.SPREAD, "instanceId"),
            strategy(PlacementStrategy.Type.BINPACK, "memory"),
            new PlacementStrategy(PlacementStrategy.Type.RANDOM, Optional.empty()));
  }

  private static PlacementStrategy strategy(PlacementStrategy.Type type, String field) {
    return new PlacementStrategy(type, Optional.of(field));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x-none: 0                                        | true  | true",
        "circuit_breaker: true                            | true  | true",
        "circuit_breaker: no                              | false | false",
        "circuit_breaker: {rollback: false}               | true  | false",
        "circuit_breaker: {enable: false, rollback: true} | false | false",
      })
  void theCircuitBreakerIsOnUnlessTurnedOff(String written, boolean enable, boolean rollback) {
    assertThat(web(written).rollout().circuitBreaker())
        .isEqualTo(new CircuitBreaker(enable, rollback));
  }

  @Test
  void theRollingStrategyIsTheOneThatThereIs() {
    assertThat(web("deployment_strategy: rolling").rollout()).isEqualTo(web("").rollout());
  }

  @Test
  void servicesWaitForEachOther() {
    Stack stack =
        Stackfiles.stack(
            """
            services:
              web: {image: nginx, depends_on: [migrate, api]}
              api: {image: nginx, depends_on: {migrate: {condition: service_completed_successfully}}}
              migrate: {image: nginx, type: task}
            """);

    assertThat(stack.services())
        .extracting(Service::dependsOn)
        .containsExactly(List.of("api", "migrate"), List.of("migrate"), List.of());
  }

  @Test
  void longChainsAndManyCyclesAreFoundInTime() {
    StringBuilder text = new StringBuilder("services:\n");
    for (int number = 0; number < 3000; number++) {
      text.append("  c%d: {image: x, depends_on: [c%d]}\n".formatted(number + 1, number));
    }
    text.append("  c0: {image: x}\n");
    for (int number = 0; number < 900; number++) {
      text.append("  a%1$d: {image: x, depends_on: [b%1$d]}\n".formatted(number));
      text.append("  b%1$d: {image: x, depends_on: [a%1$d]}\n".formatted(number));
    }

    List<String> problems = Stackfiles.problems(text.toString());

    assertThat(problems).hasSize(100);
    assertThat(problems.getFirst()).endsWith("the service waits for itself: a0 → b0 → a0");
  }

  @Test
  void tagsOfTheStackAreUnderThoseOfTheDefaultsAndTheService() {
    Stack stack =
        Stackfiles.stack(
            """
            tags: {team: a, stage: a, owner: a}
            defaults: {tags: [team=b, stage=b]}
            services:
              web: {image: nginx, tags: {team: c}}
            """);

    assertThat(stack.services().getFirst().tags())
        .isEqualTo(Map.of("team", "c", "stage", "b", "owner", "a"));
  }

  @Test
  void howAndWhenToDeploy() {
    Stack stack =
        Stackfiles.stack(
            """
            cluster: cluster
            deploy: {on_failure: keep, timeout: 1h30m, prune: true}
            redeploy: {schedule: "cron(0 6 ? * MON-FRI *)", timezone: Europe/Madrid}
            services: {web: {image: nginx}}
            """);

    assertThat(stack.deploy()).isEqualTo(new Deploy(OnFailure.KEEP, 5400, true));
    assertThat(stack.redeploy()).contains(new Redeploy("cron(0 6 ? * MON-FRI *)", "Europe/Madrid"));
    assertThat(Stackfiles.stack("services: {web: {image: nginx}}"))
        .extracting(Stack::deploy, Stack::redeploy)
        .containsExactly(new Deploy(OnFailure.ROLLBACK, 1800, false), Optional.empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rate(1 minute)",
        "rate(12 hours)",
        "rate(7 days)",
        "cron(15 10 * * ? *)",
        "cron(0/15,59 8-18/2 ? * mon-FRI *)",
        "cron(0 3 15W * ? *)",
        "cron(0 3 L * ? *)",
        "cron(0 3 ? JAN,JUL 2#1 2027-2030)",
      })
  void schedulesOfEventBridge(String schedule) {
    assertThat(
            Stackfiles.stack(
                    "redeploy: {schedule: \"%s\"}\nservices: {web: {image: nginx}}"
                        .formatted(schedule))
                .redeploy())
        .contains(new Redeploy(schedule, "UTC"));
  }

  @Test
  void commandsMayBeRunInContainersThatHaveARole() {
    assertThat(web("enable_execute_command: true\ntask_role_arn: r").access())
        .isEqualTo(new Access(Optional.of("r"), Optional.empty(), true));
  }

  @Test
  void aDefaultHealthCheckIsTurnedOff() {
    String defaults = "defaults: {healthcheck: {command: exit 0}}\n";

    assertThat(Stackfiles.service(defaults + "services: {a: {image: b}}").container().healthCheck())
        .isPresent();
    assertThat(
            Stackfiles.service(defaults + "services: {a: {image: b, healthcheck: {disable: true}}}")
                .container()
                .healthCheck())
        .isEmpty();
    assertThat(
            Stackfiles.service(defaults + "services: {a: {image: b, healthcheck: {test: [NONE]}}}")
                .container()
                .healthCheck())
        .isEmpty();
  }

  @Test
  void anyKeyOfAServiceMayBeADefault() {
    Stack stack =
        Stackfiles.stack(
            """
            defaults:
              image: nginx
              desired_count: 3
              ports: ["80"]
              deployment_configuration: {maximum_percent: 150}
              circuit_breaker: false
              logging: {options: {tag: all}}
              placement_constraints: [{type: distinctInstance}]
            logging: {log_driver: syslog, options: {tag: stack, address: udp}}
            services:
              one:
              two:
                desired_count: 1
                ports: ["81"]
                logging: {options: {format: rfc5424}}
            """);
    Service one = stack.service("one").orElseThrow();
    Service two = stack.service("two").orElseThrow();

    assertThat(one.container().image()).isEqualTo("nginx");
    assertThat(one.rollout())
        .isEqualTo(
            new Rollout(Rollout.Strategy.REPLICA, 3, 150, 50, new CircuitBreaker(false, false)));
    assertThat(one.compute().constraints()).hasSize(1);
    assertThat(two.rollout().desiredCount()).isEqualTo(1);
    assertThat(two.container().ports()).containsExactly(new Port(81, 81, Protocol.TCP));
    assertThat(two.container().logging().orElseThrow().options())
        .isEqualTo(Map.of("tag", "all", "address", "udp", "format", "rfc5424"));
  }

  @Test
  void targetsAreTreatedAsTheStackfileSays() {
    LoadBalancer balancer =
        elb(
            """
            protocol: HTTPS
            certificates: ["arn:aws:acm:us-east-1:1:certificate/1"]
            redirect_http: true
            healthcheck:
              matcher: 200-299, 302
              interval_seconds: 1m
              deregistration_delay: 30s
              slow_start: 1m
              stickiness: {duration: 1h, cookie: session}
            """);

    assertThat(balancer.redirectHttp()).isTrue();
    assertThat(balancer.healthCheck().matcher()).isEqualTo("200-299,302");
    assertThat(balancer.healthCheck().interval()).isEqualTo(60);
    assertThat(balancer.attributes())
        .isEqualTo(
            new TargetAttributes(
                Optional.of(30),
                Optional.of(60),
                Optional.of(new Stickiness(true, 3600, Optional.of("session")))));
  }

  @Test
  void whatTargetsAreToldMayStandBesideTheirHealthCheck() {
    assertThat(elb("deregistration_delay: 0\nslow_start: 0\nstickiness: false").attributes())
        .isEqualTo(
            new TargetAttributes(
                Optional.of(0),
                Optional.of(0),
                Optional.of(new Stickiness(false, 86_400, Optional.empty()))));
    assertThat(elb("name: x").attributes()).isEqualTo(TargetAttributes.UNSAID);
  }
}
