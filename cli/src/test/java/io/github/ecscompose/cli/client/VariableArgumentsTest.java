package io.github.ecscompose.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecscompose.cli.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VariableArgumentsTest {

  @TempDir Path folder;

  @Test
  void theCommandWinsOverItsFilesAndALaterFileOverAnEarlierOne() throws IOException {
    Path first = Files.writeString(folder.resolve("a"), "A=1\nB=1\nC=1\n");
    Path second = Files.writeString(folder.resolve("b"), "B=2\nC=2\n");
    assertThat(VariableArguments.read(List.of("C=3"), List.of(first, second), Map.of()))
        .isEqualTo(Map.of("A", "1", "B", "2", "C", "3"));
  }

  @Test
  void aFileIsReadAsDockerComposeReadsIt() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("env"),
            "# a comment\n\nexport A=1\nB=\"two words\"\nC='x'\nD=a=b\nE=\nF\n");
    assertThat(VariableArguments.read(List.of(), List.of(file), Map.of("F", "of the shell")))
        .isEqualTo(
            Map.of("A", "1", "B", "two words", "C", "x", "D", "a=b", "E", "", "F", "of the shell"));
  }

  @Test
  void theShellHasTakenTheQuotesOfTheCommand() {
    assertThat(VariableArguments.read(List.of("A=\"x\" "), List.of(), Map.of()))
        .isEqualTo(Map.of("A", "\"x\" "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1A=hunter2", "A-B=hunter2", "=hunter2", "hunter2", "hunter2 =x"})
  void noMessageShowsWhatMayBeASecret(String assignment) throws IOException {
    Path file = Files.writeString(folder.resolve("env"), "GOOD=1\n" + assignment + "\n");
    if (!assignment.equals("hunter2 =x")) {
      assertThatThrownBy(() -> VariableArguments.read(List.of(assignment), List.of(), Map.of()))
          .isInstanceOf(CliException.class)
          .hasMessageContaining("--var")
          .hasMessageNotContaining("hunter2");
      assertThatThrownBy(() -> VariableArguments.read(List.of(), List.of(file), Map.of()))
          .isInstanceOf(CliException.class)
          .hasMessageContaining(":2")
          .hasMessageNotContaining("hunter2");
    } else {
      assertThat(VariableArguments.read(List.of(assignment), List.of(), Map.of()))
          .containsOnlyKeys("hunter2");
    }
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(
            () -> VariableArguments.read(List.of(), List.of(folder.resolve("none")), Map.of()))
        .hasMessageContaining("none of --env-file cannot be read");
  }
}
