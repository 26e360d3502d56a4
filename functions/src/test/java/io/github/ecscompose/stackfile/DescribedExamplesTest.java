package io.github.ecscompose.stackfile;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the examples come to is told by a stackfile that changes nothing. */
class DescribedExamplesTest {

  static Stream<Path> examples() {
    return ExamplesTest.valid();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void whatIsToldChangesNothing(Path example) {
    Parsed parsed = ExamplesTest.read("cluster", ExamplesTest.VARIABLES, example);

    Described.assertChangesNothing(((Parsed.Valid) parsed).stack());
  }
}
