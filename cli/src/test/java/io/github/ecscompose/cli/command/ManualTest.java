package io.github.ecscompose.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What is written about the commands is what they are; {@code make docs} writes it anew. */
class ManualTest {

  private static final Path DOCS = Path.of("..", "docs");
  private static final boolean WRITE = Boolean.getBoolean("manual.write");

  @Test
  void thePageOfTheCommandsIsTheirs() throws IOException {
    String head = Files.readString(DOCS.resolve("cli.head.md"));
    assertIs(DOCS.resolve("cli.md"), head + "\n" + new Manual().markdown());
  }

  @Test
  void soIsThePageForMan() throws IOException {
    assertIs(DOCS.resolve("ecs-compose.1"), new Manual().page());
  }

  @Test
  void everyExitCodeIsTold() {
    assertThat(new Manual().markdown())
        .contains(
            Arrays.stream(ExitCode.values())
                .map(code -> "| %d | ".formatted(code.number()))
                .toList());
  }

  private static void assertIs(Path file, String text) throws IOException {
    if (WRITE) {
      Files.writeString(file, text);
    }
    assertThat(file).as("make docs writes this file anew").hasContent(text);
  }
}
