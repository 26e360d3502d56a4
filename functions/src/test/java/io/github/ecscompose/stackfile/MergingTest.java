package io.github.ecscompose.stackfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.stackfile.Container.Logging;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several documents make one stackfile, whether they are of one source or of several. */
class MergingTest {

  private static final String BASE =
      """
      logging: {log_driver: awslogs, options: {awslogs-group: all, awslogs-region: eu-west-1}}
      defaults: {memory: 100, environment: [{A: 1}, {B: 2}]}
      services:
        - web: {image: "nginx:1", ports: [80, 81], environment: {C: 3}}
        - api: {image: "api:1"}
      """;

  private static final String LATER =
      """
      logging: {options: {awslogs-group: mine}}
      defaults: {environment: [{A: 10}]}
      services:
        - web: {image: "nginx:2", ports: [82], environment: {D: 4}}
        - job: {image: "job:1", type: task}
        - api:
      """;

  private final Stack merged = Stackfiles.stack(BASE, LATER);

  @Test
  void laterServicesAreAppended() {
    assertThat(merged.services()).extracting(Service::name).containsExactly("web", "api", "job");
  }

  @Test
  void servicesOfOneNameAreMerged() {
    Container web = merged.service("web").orElseThrow().container();

    assertThat(web.image()).isEqualTo("nginx:2");
    assertThat(web.resources().memory()).contains(100);
    assertThat(web.environment()).isEqualTo(Map.of("A", "10", "C", "3", "D", "4"));
  }

  @Test
  void otherListsAreReplaced() {
    Container web = merged.service("web").orElseThrow().container();

    assertThat(web.ports()).extracting(Container.Port::container).containsExactly(82);
    assertThat(merged.service("api").orElseThrow().container().environment())
        .isEqualTo(Map.of("A", "10"));
  }

  @Test
  void loggingIsMergedKeyByKey() {
    assertThat(merged.service("api").orElseThrow().container().logging())
        .contains(
            new Logging("awslogs", Map.of("awslogs-group", "mine", "awslogs-region", "eu-west-1")));
  }

  @Test
  void documentsOfOneSourceAreMergedAlike() {
    assertThat(Stackfiles.stack(BASE + "---\n" + LATER)).isEqualTo(merged);
    assertThat(Stackfiles.stack(BASE + "---\n---\nservices:\n---\n" + LATER)).isEqualTo(merged);
  }

  @Test
  void listsAndMapsOfServicesAreMergedAlike() {
    assertThat(
            Stackfiles.stack(
                BASE,
                """
                logging: {options: {awslogs-group: mine}}
                defaults: {environment: {A: 10}}
                services:
                  web: {image: "nginx:2", ports: [82], environment: {D: 4}}
                  job: {image: "job:1", type: task}
                """))
        .isEqualTo(merged);
  }

  @Test
  void aLaterNullTakesAKeyAway() {
    assertThat(Stackfiles.stack(BASE, "logging:\nservices: {web: {ports: null}}").services())
        .allSatisfy(service -> assertThat(service.container().logging()).isEmpty())
        .allSatisfy(service -> assertThat(service.container().ports()).isEmpty());
  }

