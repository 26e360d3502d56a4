package io.github.ecscompose.stackfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.stackfile.Container.Logging;
import io.github.ecscompose.stackfile.Container.Port;
import io.github.ecscompose.stackfile.Container.Volume;
import io.github.ecscompose.stackfile.LoadBalancer.DnsRecord;
import io.github.ecscompose.stackfile.LoadBalancer.Placement;
import io.github.ecscompose.stackfile.LoadBalancer.Scheme;
import io.github.ecscompose.stackfile.LoadBalancer.TargetAttributes;
import io.github.ecscompose.stackfile.Network.Mode;
import io.github.ecscompose.stackfile.Rollout.CircuitBreaker;
import io.github.ecscompose.stackfile.Rollout.Strategy;
import io.github.ecscompose.stackfile.Service.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StackfileReaderTest {

  private static final String VPC =
      """
      vpc:
        id: vpc-1
        subnets: {public: [subnet-1, subnet-2], private: [subnet-3, subnet-4]}
        security_groups: {public: [sg-1], private: [sg-2]}
      service_discovery: {namespace: example.sd}
      """;

  @Test
  void whatIsNotGivenHasTheDefaultsOfTheOlderTool() {
    assertThat(Stackfiles.stack("services:\n  - web:\n      image: nginx\n"))
        .isEqualTo(
            new Stack(
                List.of(
                    new Service(
                        "web",
                        Kind.SERVICE,
                        List.of(),
                        new Container(
                            "nginx",
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
                        new Rollout(Strategy.REPLICA, 1, 200, 50, CircuitBreaker.ON),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of())),
                Deploy.DEFAULT,
                Optional.empty()));
  }

  /**
   * But for the second subnet of a tier, where its README has the first one's placeholder again.
   */
  @Test
  void theExampleOfTheOlderToolIsReadAsItIs() {
    Parsed.Valid valid = Stackfiles.valid(Stackfiles.resource("older-readme.yml"));

    assertThat(valid.stack().services())
        .extracting(Service::name)
        .containsExactly("edge-service", "user-service", "deeplearning", "email-worker");
    assertThat(valid.warnings()).isEmpty();
  }

  @Test
  void aServiceOfTheOlderToolBehindALoadBalancer() {
    Service edge = olderService("edge-service");

    assertThat(edge.network()).isEqualTo(Network.HOST);
    assertThat(edge.rollout())
        .isEqualTo(new Rollout(Strategy.REPLICA, 1, 100, 0, CircuitBreaker.ON));
    assertThat(edge.compute().constraints())
        .containsExactly(
            memberOf("attribute:ecs.availability-zone == us-east-1a"),
            memberOf("attribute:ecs.instance-type =~ p3.*"));
    assertThat(edge.loadBalancer())
        .contains(
            new LoadBalancer(
                "",
                Scheme.PUBLIC,
                LoadBalancer.Protocol.HTTPS,
                443,
                8080,
                List.of("arn:aws:acm:us-east-1:xxx:certificate/xxx-xxx-xxx-xxx-xxx"),
                false,
                new Placement("vpc-xxx", List.of("subnet-xxx", "subnet-yyy"), List.of("sg-xxx")),
                Optional.of(new DnsRecord("xxxx", "staging.example.com")),
                new LoadBalancer.HealthCheck(
                    LoadBalancer.Protocol.HTTP, Optional.of(8080), "/health", 30, 5, 2, 10, "200"),
                TargetAttributes.UNSAID));
  }

  @Test
  void aContainerOfTheOlderToolHasTheDefaultsUnderItsOwn() {
    assertThat(olderService("edge-service").container())
        .isEqualTo(
            new Container(
                "xxx.dkr.ecr.us-east-1.amazonaws.com/edge-service:latest",
                Execution.AS_BUILT,
                new Resources(Optional.of(930), Optional.empty(), 0, 0, Map.of()),
                Map.of(
                    "JAVA_OPTS",
                    "-Duser.timezone=\"UTC\" -Xms256m -Xmx640m -XX:MaxMetaspaceSize=256m",
                    "SPRING_PROFILES_ACTIVE",
                    "staging",
                    "LOGGING_LEVEL_ROOT",
                    "INFO",
                    "SERVER_PORT",
                    "8080"),
                Set.of(),
                Map.of(),
                Map.of(),
                List.of(new Port(8080, 8080, Container.Protocol.TCP)),
                List.of(),
                Optional.empty(),
                Optional.of(
                    new Logging(
                        "awslogs",
                        Map.of(
                            "awslogs-group", "/ecs/staging",
                            "awslogs-region", "us-east-1",
                            "awslogs-stream-prefix", "svc")))));
  }

  @Test
  void aServiceOfTheOlderToolWithDiscovery() {
    Service deeplearning = olderService("deeplearning");

    assertThat(deeplearning.container().resources().gpus()).isEqualTo(1);
    assertThat(deeplearning.network())
        .isEqualTo(
            new Network(
                Mode.AWSVPC, List.of("subnet-xxx", "subnet-yyy"), List.of("sg-xxx"), false));
    assertThat(deeplearning.discovery())
        .contains(new Discovery("deeplearning.staging", "example.sd", "vpc-xxx"));
  }

  @Test
  void servicesAndEnvironmentsMeanTheSameInEveryForm() {
    Stack map =
        Stackfiles.stack("services: {web: {image: nginx, environment: {A: 080, B: 'x=y'}}}");

    assertThat(
            Stackfiles.stack(
                "services: [{web: {image: nginx, environment: [{A: 080}, {B: x=y}]}}]"))
        .isEqualTo(map);
    assertThat(Stackfiles.stack("services: [{web: {image: nginx, environment: [A=080, B=x=y]}}]"))
        .isEqualTo(map);
    assertThat(
            Stackfiles.stack(
                """
                {"services": {"web": {
                \t"image": "nginx", "environment": {"A": "080", "B": "x=y"}}}}
                """))
        .isEqualTo(map);
    assertThat(map.services().getFirst().container().environment())
        .isEqualTo(Map.of("A", "080", "B", "x=y"));
  }

  @Test
  void anchorsAndMergeKeysAreResolved() {
    Stack stack =
        Stackfiles.stack(
            """
            x-base: &base {image: nginx, memory: 100, gpus: 1}
            x-more: &more {memory: 200, desired_count: 3}
            services:
              web: {<<: *base, memory: 300}
              api: {<<: [*base, *more]}
            """);

    assertThat(stack)
        .isEqualTo(
            Stackfiles.stack(
                """
                services:
                  web: {image: nginx, gpus: 1, memory: 300}
                  api: {image: nginx, gpus: 1, memory: 100, desired_count: 3}
                """));
  }

  @ParameterizedTest
  @CsvSource({
    "512,512",
    "512m,512",
    "512MB,512",
    "1g,1024",
    "2Gb,2048",
    "6,6",
    "1.5g,1536",
    "524288k,512",
    "1GiB,1024",
    "0.5g,512"
  })
  void memoryIsInMebibytesOrInTheUnitsOfDocker(String written, int expected) {
    assertThat(container("memory: " + written).resources().memory()).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({"true,true", "yes,true", "On,true", "FALSE,false", "no,false", "off,false"})
  void flagsAreReadInEverySpelling(String written, boolean expected) {
    assertThat(container("privileged: " + written).execution().privileged()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "80:80,80,TCP",
    "8080,8080,TCP",
    "'\"22:22\"',22,TCP",
    "53:53/udp,53,UDP",
    "443/TCP,443,TCP"
  })
  void portsAreReadAsTheyAreWritten(
      String written, int expected, Container.Protocol expectedProtocol) {
    assertThat(container("ports: [" + written + "]").ports())
        .containsExactly(new Port(expected, expected, expectedProtocol));
  }

  @Test
  void volumesAreFoldersOfTheHost() {
    assertThat(container("volumes: [\"a:/a:/b\", \"c:/c:/d:ro\", \"e:/e:/f:rw\"]").volumes())
        .containsExactly(
            new Volume("a", Optional.of("/a"), "/b", false),
            new Volume("c", Optional.of("/c"), "/d", true),
            new Volume("e", Optional.of("/e"), "/f", false));
  }

  @Test
  void aHealthCheckHasTheDefaultsOfTheOlderTool() {
    assertThat(container("healthcheck: {command: [CMD, 'true']}").healthCheck())
        .contains(new Container.HealthCheck(List.of("CMD", "true"), 30, 5, 3, 0));
  }

  @Test
  void aHealthCheckMayBeWrittenAsForDockerCompose() {
    assertThat(
            container(
                    "healthcheck: {test: exit 0, interval: 1m30s, timeout: 10s, start_period: 2m}")
                .healthCheck())
        .contains(new Container.HealthCheck(List.of("CMD-SHELL", "exit 0"), 90, 10, 3, 120));
  }

  @Test
  void aServicesHealthCheckReplacesThatOfTheDefaults() {
    Stack stack =
        Stackfiles.stack(
            """
            defaults: {healthcheck: {command: a, retries: 5}}
            services:
              web: {image: nginx}
              api: {image: nginx, healthcheck: {command: b}}
            """);

    assertThat(stack.services())
        .extracting(service -> service.container().healthCheck().orElseThrow())
        .containsExactly(
            new Container.HealthCheck(List.of("CMD-SHELL", "a"), 30, 5, 5, 0),
            new Container.HealthCheck(List.of("CMD-SHELL", "b"), 30, 5, 3, 0));
  }

  @Test
  void loggingOfAServiceIsMergedOverThatOfTheStack() {
    Service service =
        Stackfiles.service(
            """
            logging: {log_driver: awslogs, options: {awslogs-group: all, awslogs-region: eu-west-1}}
            services:
              web: {image: nginx, logging: {options: {awslogs-group: web}}}
            """);

    assertThat(service.container().logging())
        .contains(
            new Logging("awslogs", Map.of("awslogs-group", "web", "awslogs-region", "eu-west-1")));
  }

  @Test
  void awsvpcWithoutDiscoveryIsInThePrivateTier() {
    assertThat(Stackfiles.service(VPC + "services: {web: {image: nginx, network: awsvpc}}"))
        .satisfies(service ->
            assertThat(service.network())
                .isEqualTo(
                    new Network(
                        Mode.AWSVPC, List.of("subnet-3", "subnet-4"), List.of("sg-2"), false)))
        .extracting(Service::discovery)
        .isEqualTo(Optional.empty());
  }

  @Test
  void aPrivateLoadBalancerIsInThePrivateTier() {
    assertThat(loadBalancer("type: private").placement())
        .isEqualTo(new Placement("vpc-1", List.of("subnet-3", "subnet-4"), List.of("sg-2")));
  }

  @Test
  void aLoadBalancerIsPublicAndSpeaksHttpUnlessToldOtherwise() {
    assertThat(loadBalancer("name: ''"))
        .isEqualTo(
            new LoadBalancer(
                "",
                Scheme.PUBLIC,
                LoadBalancer.Protocol.HTTP,
                80,
                8080,
                List.of(),
                false,
                new Placement("vpc-1", List.of("subnet-1", "subnet-2"), List.of("sg-1")),
                Optional.empty(),
                new LoadBalancer.HealthCheck(
                    LoadBalancer.Protocol.HTTP, Optional.of(8080), "/", 30, 5, 2, 10, "200"),
                TargetAttributes.UNSAID));
  }

  @ParameterizedTest
  @ValueSource(strings = {"www.example.com", "WWW.Example.com", "www.example.com."})
  void recordNamesAreTheSameInEverySpelling(String name) {
    assertThat(
            loadBalancer("dns: {hosted_zone_id: /hostedzone/Z1, record_name: " + name + "}").dns())
        .contains(new DnsRecord("Z1", "www.example.com"));
  }

  @Test
  void theTrafficPortIsThatOfTheContainer() {
    assertThat(loadBalancer("healthcheck: {port: traffic-port}").healthCheck().port())
        .contains(8080);
    assertThat(loadBalancer("healthcheck: {port: 9000}").healthCheck().port()).contains(9000);
  }

  @Test
  void aDaemonHasTheDefaultsThatEcsAccepts() {
    assertThat(Stackfiles.service("services: {a: {image: b, scheduling_strategy: DAEMON}}"))
        .extracting(Service::rollout)
        .isEqualTo(new Rollout(Strategy.DAEMON, 0, 100, 0, CircuitBreaker.ON));
  }

  @Test
  void aTaskRunsOnce() {
    Service task =
        Stackfiles.service(
            "services: {a: {image: b, type: task, task_role_arn: r1, task_execution_role_arn: r2}}");

    assertThat(task.kind()).isEqualTo(Kind.TASK);
    assertThat(task.rollout().desiredCount()).isEqualTo(1);
    assertThat(task.access().taskRole()).contains("r1");
    assertThat(task.access().executionRole()).contains("r2");
  }

  @Test
  void tasksMayBeKeptApart() {
    assertThat(
            Stackfiles.service(
                    "services: {a: {image: b, placement_constraints: [{type: distinctInstance}]}}")
                .compute()
                .constraints())
        .containsExactly(
            new PlacementConstraint(PlacementConstraint.Type.DISTINCT_INSTANCE, Optional.empty()));
  }

  private static Service olderService(String name) {
    return Stackfiles.stack(Stackfiles.resource("older-readme.yml")).service(name).orElseThrow();
  }

  private static PlacementConstraint memberOf(String expression) {
    return new PlacementConstraint(PlacementConstraint.Type.MEMBER_OF, Optional.of(expression));
  }

  private static Container container(String setting) {
    return Stackfiles.service("services:\n  web:\n    image: nginx\n    " + setting + "\n")
        .container();
  }

  private static LoadBalancer loadBalancer(String setting) {
    return Stackfiles.service(
            VPC
                + """
                services:
                  web:
                    image: nginx
                    ports: [8080]
                    elb:
                      ports: {public: 80, container: 8080}
                      %s
                """
                    .formatted(setting))
        .loadBalancer()
        .orElseThrow();
  }
}
