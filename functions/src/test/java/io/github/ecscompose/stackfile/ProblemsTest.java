package io.github.ecscompose.stackfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with stackfiles, and what is only doubtful: the cases are among the resources. */
class ProblemsTest {

  static Stream<Stackfiles.Case> invalid() {
    return Stackfiles.cases("invalid.txt");
  }

  static Stream<Stackfiles.Case> doubtful() {
    return Stackfiles.cases("warnings.txt");
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void everyProblemIsReportedAtItsPlace(Stackfiles.Case invalid) {
    List<String> problems = Stackfiles.problems(invalid.stackfile());

    assertThat(problems).isEqualTo(invalid.expected());
    assertThat(String.join("", problems)).doesNotContain(Stackfiles.SECRET);
  }

  @ParameterizedTest
  @MethodSource("doubtful")
  void warningsDoNotKeepAStackfileFromBeingDeployed(Stackfiles.Case doubtful) {
    List<Problem> warnings = Stackfiles.valid(doubtful.stackfile()).warnings();

    assertThat(Stackfiles.lines(warnings)).isEqualTo(doubtful.expected());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "my.cluster", "a b"})
  void theClusterHasANameThatEcsAllows(String cluster) {
    Parsed parsed =
        Stackfiles.read(
            List.of(Stackfiles.source("f", "services: {web: {image: nginx}}")),
            cluster,
            Stackfiles.VARIABLES);

    assertThat(parsed)
        .isEqualTo(
            new Parsed.Invalid(
                List.of(
                    new Problem(
                        "f",
                        0,
                        0,
                        "",
                        "a cluster's name has 1 to 255 letters, digits, hyphens and underscores,"
                            + " found \""
                            + cluster
                            + "\""))));
  }

  @Test
  void theTaskFamilyHasALengthThatEcsAllows() {
    String longest = "a".repeat(255 - "cluster-".length());

    assertThat(Stackfiles.service("services: {%s: {image: nginx}}".formatted(longest)).name())
        .isEqualTo(longest);
    assertThat(Stackfiles.problems("services: {%sa: {image: nginx}}".formatted(longest)))
        .singleElement()
        .asString()
        .contains("the task family \"cluster-aaa", "has more than 255 characters");
  }

  @Test
  void problemsOfSeveralSourcesAreInTheirOrder() {
    Parsed parsed =
        Stackfiles.read(
            List.of(
                Stackfiles.source("z.yml", "services:\n  web: {image: nginx, gpus: x}\n"),
                Stackfiles.source("a.yml", "services:\n  web: {memory: x}\n")),
            "cluster",
            Stackfiles.VARIABLES);

    assertThat(parsed)
        .isInstanceOfSatisfying(
            Parsed.Invalid.class,
            invalid ->
                assertThat(invalid.problems())
                    .extracting(Problem::file, Problem::line, Problem::column, Problem::path)
                    .containsExactly(
                        tuple("z.yml", 2, 29, "services.web.gpus"),
                        tuple("a.yml", 2, 17, "services.web.memory")));
  }

  @Test
  void noMoreProblemsAreReportedThanSomebodyMayRead() {
    String services =
        IntStream.range(0, 2 * Problems.MOST)
            .mapToObj(number -> "  s" + number + ": {}\n")
            .collect(Collectors.joining());

    assertThat(Stackfiles.problems("services:\n" + services))
        .hasSize(Problems.MOST)
        .startsWith(
            "2:3 services.s0.image: the key image is missing: give the image to run, as nginx:1.29")
        .endsWith(
            Problems.MOST
                + 1
                + " more problems are not listed: mend these first, and the next ones show");
  }

  @Test
  void asManyAsMayBeReportedAreReported() {
    String services =
        IntStream.range(0, Problems.MOST)
            .mapToObj(number -> "  s" + number + ": {}\n")
            .collect(Collectors.joining());

    assertThat(Stackfiles.problems("services:\n" + services))
        .hasSize(Problems.MOST)
        .allMatch(problem -> problem.contains("the key image is missing"));
  }

  @Test
  void noMoreWarningsAreReportedThanSomebodyMayRead() {
    String services =
        IntStream.range(0, 2 * Problems.MOST)
            .mapToObj(number -> "  s" + number + ": {image: nginx, build: .}\n")
            .collect(Collectors.joining());

    List<Problem> warnings = Stackfiles.valid("services:\n" + services).warnings();

    assertThat(warnings).hasSize(Problems.MOST);
    assertThat(warnings.getLast().message())
        .isEqualTo(Problems.MOST + 1 + " more warnings are not listed");
  }

  @Test
  void pathsAndMessagesEndSomewhere() {
    String deep = "{k: ".repeat(90) + "{imagee: x}" + "}".repeat(90);
    Problem problem = new Problem("f", 1, 1, "services." + "k".repeat(500), "😀".repeat(600));

    assertThat(problem.path()).hasSize(300).endsWith("k…");
    assertThat(problem.message()).hasSizeLessThanOrEqualTo(1_000).endsWith("😀…");
    assertThat(Stackfiles.problems("services: {web: {image: nginx, environment: " + deep + "}}"))
        .allMatch(line -> line.length() < 1_400);
  }

  @Test
  void aStackfileThatIsEmptyOrMissingIsRefused() {
    assertThat(Stackfiles.problems("# nothing\n---\n---\n"))
        .containsExactly("the stackfile is empty: give at least one service");
    assertThat(Stackfiles.read(List.of(), "cluster", Stackfiles.VARIABLES))
        .isEqualTo(
            new Parsed.Invalid(
                List.of(
                    new Problem(
                        "stackfile",
                        0,
                        0,
                        "",
                        "the stackfile is empty: give at least one service"))));
  }
}
