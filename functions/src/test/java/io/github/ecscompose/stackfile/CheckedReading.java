package io.github.ecscompose.stackfile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads texts that nobody would write, and checks what holds for every text. */
final class CheckedReading {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Where a line ends in YAML 1.1, as SnakeYAML counts: at a carriage return that ends all, not.
   */
  private static final String LINE_BREAK = "\r\n|\r(?!\\z)|[\n\u0085\u2028\u2029]";

  /** Where a line ends of what is no YAML at all. */
  private static final String LINE_FEED = "\n";

  private CheckedReading() {}

  /** What reading the bytes came to. */
  static Parsed read(byte[] content) {
    Parsed parsed = unchecked(content);
    check(parsed, content);
    return parsed;
  }

  /** The same, for {@link #check} to check. */
  static Parsed unchecked(byte[] content) {
    return Stackfiles.read(List.of(new Source("f", content)), "cluster", Stackfiles.VARIABLES);
  }

  static void check(Parsed parsed, byte[] content) {
    switch (parsed) {
      case Parsed.Valid valid -> {
        checkProblems(valid.warnings(), content);
        checkDocument(valid.stack());
      }
      case Parsed.Invalid invalid -> {
        assertThat(invalid.problems()).isNotEmpty();
        checkProblems(invalid.problems(), content);
      }
    }
  }

  private static void checkProblems(List<Problem> problems, byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    List<String> lines = List.of(text.split(LINE_BREAK, -1));
    List<String> linesFed = List.of(text.split(LINE_FEED, -1));
    assertThat(problems).hasSizeLessThanOrEqualTo(Problems.MOST);
    assertThat(problems)
        .allSatisfy(problem -> {
          assertThat(problem.file()).isEqualTo("f");
          assertThat(problem.message()).isNotBlank();
          assertThat(isWithin(problem, lines) || isWithin(problem, linesFed))
              .as("place of %s", problem)
              .isTrue();
        });
  }

  /** A problem may stand just after the end of a line. */
  private static boolean isWithin(Problem problem, List<String> lines) {
    if (problem.line() == 0) {
      return problem.column() == 0;
    }
    return problem.line() >= 1
        && problem.line() <= lines.size()
        && problem.column() >= 1
        && problem.column() <= characters(lines.get(problem.line() - 1)) + 1;
  }

  private static int characters(String line) {
    return line.codePointCount(0, line.length());
  }

  private static void checkDocument(Stack stack) {
    String json = StackDocument.toJson(stack).toString();
    try {
      assertThat(StackDocument.fromJson(JSON.readTree(json))).isEqualTo(stack);
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
    assertThat(stack.services())
        .allSatisfy(service -> assertThat(StackDocument.digest(service)).matches("[0-9a-f]{32}"));
  }
}
