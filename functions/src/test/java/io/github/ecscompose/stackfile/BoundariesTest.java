package io.github.ecscompose.stackfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.stackfile.Variables.Value;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is just allowed, and what just is not. */
class BoundariesTest {

  private static final String VPC =
      "vpc: {id: vpc-1, subnets: {private: [subnet-1]}, security_groups: {private: [sg-1]}}\n";
  private static final String FARGATE =
      VPC + "services: {web: {image: nginx, launch_type: FARGATE, cpu: 512, memory: 1024, %s}}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          stop_grace_period: 2                           | stop_grace_period: 1
          stop_grace_period: 120                         | stop_grace_period: 121
          ephemeral_storage: 21                          | ephemeral_storage: 20
          ephemeral_storage: 200g                        | ephemeral_storage: 201g
          sidecars: {a: {image: a, memory: 1024}}        | sidecars: {a: {image: a, memory: 1025}}
          sidecars: {a: {image: a, memory: 500}, b: {image: b, memory: 524}} | sidecars: {a: {image: a, memory: 501}, b: {image: b, memory: 524}}
          sidecars: {a: {image: a, memory: 1024, memory_reservation: 9}, b: {image: b, memory_reservation: 1015}} | sidecars: {a: {image: a, memory_reservation: 10}, b: {image: b, memory_reservation: 1015}}
          sidecars: {a: {image: a, cpu: 212}, b: {image: b, cpu: 300}} | sidecars: {a: {image: a, cpu: 213}, b: {image: b, cpu: 300}}
          """)
  void ofFargate(String allowed, String refused) {
    assertThat(Stackfiles.stack(FARGATE.formatted(allowed)).services()).hasSize(1);
    assertThat(Stackfiles.problems(FARGATE.formatted(refused))).hasSize(1);
  }

  @Test
  void fewAmountsOfMemoryAreListed() {
    assertThat(Stackfiles.problems(FARGATE.formatted("x-a: b").replace("1024", "8192")))
        .singleElement()
        .asString()
        .contains("give 1024, 2048, 3072 or 4096 MiB, or cpu 1024, 2048 or 4096");
  }

  @ParameterizedTest
  @CsvSource({"subnets, subnet-, 16", "security_groups, sg-, 5"})
  void ofWhatANetworkInterfaceTakes(String key, String prefix, int most) {
    String own = VPC + "services: {web: {image: nginx, network: awsvpc, " + key + ": [%s]}}";
    String tier =
        VPC.replaceFirst(key + ": \\{private: \\[.*?]", key + ": {private: [%s]")
            + "services: {web: {image: nginx, network: awsvpc}}";

    for (String stackfile : List.of(own, tier)) {
      assertThat(Stackfiles.stack(stackfile.formatted(ids(prefix, most))).services()).hasSize(1);
      assertThat(Stackfiles.problems(stackfile.formatted(ids(prefix, most + 1)))).hasSize(1);
    }
  }

  private static String ids(String prefix, int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> prefix + number)
        .collect(Collectors.joining(", "));
  }

  @ParameterizedTest
  @CsvSource({
    "'1', '0'",
    "'65535', '65536'",
    "'1:1', '0:1'",
    "'65535:65535', '65536:65535'",
    "'1:65535', '1:65536'",
    "'{target: 1}', '{target: 0}'",
    "'{target: 65535, published: 65535}', '{target: 65535, published: 65536}'",
    "'0:80', '0:0'"
  })
  void ofPorts(String allowed, String refused) {
    String stackfile = "services: {web: {image: nginx, network: %s, ports: [%s]}}";
    String written = allowed.startsWith("{") ? "%s" : "\"%s\"";

    assertThat(
            Stackfiles.service(stackfile.formatted("bridge", written.formatted(allowed)))
                .container()
                .ports())
        .hasSize(1);
    assertThat(Stackfiles.problems(stackfile.formatted("host", written.formatted(refused))))
        .singleElement()
        .asString()
        .contains(": expected ");
  }

  @Test
  void ofCapacityProviders() {
    String stackfile = "services: {web: {image: nginx, capacity_providers: [%s]}}";

    assertThat(Stackfiles.stack(stackfile.formatted(ids("p", 20))).services()).hasSize(1);
    assertThat(Stackfiles.problems(stackfile.formatted(ids("p", 21)))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "placement_constraints, '{type: memberOf, expression: e%d}', 10",
    "placement_strategy, '{type: spread, field: \"attribute:a%d\"}', 5"
  })
  void ofPlacement(String key, String item, int most) {
    String stackfile = "services: {web: {image: nginx, " + key + ": [%s]}}";

    assertThat(Stackfiles.stack(stackfile.formatted(items(item, most))).services()).hasSize(1);
    assertThat(Stackfiles.problems(stackfile.formatted(items(item, most + 1)))).hasSize(1);
  }

  private static String items(String item, int count) {
    return IntStream.range(0, count).mapToObj(item::formatted).collect(Collectors.joining(", "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 0 1 1 ? 1970",
        "59 23 31 12 ? 2199",
        "0/1 0/23 ? JAN SUN *",
        "0/59 */1 ? DEC SAT *",
        "* * ? * 1 *",
        "* * ? * 7 *"
      })
  void ofASchedule(String cron) {
    assertThat(Stackfiles.stack(scheduled(cron)).redeploy())
        .contains(new Redeploy("cron(" + cron + ")", "UTC"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "60 0 1 1 ? *",
        "0 24 1 1 ? *",
        "0 0 0 1 ? *",
        "0 0 32 1 ? *",
        "0 0 1 0 ? *",
        "0 0 1 13 ? *",
        "0 0 ? 1 0 *",
        "0 0 ? 1 8 *",
        "0 0 1 1 ? 1969",
        "0 0 1 1 ? 2200",
        "0/0 0 1 1 ? *",
        "0/60 0 1 1 ? *",
        "0-60 0 1 1 ? *",
        "60-0 0 1 1 ? *",
        "-5 0 1 1 ? *"
      })
  void ofNoSchedule(String cron) {
    assertThat(Stackfiles.problems(scheduled(cron)))
        .singleElement()
        .asString()
        .contains("EventBridge does not take such");
  }

  @Test
  void ofAScheduleInCharacters() {
    String longest = "10" + ",10".repeat(59) + " 10" + ",10".repeat(20) + " 1 1 ? *";

    assertThat("cron(" + longest + ")").hasSize(256);
    assertThat(Stackfiles.stack(scheduled(longest)).redeploy()).isPresent();
    assertThat(Stackfiles.problems(scheduled(longest.replace("1 1 ?", "1 01 ?")))).hasSize(1);
  }

  private static String scheduled(String cron) {
    return "redeploy: {schedule: \"cron(" + cron + ")\"}\nservices: {web: {image: nginx}}";
  }

  @Test
  void ofAHealthCheck() {
    assertThat(Stackfiles.problems("services: {web: {image: nginx, healthcheck: {test: [CMD]}}}"))
        .containsExactly(
            "1:46 services.web.healthcheck.test: a command starts with CMD or CMD-SHELL, and what to"
                + " run follows");
  }

  @Test
  void ofAnAssignment() {
    assertThat(
            Stackfiles.problems(
                "services: {web: {image: nginx, environment: [[a], {\"=A\": b}, \"=c\"]}}"))
        .containsExactly(
            "1:46 services.web.environment[0]: expected `NAME: value` or NAME=value, found a list",
            "1:58 services.web.environment[1].=A: an environment variable's name may not be empty or"
                + " have an equals sign",
            "1:62 services.web.environment[2]: an environment variable's name may not be empty or"
                + " have an equals sign");
  }

  @Test
  void aDiskInDefaultsIsForFargateAlone() {
    Stack stack =
        Stackfiles.stack(
            "defaults: {ephemeral_storage: 50}\n"
                + FARGATE.formatted("x-a: b").replaceFirst("}}$", "}, worker: {image: a}}"));

    assertThat(stack.services())
        .extracting(service -> service.compute().ephemeralStorage().orElse(0))
        .containsExactly(50, 0);
  }

  @Test
  void ofSidecars() {
    String stackfile = "services: {web: {image: nginx, sidecars: {%s}}}";

    assertThat(Stackfiles.service(stackfile.formatted(items("s%d: {image: a}", 9))).sidecars())
        .hasSize(9);
    assertThat(Stackfiles.problems(stackfile.formatted(items("s%d: {image: a}", 10))))
        .containsExactly(
            "1:32 services.web.sidecars: a task takes 9 sidecars beside its main container, found 10");
  }

  @Test
  void ofTags() {
    String stackfile = "tags: {a: b}\nservices: {web: {image: nginx, tags: {%s}}}";

    assertThat(Stackfiles.service(stackfile.formatted(items("t%d: v", 44))).tags()).hasSize(45);
    assertThat(Stackfiles.problems(stackfile.formatted(items("t%d: v", 45))))
        .containsExactly("2:32 services.web.tags: a service takes 45 tags at most, found 46");
  }

  @ParameterizedTest
  @CsvSource({"6, 5", "999999999, 1000000000", "2097151g, 2097152g", "6144k, 6143k"})
  void ofMemory(String allowed, String refused) {
    String stackfile = "services: {web: {image: nginx, memory: %s}}";

    assertThat(Stackfiles.stack(stackfile.formatted(allowed)).services()).hasSize(1);
    assertThat(Stackfiles.problems(stackfile.formatted(refused))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"30, 29", "900, 901", "0, 1"})
  void ofASlowStart(int allowed, int refused) {
    String stackfile =
        """
        vpc: {id: vpc-1, subnets: {public: [subnet-1, subnet-2]}, security_groups: {public: [sg-1]}}
        services: {web: {image: nginx, ports: ["80"], elb: {slow_start: %d, ports: {public: 80, container: 80}}}}
        """;

    assertThat(
            Stackfiles.service(stackfile.formatted(allowed))
                .loadBalancer()
                .orElseThrow()
                .attributes()
                .slowStart())
        .contains(allowed);
    assertThat(Stackfiles.problems(stackfile.formatted(refused)))
        .singleElement()
        .asString()
        .startsWith("2:65 services.web.elb.slow_start: expected ");
  }

  /** With the dot between them, 253 characters. */
  @Test
  void ofANameInItsNamespace() {
    String label = "a".repeat(63);
    String namespace = label + "." + label;
    String stackfile =
        "service_discovery: {namespace: %s}\n".formatted(namespace)
            + VPC
            + "services: {web: {image: nginx, dns_discovery: {name: %s}}}";
    String longest = label + "." + "a".repeat(61);

    assertThat(Stackfiles.service(stackfile.formatted(longest)).discovery()).isPresent();
    assertThat(Stackfiles.problems(stackfile.formatted(longest + "a")))
        .singleElement()
        .asString()
        .endsWith("the name and its namespace have more than 253 characters together");
  }

  /** Though no service is without a driver of its own. */
  @Test
  void whatAllServicesOverrideAtTheTopIsCheckedToo() {
    assertThat(
            Stackfiles.problems(
                "logging: {log_driver: awsfirelens}\n"
                    + "services: {web: {image: nginx, logging: {log_driver: syslog}}}"))
        .singleElement()
        .asString()
        .startsWith("1:23 logging.log_driver: the log driver awsfirelens is not supported yet");
  }

  @Test
  void ofDocuments() {
    String web = "services: {web: {image: nginx}}\n";

    assertThat(Stackfiles.read("--- {}\n".repeat(99) + "---\n" + web))
        .isInstanceOf(Parsed.Valid.class);
    assertThat(Stackfiles.problems("--- {}\n".repeat(100) + "---\n" + web))
        .contains("102:1 a stackfile may have 100 documents at most");
  }

  @Test
  void ofADaemon() {
    String daemon =
        "services: {web: {image: nginx, scheduling_strategy: DAEMON, deployment_configuration: {maximum_percent: %d}}}";

    assertThat(Stackfiles.service(daemon.formatted(100)).rollout().maximumPercent()).isEqualTo(100);
    assertThat(Stackfiles.problems(daemon.formatted(101))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 150, 100, 0",
    "1, 150, 100, 1",
    "2, 150, 100, 0",
    "3, 150, 100, 0",
    "1, 199, 1, 1"
  })
  void ofARolloutThatCannotMove(int count, int maximum, int minimum, int warnings) {
    assertThat(
            Stackfiles.valid(
                    "services: {web: {image: nginx, desired_count: %d, deployment_configuration: {maximum_percent: %d, minimum_healthy_percent: %d}}}"
                        .formatted(count, maximum, minimum))
                .warnings())
        .hasSize(warnings);
  }

  @Test
  void ofAVariablesName() {
    Variables variables =
        new Variables(Map.of("AZaz_09", new Value("one", false), "_", new Value("two", false)));

    assertThat(expanded("$AZaz_09", variables)).isEqualTo("one");
    assertThat(expanded("$AZaz_09-", variables)).isEqualTo("one-");
    assertThat(expanded("$AZaz_09é", variables)).isEqualTo("oneé");
    assertThat(expanded("$_@$_[$_`$_{$_/$_:", variables)).isEqualTo("two@two[two`two{two/two:");
    assertThat(expanded("$0 $9 $@ $[", variables)).isEqualTo("$0 $9 $@ $[");
  }

  private static String expanded(String text, Variables variables) {
    Template template = new Template("cluster", variables, new Budget());
    String expanded = template.expand(text);
    assertThat(template.problems()).isEmpty();
    return expanded;
  }

  @Test
  void ofDefaultsInDefaults() {
    String ten = "${A:-".repeat(10) + "x" + "}".repeat(10);
    Template deeper = new Template("cluster", new Variables(Map.of()), new Budget());

    assertThat(expanded(ten, new Variables(Map.of()))).isEqualTo("x");
    deeper.expand("${A:-" + ten + "}");
    assertThat(deeper.problems()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\" \""})
  void ofATextThatMayNotBeEmpty(String text) {
    assertThat(
            Stackfiles.problems(
                "services: {web: {image: nginx, logging: {log_driver: %s}}}".formatted(text)))
        .containsExactly("1:54 services.web.logging.log_driver: expected text, found an empty one");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "0", "65536"})
  void aPortThatIsNoneIsOneProblem(String port) {
    assertThat(
            Stackfiles.problems(
                """
                vpc: {id: vpc-1, subnets: {public: [subnet-1, subnet-2]}, security_groups: {public: [sg-1]}}
                services: {web: {image: nginx, ports: ["80"], elb: {ports: {public: 80, container: %s}}}}
                """
                    .formatted(port)))
        .singleElement()
        .asString()
        .contains("expected a whole number from 1 to 65535");
  }

  @Test
  void aNameThatIsNoTextIsOneProblem() {
    assertThat(
            Stackfiles.problems(
                """
                vpc: {id: vpc-1, subnets: {public: [subnet-1, subnet-2]}, security_groups: {public: [sg-1]}}
                services: {web: {image: nginx, ports: ["80"], elb: {name: [a], ports: {public: 80, container: 80}}}}
                """))
        .containsExactly(
            "2:53 services.web.elb.name: expected letters, digits and hyphens, found a list");
  }

  @Test
  void ofWhatIsShown() {
    assertThat(Texts.clip("a".repeat(81))).isEqualTo("a".repeat(81));
    assertThat(Texts.clip("a".repeat(82))).isEqualTo("a".repeat(80) + "…");
    assertThat(Texts.clip("a".repeat(79) + "😀b")).isEqualTo("a".repeat(79) + "…");
    assertThat(Texts.clip("a".repeat(78) + "😀bb")).isEqualTo("a".repeat(78) + "😀…");
  }

  @Test
  void ofWhatIsNear() {
    assertThat(Texts.suggestion("abcdef", List.of("abcdxy"), "none"))
        .isEqualTo(", did you mean abcdxy?");
    assertThat(Texts.suggestion("abcdef", List.of("abcxyz"), "none")).isEqualTo("none");
    assertThat(Texts.suggestion("abcdef", List.of("abcdex", "abcdea"), "none"))
        .isEqualTo(Texts.suggestion("abcdef", List.of("abcdea", "abcdex"), "none"))
        .isEqualTo(", did you mean abcdea?");
    assertThat(Texts.suggestion("abcdef", List.of("badcfe"), "none")).isEqualTo("none");
    assertThat(Texts.suggestion("abcdef", List.of("badcef"), "none"))
        .isEqualTo(", did you mean badcef?");
  }

  @ParameterizedTest
  @CsvSource({"\\uD800, D800", "\\uDBFF, DBFF", "\\uDC00, DC00", "\\uDFFF, DFFF", "\\0, 0000"})
  void ofWhatIsNoText(String escape, String number) {
    assertThat(Stackfiles.problems("x-a: \"a" + escape + "\"\nservices: {web: {image: nginx}}"))
        .containsExactly(
            "1:6 x-a: the character U+" + number + " cannot be passed on to AWS: remove it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\uD7FF", "\\uE000", "\\x01", "\\uD800\\uDC00"})
  void ofWhatIsText(String escape) {
    assertThat(
            Stackfiles.stack("x-a: \"" + escape + "\"\nservices: {web: {image: nginx}}").services())
        .hasSize(1);
  }
}
