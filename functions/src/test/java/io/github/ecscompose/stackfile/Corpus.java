package io.github.ecscompose.stackfile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Stackfiles that people wrote, right and wrong ones, to make others of. */
final class Corpus {

  private static final Path ROOT = Path.of("..");

  /** Where Jazzer puts an input that failed, by its own rule. */
  private static final Path FAILED =
      Path.of("src/test/resources/io/github/ecscompose/stackfile/GuidedFuzzTestInputs");

  private Corpus() {}

  /** Every stackfile of the repository. */
  static List<byte[]> stackfiles() {
    Stream<byte[]> cases =
        Stream.of("invalid.txt", "warnings.txt")
            .flatMap(Stackfiles::cases)
            .map(found -> found.stackfile().getBytes(StandardCharsets.UTF_8));
    Stream<byte[]> files =
        Stream.of(
                ROOT.resolve("examples"),
                ROOT.resolve("local/tests"),
                Path.of("src/test/resources"))
            .flatMap(folder -> files(folder, ".yml"));
    return Stream.concat(files, cases).toList();
  }

  /** What once failed. */
  static List<byte[]> regressions() {
    return Files.isDirectory(FAILED) ? files(FAILED, "").toList() : List.of();
  }

  private static Stream<byte[]> files(Path folder, String suffix) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> Files.isRegularFile(file) && file.toString().endsWith(suffix))
          .sorted()
          .map(Corpus::content)
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] content(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
