package io.github.ecscompose.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.cli.ExitCode;
import io.github.ecscompose.cli.testing.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What needs no account: help, mistakes in the command, validate, import, completion. */
class CommandsTest {

  @TempDir Path folder;

  @Test
  void everyCommandHasItsHelp() {
    Terminal terminal = new Terminal(folder);
    assertThat(terminal.run("--help")).isZero();
    assertThat(terminal.output())
        .startsWith("Usage: ecs-compose ")
        .contains(
            "  validate  ", "  plan, diff  ", "  deploy, up  ", "  130 ", "ECS_COMPOSE_ENDPOINT");
    assertThat(terminal.output().lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThan(121));
    for (String command : new String[] {"deploy", "logs", "import", "completion"}) {
      Terminal inner = new Terminal(folder);
      assertThat(inner.run(command, "--help")).isZero();
      assertThat(inner.output()).contains("ecs-compose " + command).contains("--endpoint");
    }
  }

  @Test
  void theVersionIsPrinted() {
    Terminal terminal = new Terminal(folder);
    assertThat(terminal.run("--version")).isZero();
    assertThat(terminal.output()).startsWith("ecs-compose ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          deploi                             | There is no command deploi. Did you mean deploy
          deploy shop --reedploy             | There is no option --reedploy. Did you mean --redeploy
          deploy shop --vra=TOKEN=hunter2    | There is no option --vra.
          deploy shop hunter2                | There is an argument too many.
          deploy                             | Missing required parameter: 'CLUSTER'
          cluster                            | Which? deploy, describe or destroy.
          service                            | Which? destroy.
          service destroy shop               | Missing required option: '--service=NAME'
          list --output xml                  | xml
          logs shop web --since yesterday    | --since is a number of seconds, minutes, hours or days
          completion ksh                     | none for ksh
          """)
  void amistakeEndsWith64AndSaysWhatIsMeant(String arguments, String message) {
    Terminal terminal = new Terminal(folder);
    assertThat(terminal.run(arguments.split(" "))).isEqualTo(ExitCode.USAGE.number());
    assertThat(terminal.errors()).contains(message).doesNotContain("hunter2");
    assertThat(terminal.output()).isEmpty();
  }

  @Test
  void withoutACommandItIsSaidWhatThereIs() {
    Terminal terminal = new Terminal(folder);
    assertThat(terminal.run()).isEqualTo(ExitCode.USAGE.number());
    assertThat(terminal.errors()).contains("ecs-compose --help");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void aShellGetsItsCompletion(String shell) {
    Terminal terminal = new Terminal(folder);
    assertThat(terminal.run("completion", shell)).isZero();
    assertThat(terminal.output()).contains("ecs-compose", "deploy", "redeploy", "detach");
  }

  @Test
  void fishKnowsWhichOptionTakesAFile() {
    Terminal terminal = new Terminal(folder);
    terminal.run("completion", "fish");
    assertThat(terminal.output().lines())
        .contains(
            "complete -c ecs-compose -n '__fish_use_subcommand' -a validate -d 'Checks a stackfile, without an AWS account and without a network.'",
            "complete -c ecs-compose -n '__fish_seen_subcommand_from deploy' -s f -l file -r -F -d 'Stackfile; a later one is laid over the earlier ones, - is standard input (default: stackfile.yml).'")
        .anyMatch(line ->
            line.startsWith(
                "complete -c ecs-compose -n '__fish_seen_subcommand_from cluster; and __fish_seen_subcommand_from destroy' -s y -l yes"));
  }

  @Test
  void aValidStackfileIsCheckedOffline() throws IOException {
    Files.writeString(
        folder.resolve("stackfile.yml"), "services: {web: {image: 'example/web:${TAG}'}}\n");
    Terminal terminal = new Terminal(folder);
    assertThat(terminal.run("validate", "--var", "TAG=1")).isZero();
    assertThat(terminal.errors()).isEqualTo("The stackfile is valid: 1 service.\n");

    Terminal environment = new Terminal(folder).environment(Map.of("TAG", "1"));
    assertThat(environment.run("validate", "-q")).isZero();
    assertThat(environment.errors()).isEmpty();

    Terminal json = new Terminal(folder);
    assertThat(json.run("validate", "--output", "json")).isEqualTo(3);
    assertThat(json.output()).contains("\"valid\" : false", "TAG");
  }

  @Test
  void eachProblemHasItsPlace() {
    Terminal terminal =
        new Terminal(folder).typing("services:\n  web:\n    imag: x\n    memory: lots\n");
    assertThat(terminal.run("validate", "-f", "-")).isEqualTo(ExitCode.REJECTED.number());
    assertThat(terminal.errors())
        .contains("standard input:3:5 services.web.imag: ", "standard input:4:13 ")
        .endsWith("problems.\n");
    assertThat(terminal.output()).isEmpty();
  }

  @Test
  void aFileOfComposeIsImportedOnce() throws IOException {
    Files.writeString(
        folder.resolve("compose.yml"), "services: {web: {image: x, restart: always}}\n");
    Terminal terminal = new Terminal(folder);
    assertThat(terminal.run("import")).isZero();
    assertThat(terminal.output()).isEqualTo("services:\n  web:\n    image: x\n");
    assertThat(terminal.errors()).startsWith("note: services.web: restart is left out");

    assertThat(new Terminal(folder).run("import", "--write", "made.yml")).isZero();
    assertThat(folder.resolve("made.yml")).hasContent("services:\n  web:\n    image: x\n");
    Terminal again = new Terminal(folder);
    assertThat(again.run("import", "--write", "made.yml")).isEqualTo(64);
    assertThat(again.errors()).contains("made.yml is there already, and stays as it is.");
  }
}
