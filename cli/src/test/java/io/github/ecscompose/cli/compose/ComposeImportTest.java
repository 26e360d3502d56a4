package io.github.ecscompose.cli.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecscompose.cli.CliException;
import io.github.ecscompose.cli.ExitCode;
import io.github.ecscompose.cli.text.Documents;
import io.github.ecscompose.cli.text.Format;
import io.github.ecscompose.stackfile.Parsed;
import io.github.ecscompose.stackfile.Source;
import io.github.ecscompose.stackfile.StackfileReader;
import io.github.ecscompose.stackfile.Variables;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComposeImportTest {

  private static ComposeImport.Result service(String members) {
    return ComposeImport.of("compose.yaml", "services: {web: " + members + "}");
  }

  /** A service of compose, what becomes of it, and a part of each note. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {image: x, command: [a, b], user: '1'}       | {"image":"x","command":["a","b"],"user":"1"} |
          {image: x, environment: [A=1, B]}            | {"image":"x","environment":{"A":"1","B":"${B}"}} |
          {image: x, environment: {A: 1, B: null}}     | {"image":"x","environment":{"A":"1","B":"${B}"}} |
          {image: x, mem_limit: 256m}                  | {"image":"x","memory":"256m"} |
          {image: x, mem_limit: 268435456}             | {"image":"x","memory":256} |
          {image: x, cpus: '0.5'}                      | {"image":"x","cpu":512} |
          {image: x, cpus: many}                       | {"image":"x"} | cpus: many is no number
          {image: x, scale: 3}                         | {"image":"x","desired_count":3} |
          {image: x, deploy: {replicas: 2}}            | {"image":"x","desired_count":2} |
          {image: x, deploy: {mode: global}}           | {"image":"x","scheduling_strategy":"DAEMON"} |
          {image: x, deploy: {mode: replicated-job}}   | {"image":"x","type":"task"} |
          {image: x, deploy: {resources: {limits: {memory: 64m, cpus: '1', pids: 5}}}} | {"image":"x","memory":"64m","cpu":1024} | pids has no counterpart
          {image: x, deploy: {placement: {}}}          | {"image":"x"} | deploy.placement: has no counterpart
          {image: x, ports: ['80:8080']}               | {"image":"x","ports":["80:8080"],"network":"bridge"} |
          {image: x, ports: ['127.0.0.1:80:8080']}     | {"image":"x","ports":["80:8080"],"network":"bridge"} | an address of the machine is not taken
          {image: x, ports: [80-90:80-90]}             | {"image":"x","ports":[],"network":"bridge"} | a range is not taken
          {image: x, network_mode: host}               | {"image":"x","network":"host"} |
          {image: x, network_mode: 'service:a'}        | {"image":"x"} | network_mode: service:a has no counterpart
          {image: x, volumes: [/data]}                 | {"image":"x","volumes":["/data"]} |
          {image: x, volumes: ['./src:/src']}          | {"image":"x"} | a folder beside the file is not on the machines
          {image: x, volumes: ['data:/data']}          | {"image":"x","volumes":["data:/data"]} | a named volume is empty in each new task
          {image: x, depends_on: {b: {}, a: {}}}       | {"image":"x","depends_on":["a","b"]} |
          {image: x, logging: {driver: awslogs, options: {awslogs-group: g}}} | {"image":"x","logging":{"log_driver":"awslogs","options":{"awslogs-group":"g"}}} |
          {build: .}                                   | {"image":"IMAGE-OF-web"} | build the image, push it
          {build: ., image: x}                         | {"image":"x"} | push it before you deploy
          {image: x, env_file: .env}                   | {"image":"x"} | env_file: give its variables under environment
          {image: x, restart: always, tty: true}       | {"image":"x"} | restart, tty are left out
          {image: x, isolation: hyperv}                | {"image":"x"} | isolation: has no counterpart
          {image: x, x-mine: 1}                        | {"image":"x"} |
          """)
  void aServiceBecomesAServiceAndNothingIsLeftOutInSilence(
      String members, String expected, String note) {
    ComposeImport.Result result = service(members);
    assertThat(result.stackfile().path("services").path("web")).hasToString(expected);
    if (note == null) {
      assertThat(result.notes()).isEmpty();
    } else {
      assertThat(result.notes()).singleElement().asString().contains(note);
    }
  }

  @Test
  void whatStandsAtTheTopIsTold() {
    ComposeImport.Result result =
        ComposeImport.of(
            "compose.yaml",
            "version: '3'\nx-mine: {}\nnetworks: {a: }\nmodels: {}\nservices: {web: {image: x}, bad: 1}\n");
    assertThat(result.notes())
        .anySatisfy(note -> assertThat(note).contains("networks are not taken over"))
        .anySatisfy(note -> assertThat(note).isEqualTo("models has no counterpart"))
        .anySatisfy(note -> assertThat(note).contains("services.bad is no map"))
        .hasSize(3);
  }

  @Test
  void whatIsMadeIsAStackfile() {
    ComposeImport.Result result =
        ComposeImport.of(
            "compose.yaml",
            """
            services:
              web:
                image: example/web:1
                ports: ["8080:80"]
                mem_limit: 128m
                environment: {MODE: fast}
                depends_on: [db]
                healthcheck: {test: [CMD, "true"], interval: 30s}
                deploy: {replicas: 2}
              db:
                image: postgres:18
                mem_limit: 512m
                volumes: ["/srv/db:/var/lib/postgresql"]
            """);
    Source source =
        new Source(
            "made.yml",
            Documents.text(result.stackfile(), Format.yaml).getBytes(StandardCharsets.UTF_8));
    Parsed parsed =
        StackfileReader.read(List.of(source), "shop", new Variables(Map.of()), service -> 0);
    assertThat(parsed).isInstanceOf(Parsed.Valid.class);
    assertThat(((Parsed.Valid) parsed).stack().services()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "a: b", "services: {}", "a: [", "a: 1\na: 2"})
  void whatIsNotComposesFileIsRejected(String text) {
    assertThatThrownBy(() -> ComposeImport.of("compose.yaml", text))
        .hasMessageContaining("compose.yaml")
        .extracting(failure -> ((CliException) failure).exitCode())
        .isEqualTo(ExitCode.REJECTED);
  }
}
