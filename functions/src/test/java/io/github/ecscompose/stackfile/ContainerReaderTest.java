package io.github.ecscompose.stackfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.stackfile.Resources.Ulimit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerReaderTest {

  private static final String SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a  b\tc                | a,b,c",
        "run 'b c' \"d e\"       | run,b c,d e",
        "a'b'\"c\"d              | abcd",
        "a '' \"\"               | a,,",
        "a\\ b \\'c              | a b,'c",
        "'a\\b' \"c\\d\" \"e\\\"\"   | a\\b,c\\d,e\"",
        "\"it's\" '\"'           | it's,\"",
        "sh -c 'a && b'        | sh,-c,a && b",
      })
  void aCommandIsSplitAsAShellDoes(String command, String words) {
    assertThat(ShellWords.split(command)).contains(List.of(words.split(",", -1)));
  }

  @Test
  void anEscapedEndOfLineJoinsTwoLines() {
    assertThat(ShellWords.split("run \\\n  --all \"a\\\nb\""))
        .contains(List.of("run", "--all", "ab"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'a", "\"a", "a\\", "\"a\\\""})
  void aCommandThatDoesNotEndIsNone(String command) {
    assertThat(ShellWords.split(command)).isEmpty();
  }

  @Test
  void aListIsTakenWordByWord() {
    assertThat(container("command: [sh, -c, 'a  b', '']").execution().command())
        .containsExactly("sh", "-c", "a  b", "");
    assertThat(container("entrypoint: [/init, 1]").execution().entrypoint())
        .containsExactly("/init", "1");
  }

  @ParameterizedTest
  @CsvSource({"30,30", "30s,30", "1m30s,90", "1,1", "2h,7200"})
  void theTimeToStopIsInSecondsOrInTheUnitsOfDocker(String written, int expected) {
    assertThat(container("stop_grace_period: " + written).execution().stopGracePeriod())
        .contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"app", "1000", "1000:1000", "app:staff"})
  void aUserMayHaveAGroup(String user) {
    assertThat(container("user: '" + user + "'").execution().user()).contains(user);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/app/bin", "C:\\app"})
  void aWorkingDirectoryIsAbsolute(String path) {
    assertThat(container("working_dir: '" + path + "'").execution().workingDir()).contains(path);
  }

  @Test
  void ulimitsAreOneNumberOrTwo() {
    assertThat(
            container("ulimits: {nofile: 9, core: {soft: 0, hard: -1}, memlock: -1}")
                .resources()
                .ulimits())
        .isEqualTo(
            Map.of(
                "nofile", new Ulimit(9, 9),
                "core", new Ulimit(0, Ulimit.UNLIMITED),
                "memlock", new Ulimit(Ulimit.UNLIMITED, Ulimit.UNLIMITED)));
  }

  @Test
  void allMemoryMayBeReserved() {
    assertThat(container("memory_reservation: 1g").resources().memoryReservation()).contains(1024);
    assertThat(container("memory_reservation: 6").resources().memoryReservation()).contains(6);
  }

  @Test
  void cpuIsInUnits() {
    assertThat(container("cpu: 512").resources().cpu()).isEqualTo(512);
    assertThat(container("cpu: '0'").resources().cpu()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "/shop/password,/shop/password",
    "password,password",
    "arn:aws:ssm:eu-west-1:123456789012:parameter/a/b,arn:aws:ssm:eu-west-1:123456789012:parameter/a/b",
    SECRET + "," + SECRET,
    SECRET + ":password," + SECRET + ":password::",
    SECRET + "::AWSPREVIOUS:," + SECRET + "::AWSPREVIOUS:",
    SECRET + ":a:b:c," + SECRET + ":a:b:c"
  })
  void aSecretIsOfOneStoreOrTheOther(String written, String expected) {
    assertThat(
            container("task_execution_role_arn: r\n    secrets: {A: '" + written + "'}").secrets())
        .isEqualTo(Map.of("A", expected));
  }

  @Test
  void aServiceWinsOverTheDefaultsAndMapsAreMergedByName() {
    Container container =
        Stackfiles.service(
                """
                defaults:
                  command: run all
                  entrypoint: /init
                  working_dir: /app
                  user: app
                  init: true
                  privileged: true
                  stop_grace_period: 60
                  memory: 100
                  memory_reservation: 50
                  cpu: 10
                  gpus: 1
                  ulimits: {nofile: 1, core: 2}
                  labels: {a: 1, b: 2}
                  environment: {ONE: 1, TWO: $SECRET}
                  secrets: {THREE: /3, FOUR: /4}
                services:
                  web:
                    image: nginx
                    task_execution_role_arn: r
                    command: [one]
                    user: web
                    init: false
                    memory_reservation: 60
                    ulimits: {core: 3}
                    labels: {b: 3, c: 4}
                    environment: {THREE: 3}
                    secrets: {TWO: /2}
                """)
            .container();

    assertThat(container.execution())
        .isEqualTo(
            new Execution(
                List.of("one"),
                List.of("/init"),
                Optional.of("/app"),
                Optional.of("web"),
                false,
                true,
                Optional.of(60)));
    assertThat(container.resources())
        .isEqualTo(
            new Resources(
                Optional.of(100),
                Optional.of(60),
                10,
                1,
                Map.of("nofile", new Ulimit(1, 1), "core", new Ulimit(3, 3))));
    assertThat(container.labels()).isEqualTo(Map.of("a", "1", "b", "3", "c", "4"));
    assertThat(container.environment()).isEqualTo(Map.of("ONE", "1", "THREE", "3"));
    assertThat(container.secretEnvironment()).isEmpty();
    assertThat(container.secrets()).isEqualTo(Map.of("TWO", "/2", "FOUR", "/4"));
  }

  private static Container container(String setting) {
    return Stackfiles.service("services:\n  web:\n    image: nginx\n    " + setting + "\n")
        .container();
  }
}