  @Test
  void aServiceIsGivenOnceInADocumentOnly() {
    assertThat(Stackfiles.problems(BASE, LATER + "  - web: {image: nginx}\n"))
        .containsExactly(
            "7:5 services.web: the service \"web\" is given twice, first on line 4: remove or rename"
                + " one of them");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          healthcheck: {command: [CMD, a]}    | healthcheck: {test: [CMD, b]}
          healthcheck: {test: [CMD, a]}       | healthcheck: {command: [CMD, b]}
          healthcheck: {command: [CMD, a]}    | healthcheck: {test: [NONE]}
          healthcheck: {test: [NONE]}         | healthcheck: {command: [CMD, b]}
          healthcheck: {test: a, disable: yes} | healthcheck: {command: [CMD, b]}
          healthcheck: {disable: yes}         | healthcheck: {test: b, interval: 7}
          launch_type: EC2                    | capacity_providers: [mine]
          capacity_providers: [mine]          | launch_type: EXTERNAL
          environment: {A: b}                 | secrets: {A: key}
          environment: [A: b]                 | secrets: {A: key}
          environment: [A=b]                  | secrets: [A=key]
          secrets: {A: key}                   | environment: {A: b}
          secrets: [A: key]                   | environment: [A: b]
          secrets: ["A=key"]                  | environment: [A=b]
          """)
  void aLaterKeyWinsOverASynonym(String earlier, String later) {
    String role = "task_execution_role_arn: arn:aws:iam::1:role/r";
    Service expected =
        Stackfiles.service("services: {web: {image: nginx, %s, %s}}".formatted(role, later));

    assertThat(
            Stackfiles.service(
                "services: {web: {image: nginx, %s, %s}}".formatted(role, earlier),
                "services: [web: {%s}]".formatted(later)))
        .isEqualTo(expected);
    assertThat(
            Stackfiles.service(
                "defaults: {%s}\nservices: {web: {image: nginx, %s}}".formatted(earlier, role),
                "defaults: {%s}".formatted(later)))
        .isEqualTo(expected);
  }

  @Test
  void aLaterKeyOfASidecarWinsOverASynonym() {
    String base =
        """
        services:
          web:
            image: nginx
            task_execution_role_arn: arn:aws:iam::1:role/r
            sidecars: {a: {image: a, secrets: {A: key}, healthcheck: {test: a, retries: 2}}, b: {image: b}}
        """;

    Container sidecar =
        Stackfiles.service(
                base,
                "services: {web: {sidecars: {a: {healthcheck: {command: b}, environment: {A: b}}}}}")
            .sidecars()
            .getFirst()
            .container();

    assertThat(sidecar.environment()).isEqualTo(Map.of("A", "b"));
    assertThat(sidecar.secrets()).isEmpty();
    assertThat(sidecar.healthCheck())
        .contains(new Container.HealthCheck(List.of("CMD-SHELL", "b"), 30, 5, 2, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "deregistration_delay: 10, deregistration_delay: 20",
    "slow_start: 30, slow_start: 40",
    "'stickiness: {duration: 5}', 'stickiness: {cookie: c}'",
    "stickiness: true, stickiness: false"
  })
  void aLaterKeyOfALoadBalancerWinsWhereverItStands(String earlier, String later) {
    String base =
        """
        vpc: {id: vpc-1, subnets: {public: [subnet-1, subnet-2]}, security_groups: {public: [sg-1]}}
        services:
          web: {image: nginx, ports: ["80"], elb: {ports: {public: 80, container: 80}, %s}}
        """;
    String outside = "services: {web: {elb: {%s}}}";
    String inside = "services: {web: {elb: {healthcheck: {path: /, %s}}}}";
    Service expected = Stackfiles.service(base.formatted(later));

    assertThat(
            Stackfiles.service(
                base.formatted("healthcheck: {%s}".formatted(earlier)), outside.formatted(later)))
        .isEqualTo(expected);
    assertThat(Stackfiles.service(base.formatted(earlier), inside.formatted(later)))
        .isEqualTo(expected);
    assertThat(
            Stackfiles.service(
                base.formatted("x-a: b"), inside.formatted(earlier), outside.formatted(later)))
        .isEqualTo(expected);
  }

  @Test
  void aLaterKeyThatGivesNothingWinsOverNoSynonym() {
    String base =
        """
        vpc: {id: vpc-1, subnets: {public: [subnet-1, subnet-2]}, security_groups: {public: [sg-1]}}
        services:
          web:
            image: nginx
            ports: ["80"]
            launch_type: EC2
            healthcheck: {test: a}
            elb: {ports: {public: 80, container: 80}, healthcheck: {stickiness: {duration: 5}}}
        """;

    assertThat(
            Stackfiles.service(
                base,
                """
                services:
                  web:
                    capacity_providers:
                    healthcheck: {command: null}
                    elb: {stickiness: {}}
                """))
        .isEqualTo(Stackfiles.service(base));
  }

  @Test
  void synonymsInOneDocumentAreAFaultAllTheSame() {
    assertThat(
            Stackfiles.problems(
                "services: {web: {image: nginx, healthcheck: {test: a}}}",
                "services: {web: {healthcheck: {command: b, test: c}}}"))
        .containsExactly(
            "1:50 services.web.healthcheck.test: test means the same as command: give one of them");
  }

  @Test
  void namesThatALaterDocumentDoesNotGiveStay() {
    Container web =
        Stackfiles.service(
                "services: {web: {image: nginx, environment: [A: 1, B: 2, {C: 3, D: 4}]}}",
                "services: {web: {task_execution_role_arn: r, secrets: [A: a, C: c]}}")
            .container();

    assertThat(web.environment()).isEqualTo(Map.of("B", "2", "D", "4"));
    assertThat(web.secrets()).isEqualTo(Map.of("A", "a", "C", "c"));
  }

  @Test
  void assignmentsThatALaterDocumentDoesNotOverrideStay() {
    Container web =
        Stackfiles.service(
                "services: {web: {image: nginx, environment: [A=1, B=2]}}",
                "services: {web: {task_execution_role_arn: r, secrets: [A=a]}}")
            .container();

    assertThat(web.environment()).isEqualTo(Map.of("B", "2"));
  }

  @Test
  void aLoadBalancersKeyStaysWhereTheLaterDocumentHasNone() {
    String base =
        """
        vpc: {id: vpc-1, subnets: {public: [subnet-1, subnet-2]}, security_groups: {public: [sg-1]}}
        services:
          web: {image: nginx, ports: ["80"], elb: {ports: {public: 80, container: 80}, slow_start: 40, healthcheck: {deregistration_delay: 9}}}
        """;

    assertThat(
            Stackfiles.service(
                    base, "services: {web: {elb: {type: public, healthcheck: {path: /x}}}}")
                .loadBalancer()
                .orElseThrow()
                .attributes())
        .isEqualTo(Stackfiles.service(base).loadBalancer().orElseThrow().attributes())
        .isNotEqualTo(LoadBalancer.TargetAttributes.UNSAID);
  }

  @Test
  void whatALaterDocumentTakesAwayAMapAfterItDoesNotBringBack() {
    assertThat(
            Stackfiles.service(
                    "services: {web: {image: nginx, environment: {A: a}}}",
                    "services: {web: {environment: }}",
                    "services: {web: {environment: {B: b}}}")
                .container()
                .environment())
        .isEqualTo(Map.of("B", "b"));
  }
}
