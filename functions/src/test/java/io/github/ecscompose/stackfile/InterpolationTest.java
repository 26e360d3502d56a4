package io.github.ecscompose.stackfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.stackfile.Variables.Value;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterpolationTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "$NAME|web",
        "${NAME}|web",
        "a-$NAME-b|a-web-b",
        "$NAME$NAME|webweb",
        "${NAME}_1|web_1",
        "$$NAME|$NAME",
        "$$$NAME|$web",
        "$$$$|$$",
        "$|$",
        "a$|a$",
        "$5|$5",
        "$(date)|$(date)",
        "$-|$-",
        "^a$ $.b|^a$ $.b",
        "${NAME:-x}|web",
        "${NAME-x}|web",
        "${EMPTY:-x}|x",
        "${EMPTY-x}|``",
        "${MISSING:-x}|x",
        "${MISSING-x}|x",
        "${MISSING:-}|``",
        "${MISSING-}|``",
        "${MISSING:-$NAME}|web",
        "${MISSING:-${OTHER:-${NAME}}}!|web!",
        "${MISSING:-$$a}|$a",
        "${MISSING:--x:-y}|-x:-y",
        "${NAME:?no}|web",
        "${NAME?no}|web",
        "${EMPTY?no}|``",
        "$DOLLARS|$NAME ${NAME} $$",
        "${MISSING:-$DOLLARS}|$NAME ${NAME} $$",
        "$NULL|null"
      })
  void variablesAreReplaced(String written, String expected) {
    assertThat(environment("A: '" + written + "'")).isEqualTo(Map.of("A", expected));
    assertThat(environment("- 'A=" + written + "'")).isEqualTo(Map.of("A", expected));
  }

  @Test
  void aValueCannotBringYamlIn() {
    assertThat(environment("A: $YAML")).isEqualTo(Map.of("A", "a: {b: [c]}\nd: *e"));
    assertThat(environment("- A: $YAML")).isEqualTo(Map.of("A", "a: {b: [c]}\nd: *e"));
  }

  @Test
  void aValueIsNeverAMissingOne() {
    assertThat(Stackfiles.problems("services:\n  web: {image: nginx, memory: $NULL}"))
        .singleElement()
        .asString()
        .endsWith("found the value of \"$NULL\"");
  }

  @Test
  void messagesShowWhatIsWrittenAndNotWhatItStandsFor() {
    Variables variables = new Variables(Map.of("V", new Value("leaked", false)));
    String stackfile =
        """
        vpc: {id: vpc-1, subnets: {private: ["a $V"]}}
        service_discovery: {namespace: "_$V"}
        logging: {log_driver: $V, options: $V}
        services:
          web:
            image: "a $V"
            type: $V
            network: $V
            memory: ${V}
            memory_reservation: $V
            cpu: $V
            gpus: $V
            privileged: $V
            init: ${COUNT:-two}
            ports: ["$V:80", "x${V:-1}"]
            environment: ["$V", "$V=a"]
            secrets: {A: "a $V"}
            labels: ["$V"]
            volumes: ["$V:/a"]
            ulimits: {nofile: $V, nproc: {soft: $V, hard: $V}}
            command: "$V '"
            user: $$5
            stop_grace_period: $V
            healthcheck: {command: $V, interval: $V, retries: $V}
            desired_count: $V
            scheduling_strategy: $V
            deployment_configuration: {maximum_percent: $V}
            placement_constraints: [{type: $V, expression: $V}]
            task_role_arn: "a $V"
            dns_discovery: {name: "_$V"}
            elb:
              type: $V
              protocol: $V
              certificates: ["a $V"]
              ports: {public: $V, container: $V}
              healthcheck: {port: $V, path: $V, protocol: $V}
              dns: {hosted_zone_id: "a $V", record_name: "_$V"}
        """;

    Parsed parsed =
        Stackfiles.read(List.of(Stackfiles.source("f", stackfile)), "cluster", variables);

    assertThat(parsed)
        .isInstanceOfSatisfying(
            Parsed.Invalid.class,
            invalid -> {
              String messages = invalid.problems().toString();
              assertThat(invalid.problems()).hasSizeGreaterThan(30);
              assertThat(messages)
                  .contains("found the value of \"${V}\"")
                  .contains("found the value of \"x${V:-1}\"")
                  .contains("found the value of \"${COUNT:-two}\"")
                  .doesNotContain("leaked")
                  .doesNotContain("two\"");
            });
  }

  @Test
  void tellsOnWhichVariablesAStackDepends() {
    Parsed.Valid valid =
        Stackfiles.valid(
            """
            x-template: &template {image: "web:${TAG-1}", user: $$NOT}
            x-unused: $UNUSED
            services:
              web:
                <<: *template
                environment: {A: "${NAME:-$LESS}", B: "${EMPTY:-${MORE:-b}}", C: "$SECRET$SECRET"}
            """);

    assertThat(valid.variables())
        .containsExactlyInAnyOrder("TAG", "NAME", "EMPTY", "MORE", "SECRET");
    assertThat(Stackfiles.valid("services: {web: {image: nginx}}").variables()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "A,true",
    "_,true",
    "a_1,true",
    "'',false",
    "1,false",
    "A-B,false",
    "É,false",
    "$A,false"
  })
  void namesHaveLettersDigitsAndUnderscores(String text, boolean name) {
    assertThat(Variables.isName(text)).isEqualTo(name);
  }

  @Test
  void valuesAreNotPartOfWhatIsLogged() {
    assertThat(Stackfiles.VARIABLES.toString())
        .contains("SECRET=(secret)", "NAME=(value)")
        .doesNotContain("s3cr3t", "web");
  }

  @Test
  void keysAreNotExpanded() {
    assertThat(environment("$NAME: a")).isEqualTo(Map.of("$NAME", "a"));
  }

  @Test
  void variablesWorkInEveryValue() {
    Service service =
        Stackfiles.service(
            """
            services:
              web:
                image: "nginx:${TAG:-1}"
                memory: ${MEMORY:-512}
                ports: ["${PORT:-80}:80"]
                healthcheck: {command: [CMD, $NAME]}
            """);

    assertThat(service.container())
        .isEqualTo(
            Stackfiles.service(
                    """
                    services:
                      web:
                        image: "nginx:1"
                        memory: 512
                        ports: ["80:80"]
                        healthcheck: {command: [CMD, web]}
                    """)
                .container());
  }

  @Test
  void emptyVariablesThatMustNotBeEmptyAreReported() {
    assertThat(Stackfiles.problems("services: {web: {image: \"${EMPTY:?the image}\"}}"))
        .containsExactly(
            "1:25 services.web.image: the variable EMPTY is required (the image): give it with the"
                + " deployment, or create the SSM parameter /ecs-compose/cluster/EMPTY");
  }

  @Test
  void defaultsMayNotBeNestedWithoutEnd() {
    String nested = "${A:-".repeat(100_000) + "}".repeat(100_000);

    assertThat(Stackfiles.problems("services: {web: {image: \"" + nested + "\"}}"))
        .singleElement()
        .asString()
        .startsWith("1:25 services.web.image: ${A:-")
        .contains("is not a variable");
  }

  @Test
  void valuesOfSecretsAreKnownToBeSecret() {
    Container container =
        Stackfiles.service(
                """
                defaults: {environment: {A: $SECRET, B: $SECRET}}
                services:
                  web:
                    image: nginx
                    environment: ["B=plain", "C=a-$SECRET-b", "D=${MISSING:-$SECRET}", "E=e"]
                """)
            .container();

    assertThat(container.secretEnvironment()).isEqualTo(Set.of("A", "C", "D"));
    assertThat(container.environment())
        .isEqualTo(Map.of("A", "s3cr3t", "B", "plain", "C", "a-s3cr3t-b", "D", "s3cr3t", "E", "e"));
  }

  @Test
  void secretsMayBeOptionsOfALogDriver() {
    Container container =
        Stackfiles.service(
                """
                logging: {log_driver: splunk, options: {splunk-token: $SECRET}}
                services:
                  web: {image: nginx, logging: {options: {splunk-url: "https://$SECRET"}}}
                """)
            .container();

    assertThat(container.logging().orElseThrow().options())
        .isEqualTo(Map.of("splunk-token", "s3cr3t", "splunk-url", "https://s3cr3t"));
  }

  @Test
  void aSecretNeverBecomesTheNameOfAVariable() {
    Variables variables = new Variables(Map.of("SECRET", new Value("S3CR3T=value", true)));
    Parsed parsed =
        Stackfiles.read(
            List.of(
                Stackfiles.source("f", "services: {web: {image: nginx, environment: [$SECRET]}}")),
            "cluster",
            variables);

    assertThat(parsed)
        .isInstanceOfSatisfying(
            Parsed.Invalid.class,
            invalid ->
                assertThat(invalid.problems())
                    .singleElement()
                    .asString()
                    .contains("found a secret value")
                    .doesNotContain("S3CR3T"));
  }

  private static Map<String, String> environment(String setting) {
    return Stackfiles.service(
            "services:\n  web:\n    image: nginx\n    environment:\n      " + setting + "\n")
        .container()
        .environment();
  }
}
