package io.github.ecscompose.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecscompose.cli.CliException;
import io.github.ecscompose.cli.ExitCode;
import io.github.ecscompose.stackfile.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StackfilesTest {

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("a.yml"), "one\ntwo\n");
    Files.writeString(folder.resolve("b.yml"), "no end of line");
    Files.writeString(folder.resolve("c.yml"), "");
  }

  private Stackfiles read(String... names) {
    return Stackfiles.read(
        List.of(names), folder, () -> "typed\n".getBytes(StandardCharsets.UTF_8));
  }

  private static String sent(Stackfiles stackfiles) {
    return stackfiles
        .in(Request.put("clusters", "shop"))
        .body()
        .map(body -> new String(body.content(), StandardCharsets.UTF_8))
        .orElseThrow();
  }

  @Test
  void oneFileIsSentAsItIs() {
    assertThat(sent(read("b.yml"))).isEqualTo("no end of line");
  }

  @Test
  void severalAreTheDocumentsOfOne() {
    assertThat(sent(read("a.yml", "b.yml", "-")))
        .isEqualTo("one\ntwo\n---\nno end of line\n---\ntyped\n");
  }

  /** The lines of the text above: 1 and 2 are a's, 3 parts, 4 is b's, 5 parts, 6 is typed. */
  @ParameterizedTest
  @CsvSource({
    "0,a.yml,0",
    "1,a.yml,1",
    "2,a.yml,2",
    "4,b.yml,1",
    "6,standard input,1",
    "7,standard input,2",
  })
  void aProblemIsToldOfTheFileThatItIsIn(int line, String file, int itsLine) {
    Problem placed =
        read("a.yml", "b.yml", "-").place(new Problem("stackfile.yml", line, 5, "services", "bad"));
    assertThat(placed).isEqualTo(new Problem(file, itsLine, 5, "services", "bad"));
  }

  @Test
  void anEmptyFileHasNoLineOfItsNeighbours() {
    Stackfiles stackfiles = read("c.yml", "a.yml");
    assertThat(sent(stackfiles)).isEqualTo("one\ntwo\n");
    assertThat(stackfiles.place(new Problem("stackfile.yml", 2, 1, "", "bad")))
        .isEqualTo(new Problem("a.yml", 2, 1, "", "bad"));
  }

  @Test
  void whatIsNotThereIsSaidWithWhatToDo() {
    assertUsage(
        () -> read(), "There is no stackfile.yml in this folder: name the stackfile with -f.");
    assertUsage(() -> read("x.yml"), "There is no file x.yml.");
    assertUsage(() -> read("-", "-"), "Standard input (-f -) can be read once.");
  }

  private static void assertUsage(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .hasMessage(message)
        .extracting(failure -> ((CliException) failure).exitCode())
        .isEqualTo(ExitCode.USAGE);
  }
}
