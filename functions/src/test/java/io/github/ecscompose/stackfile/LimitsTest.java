package io.github.ecscompose.stackfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.plan.TaskDefinitions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that are too large, too deep or no text at all. */
class LimitsTest {

  private static final String SERVICES = "services: {web: {image: nginx}}\n";

  @Test
  void aMebibyteOfTextIsEnough() {
    String padding =
        "#\n".repeat((Budget.TEXT - SERVICES.length()) / 2) + "#".repeat(SERVICES.length() % 2);

    assertThat(Stackfiles.stack(SERVICES + padding).services()).hasSize(1);
    assertThat(Stackfiles.problems(SERVICES + padding + "#"))
        .containsExactly(
            "a stackfile may have 1 MiB of text (1048576 bytes) at most, all its files together");
    assertThat(Stackfiles.problems(SERVICES + padding, "#"))
        .containsExactly(
            "a stackfile may have 1 MiB of text (1048576 bytes) at most, all its files together");
  }

  @Test
  void valuesAreAtMostAHundredDeep() {
    assertThat(Stackfiles.stack(nested(99) + SERVICES).services()).hasSize(1);
    assertThat(Stackfiles.problems(nested(100) + SERVICES))
        .containsExactly("1:105 values may be nested 100 deep at most");
    assertThat(Stackfiles.problems(nested(500_000)))
        .containsExactly("1:105 values may be nested 100 deep at most");
  }

  @Test
  void aliasesDoNotGetDeeper() {
    assertThat(
            Stackfiles.problems(
                "x-a: &a "
                    + "[".repeat(60)
                    + "]".repeat(60)
                    + "\nx-b: "
                    + "[".repeat(60)
                    + "*a"
                    + "]".repeat(60)
                    + "\n"
                    + SERVICES))
        .containsExactly("2:66 values may be nested 100 deep at most");
  }

  @Test
  void aBillionLaughsAreNotExpanded() {
    StringBuilder text = new StringBuilder("x-0: &a0 [lol, lol]\n");
    for (int level = 1; level <= 40; level++) {
      text.append("x-%d: &a%d [*a%d, *a%d]\n".formatted(level, level, level - 1, level - 1));
    }

    assertThat(Stackfiles.problems(text + SERVICES))
        .singleElement()
        .asString()
        .matches("1\\d:1\\d aliases may expand to 10 MiB at most");
  }

  @Test
  void manyAliasesOfALargeValueAreNotExpanded() {
    String text = "x-a: &a " + "a".repeat(500_000) + "\nx-b: [" + "*a, ".repeat(21) + "]\n";

    assertThat(Stackfiles.problems(text + SERVICES))
        .containsExactly("2:87 aliases may expand to 10 MiB at most");
  }

  @Test
  void variablesAreNotExpandedWithoutEnd() {
    Variables variables = new Variables(Map.of("A", new Variables.Value("a".repeat(8192), false)));
    String text = "services: {web: {image: nginx, environment: {A: " + "$A".repeat(500_000) + "}}}";

    assertThat(Stackfiles.read(List.of(Stackfiles.source("f", text)), "cluster", variables))
        .isEqualTo(
            new Parsed.Invalid(
                List.of(
                    new Problem(
                        "f",
                        1,
                        49,
                        "services.web.environment.A",
                        "variables may expand to 10 MiB at most"))));
  }

