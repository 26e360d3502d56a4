package io.github.ecscompose.stackfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StackDocumentTest {

  private static final String EVERYTHING =
      """
      vpc:
        id: vpc-1
        subnets: {public: [subnet-1, subnet-2], private: [subnet-3, subnet-4]}
        security_groups: {public: [sg-1], private: [sg-2]}
      service_discovery: {namespace: example.sd}
      services:
        web:
          image: nginx
          memory: 1024
          memory_reservation: 256
          cpu: 512
          ulimits: {nofile: {soft: 1, hard: 2}}
          command: [serve, "--all", ""]
          entrypoint: [/init]
          working_dir: /app
          user: "1000:1000"
          init: true
          stop_grace_period: 90
          labels: {com.example.team: web, empty: ""}
          secrets: {PASSWORD: /shop/password}
          network: awsvpc
          environment: {A: a, B: "é\\n\\"", S: $SECRET}
          ports: [80, 53/udp]
          healthcheck: {command: exit 0}
          logging: {log_driver: awslogs, options: {awslogs-group: web}}
          task_role_arn: r1
          task_execution_role_arn: r2
          elb:
            name: x
            type: private
            protocol: HTTPS
            ports: {public: 443, container: 80}
            certificates: ["arn:aws:acm:us-east-1:1:certificate/1"]
            redirect_http: true
            dns: {hosted_zone_id: Z1, record_name: www.example.com}
          dns_discovery: {name: web}
          launch_type: FARGATE
          platform: linux/arm64
          ephemeral_storage: 50
          subnets: [subnet-1]
          assign_public_ip: true
          circuit_breaker: {rollback: false}
          depends_on: [job]
          sidecars: {proxy: {image: envoy, essential: false, environment: {S: $SECRET}}}
          enable_execute_command: true
          tags: {team: web}
        machines:
          image: worker
          capacity_providers: [{name: spot, weight: 2, base: 1}]
          placement_strategy: [{type: random}, {type: spread, field: host}]
          placement_constraints: [{type: distinctInstance}, {type: memberOf, expression: a}]
          network: bridge
          gpus: 1
          ulimits: {memlock: -1}
          privileged: true
          ports: ["8080:80"]
          volumes: [/scratch, "data:/a:/b:ro"]
          elb:
            ports: {public: 80, container: 80}
            deregistration_delay: 30
            slow_start: 60
            stickiness: {cookie: session}
        all: {image: agent, scheduling_strategy: DAEMON}
        job: {image: job, type: task}
      """;

  @Test
  void everythingIsWrittenOutInOneOrder() {
    assertThat(StackDocument.toJson(Stackfiles.stack("services: {web: {image: nginx}}")).toString())
        .isEqualTo(
            """
            {"services":[{"name":"web","kind":"SERVICE","dependsOn":[],
            "container":{"image":"nginx",
            "execution":{"command":[],"entrypoint":[],"workingDir":null,"user":null,"init":false,
            "privileged":false,"stopGracePeriod":null},
            "resources":{"memory":1024,"memoryReservation":null,"cpu":0,"gpus":0,"ulimits":{}},
            "environment":{},"secretEnvironment":[],"secrets":{},"labels":{},"ports":[],"volumes":[],
            "healthCheck":null,"logging":null},
            "sidecars":[],
            "compute":{"launchType":null,"capacityProviders":[],"architecture":null,
            "ephemeralStorage":null,"constraints":[],"strategies":[]},
            "network":{"mode":"HOST","subnets":[],"securityGroups":[],"publicIp":false},
            "access":{"taskRole":null,"executionRole":null,"executeCommand":false},
            "rollout":{"strategy":"REPLICA","desiredCount":1,"maximumPercent":200,
            "minimumHealthyPercent":50,"circuitBreaker":{"enable":true,"rollback":true}},
            "loadBalancer":null,"discovery":null,"tags":{}}],
            "deploy":{"onFailure":"ROLLBACK","timeout":1800,"prune":false},"redeploy":null}\
            """
                .replace("\n", ""));
  }

  @Test
  void whatIsWrittenIsReadBack() throws JsonProcessingException {
    Stack stack = Stackfiles.stack(EVERYTHING);
    String json = StackDocument.toJson(stack).toString();

    Stack back = StackDocument.fromJson(new ObjectMapper().readTree(json));

    assertThat(back).isEqualTo(stack);
    assertThat(StackDocument.toJson(back)).hasToString(json);
    assertThat(StackDocument.serviceFromJson(StackDocument.toJson(stack.services().getFirst())))
        .isEqualTo(stack.services().getFirst());
  }

  @Test
  void equalMeaningGivesEqualBytes() {
    Stack one =
        Stackfiles.stack(
            "services: [{web: {memory: 1g, image: nginx, environment: [{B: 2}, {A: 1}]}}]");
    Stack other =
        Stackfiles.stack("services: {web: {image: nginx, environment: {A: '1', B: '2'}}}");

    assertThat(StackDocument.toJson(one)).hasToString(StackDocument.toJson(other).toString());
    assertThat(digest(one)).isEqualTo(digest(other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "command: run 'a b' c                     | command: [run, a b, c]",
        "entrypoint: /init                        | entrypoint: [/init]",
        "stop_grace_period: 1m30s                 | stop_grace_period: 90",
        "stop_grace_period: 30s                   | stop_grace_period: '30'",
        "init: no                                 | x-none: 0",
        "cpu: 0                                   | x-none: 0",
        "memory_reservation: 1g                   | memory_reservation: 1024m",
        "ulimits: {nofile: 9, core: 1}            | ulimits: {core: 1, nofile: {hard: 9, soft: 9}}",
        "labels: [b=2, a=x=y]                     | labels: {a: x=y, b: '2'}",
        "labels: [{b: 2}, {a: 1}]                 | labels: {a: 1, b: 2}",
        "secrets: [B=/b, A=a]                     | secrets: {A: a, B: /b}",
        "ports: ['80', 53/udp]                    | ports: [{target: 53, protocol: udp}, {target: 80}]",
        "volumes: [/a, 'b:/b:/c:ro']              | volumes: [{source: /b, name: b, target: /c,"
            + " read_only: yes}, {type: volume, target: /a}]",
        "circuit_breaker: on                      | x-none: 0",
        "circuit_breaker: {enable: false}         | circuit_breaker: off",
        "depends_on: []                           | x-none: 0",
        "tags: [b=2, a=1]                         | tags: {a: 1, b: 2}",
        "capacity_providers: [b, a]               | capacity_providers: [{name: a}, {name: b, weight: 1}]",
        "platform: linux/arm64/v8                 | platform: linux/aarch64",
        "deployment_strategy: rolling             | x-none: 0",
        "placement_strategy: [{type: spread, field: host}] | placement_strategy: [{type: SPREAD,"
            + " field: instanceId}]",
        "placement_constraints: [{type: memberOf, expression: a}, {type: distinctInstance}]"
            + " | placement_constraints: [{type: distinctInstance}, {type: memberOf, expression: a}]",
        "healthcheck: {command: [CMD-SHELL, a]}   | healthcheck: {test: a, interval: 0m30s, retries: 3}",
        "secrets: {A: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:a:key'}"
            + " | secrets: {A: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:a:key::'}",
        "secrets: {A: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:a:::'}"
            + " | secrets: {A: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:a'}",
      })
  void everySpellingGivesTheSameBytes(String one, String other) {
    assertThat(web(one)).isEqualTo(web(other));
  }

  private static String web(String setting) {
    return StackDocument.toJson(
            Stackfiles.stack(
                "services:\n  web:\n    image: nginx\n    task_execution_role_arn: r\n    "
                    + setting))
        .toString();
  }

  @Test
  void theDigestIsThatOfTheJsonWithoutWhatIsSecret() {
    String secret =
        digest(Stackfiles.stack("services: {a: {image: b, environment: {S: $SECRET}}}"));
    String plain = digest(Stackfiles.stack("services: {a: {image: b, environment: {S: s3cr3t}}}"));

    assertThat(secret).isEqualTo(plain).matches("[0-9a-f]{32}");
    // Changes whenever the document's form does, which redeploys every service.
    assertThat(digest(Stackfiles.stack("services: {web: {image: nginx}}")))
        .isEqualTo("3c56932203b19d5007bfcfcb09cd18f4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "image: httpd",
        "image: nginx\n    memory: 512",
        "image: nginx\n    environment: {A: b}",
        "image: nginx\n    desired_count: 2",
        "image: nginx\n    type: task",
        "image: nginx\n    ports: [80]",
        "image: nginx\n    command: a",
        "image: nginx\n    entrypoint: a",
        "image: nginx\n    working_dir: /a",
        "image: nginx\n    user: a",
        "image: nginx\n    init: true",
        "image: nginx\n    stop_grace_period: 30",
        "image: nginx\n    ulimits: {nofile: 1}",
        "image: nginx\n    labels: {a: ''}",
        "image: nginx\n    cpu: 1",
        "image: nginx\n    memory_reservation: 1024",
        "image: nginx\n    launch_type: EC2",
        "image: nginx\n    capacity_providers: [spot]",
        "image: nginx\n    platform: linux/arm64",
        "image: nginx\n    network: bridge",
        "image: nginx\n    placement_strategy: [{type: random}]",
        "image: nginx\n    circuit_breaker: off",
        "image: nginx\n    sidecars: {a: {image: b}}",
        "image: nginx\n    tags: {a: b}",
        "image: nginx\n    volumes: [/a]",
        "image: nginx\n    healthcheck: {test: a}",
      })
  void everyChangeChangesTheDigest(String settings) {
    assertThat(digest(Stackfiles.stack("services:\n  web:\n    " + settings + "\n")))
        .isNotEqualTo(digest(Stackfiles.stack("services:\n  web:\n    image: nginx\n")));
  }

  @Test
  void otherDocumentsAreRefused() {
    List<Consumer<ObjectNode>> faults =
        List.of(
            service -> service.remove("name"),
            service -> service.put("name", 1),
            service -> service.put("kind", "JOB"),
            service -> service.withObject("/compute").put("constraints", "none"),
            service -> service.withObject("/container/resources").put("memory", "much"),
            service -> service.withObject("/container/execution").put("privileged", 1),
            service -> service.withObject("/container").put("environment", "A=b"));

    assertThat(faults)
        .allSatisfy(fault -> {
          ObjectNode service =
              StackDocument.toJson(Stackfiles.service("services: {web: {image: nginx}}"));
          fault.accept(service);
          assertThatThrownBy(() -> StackDocument.serviceFromJson(service))
              .isInstanceOf(IllegalArgumentException.class);
        });
  }

  private static String digest(Stack stack) {
    return StackDocument.digest(stack.services().getFirst());
  }
}
