package io.github.ecscompose.stackfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reads many hostile stackfiles, the same in every run; {@code make fuzz} looks further. {@code
 * -Dfuzz.seed=N -Dfuzz.inputs=1} makes one of them again.
 */
class MutationFuzzTest {

  private static final long SEED = Long.getLong("fuzz.seed", 1);
  private static final int INPUTS = Integer.getInteger("fuzz.inputs", 1_500);

  private static final long MEBIBYTES = 512;

  /** SnakeYAML copies what it has of a scalar for each 1,025 characters that it reads on. */
  private static final long MEBIBYTES_FOR_A_LINE = 3 * 1024;

  @Test
  void hostileStackfilesAreReadWithinBounds() {
    List<byte[]> corpus = Corpus.stackfiles();
    assertThat(corpus).hasSizeGreaterThan(50);
    for (long seed = SEED; seed < SEED + INPUTS; seed++) {
      byte[] content = new Mutations(seed, corpus).next();
      assertThatCode(() -> BoundedReading.read(content, MEBIBYTES))
          .as("-Dfuzz.seed=%d -Dfuzz.inputs=1", seed)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void whatOnceFailedIsReadWithinBounds() {
    assertThat(Corpus.regressions())
        .allSatisfy(content ->
            assertThatCode(() -> BoundedReading.read(content, MEBIBYTES))
                .doesNotThrowAnyException());
  }

  /** As much of one thing as fits, which chance would hardly make. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "[",
        "- ",
        "? ",
        "a: b\n",
        "&a ",
        "*a ",
        "\"",
        "#",
        "|\n",
        "---\n",
        " ",
        "${A:-",
        "$A",
        "{a: ",
        "{a: b}, ",
        "😀"
      })
  void longTextsAreReadWithinBounds(String part) {
    int times = (Budget.TEXT - 100) / part.getBytes(StandardCharsets.UTF_8).length;
    for (String start : List.of("", "services: {web: {image: nginx, command: [")) {
      String text = start + part.repeat(times);
      BoundedReading.read(text.getBytes(StandardCharsets.UTF_8), MEBIBYTES_FOR_A_LINE);
    }
  }
}