  @Test
  void aClusterHoldsFiveThousandServices() {
    assertThat(Stackfiles.stack(services(5_000)).services()).hasSize(5_000);
    assertThat(Stackfiles.problems(services(5_002)))
        .containsExactly("5002:3 services.s5000: a stackfile may have 5000 services at most");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "defaults: {environment: {A: %s}}",
        "defaults: {healthcheck: {command: %s}}",
        "logging: {log_driver: awslogs, options: {a: %s}}",
        "vpc: {id: vpc-%s}"
      })
  void whatIsGivenForAllServicesCountsForEach(String shared) {
    String few = shared.formatted("a".repeat(50_000)) + "\n" + services(200);
    String many = shared.formatted("a".repeat(50_000)) + "\n" + services(400);

    assertThat(Stackfiles.stack(few).services()).hasSize(200);
    assertThat(Stackfiles.problems(many))
        .containsExactly(
            "2:1 services: defaults, logging, tags and vpc count for each of the 400 services and"
                + " may come to 10 MiB at most in all: shorten them");
  }

  /** 64 KiB, counted in bytes: each é has two. */
  @Test
  void aTaskDefinitionIsAsLargeAsEcsTakesIt() {
    String stackfile = "services:\n  web: {image: nginx, environment: {A: \"%s\"}}\n";
    int others = TaskDefinitions.of("cluster", Stackfiles.service(stackfile.formatted(""))).size();
    String most = "é".repeat(30_000) + "a".repeat(65_536 - others - 60_000);

    assertThat(Stackfiles.service(stackfile.formatted(most)).container().environment())
        .containsEntry("A", most);
    assertThat(Stackfiles.problems(stackfile.formatted(most + "a")))
        .containsExactly(
            "2:3 services.web: the task definition has 65537 bytes as JSON, and ECS takes 65536 at"
                + " most: shorten what is long, mostly environment, labels and commands, or let the"
                + " container read it from elsewhere");
  }

  /** What a line break, or a quote, becomes in JSON counts; so do sidecars. */
  @Test
  void allOfATaskDefinitionCounts() {
    String breaks = "\\n".repeat(20_000);

    assertThat(
            Stackfiles.problems(
                """
                services:
                  small: {image: nginx, command: [sh, -c, "%1$s"]}
                  web:
                    image: nginx
                    command: [sh, -c, "%1$s"]
                    sidecars:
                      agent: {image: agent, labels: {a: "%1$s"}}
                """
                    .formatted(breaks)))
        .singleElement()
        .asString()
        .startsWith("3:3 services.web: the task definition has 80");
  }

  private static String services(int count) {
    StringBuilder text = new StringBuilder("services:\n");
    for (int number = 0; number < count; number++) {
      text.append("  s").append(number).append(": {image: nginx}\n");
    }
    return text.toString();
  }

  @Test
  void textIsUtf8() {
    byte[] latin = "services:\n  wéb: {image: nginx}\n".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(problems(latin))
        .containsExactly(
            "2:4 this is not UTF-8 text: save the file as UTF-8, or is it a binary file?");
    assertThat(problems("services: {}".getBytes(StandardCharsets.UTF_16)))
        .containsExactly(
            "1:1 this is not UTF-8 text: save the file as UTF-8, or is it a binary file?");
  }

  @Test
  void textEndsWithAWholeCharacter() {
    byte[] text = {'a', ':', ' ', (byte) 0xE2, (byte) 0x82};

    assertThat(problems(text))
        .containsExactly(
            "1:4 this is not UTF-8 text: save the file as UTF-8, or is it a binary file?");
  }

  @Test
  void binaryIsRefused() {
    assertThat(Stackfiles.problems("a: 1\nb: \u0000\n"))
        .containsExactly("2:4 the character U+0000 is not allowed in YAML: is this a binary file?");
  }

  @Test
  void columnsCountCharacters() {
    assertThat(Stackfiles.problems("x-😀: {é: 1, é: 2}\n" + SERVICES))
        .containsExactly(
            "1:13 x-😀.é: the key \"é\" is given twice, first on line 1: remove one of them");
  }

  @Test
  void aByteOrderMarkIsNoText() {
    assertThat(Stackfiles.stack("\uFEFF" + SERVICES)).isEqualTo(Stackfiles.stack(SERVICES));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%YAML 9.9\n---\na: b",
        "%TAG ! tag:a,2000:\n%TAG ! tag:b,2000:\n---\n!a b",
        "a: \"\\q\"",
        "a: \"\\ud800\"",
        "- ? [",
        "a: &",
        "a: *",
        "a: |99\n b",
        "? ? ? ?",
        "<<: *a",
        "!!str : !<> x",
        "--- >\n--- |\n",
        "}",
        "a: 'b",
        "\u0085: \u2028"
      })
  void nothingLeadsToAnException(String text) {
    assertThat(Stackfiles.problems(text)).isNotEmpty();
  }

  private static List<String> problems(byte[] content) {
    return switch (Stackfiles.read(
        List.of(new Source("f", content)), "cluster", Stackfiles.VARIABLES)) {
      case Parsed.Valid valid -> throw new AssertionError("valid: " + valid);
      case Parsed.Invalid invalid -> Stackfiles.lines(invalid.problems());
    };
  }

  /** A list in a list and so on under a key of the document, which is one deep itself. */
  private static String nested(int depth) {
    return "x-a: " + "[".repeat(depth) + "]".repeat(depth) + "\n";
  }
}
