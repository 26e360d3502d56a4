package io.github.ecscompose.stackfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.stackfile.Variables.Value;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Variables are put in as they are, and nothing else in a text changes. */
class ExpansionProperties {

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(Generated.texts(), Arbitraries.strings().all());
  }

  @Provide
  Arbitrary<String> withoutDollars() {
    return texts().filter(text -> text.indexOf('$') < 0);
  }

  /** What a default may be, for a brace would end it. */
  @Provide
  Arbitrary<String> withoutBraces() {
    return texts().map(text -> text.replaceAll("[${}]", ""));
  }

  @Property
  void aTextWithoutDollarsStaysAsItIs(@ForAll("withoutDollars") String text) {
    assertThat(expand(text, Map.of())).isEqualTo(text);
  }

  @Property
  void twoDollarsGiveOne(@ForAll("texts") String text) {
    assertThat(expand(text.replace("$", "$$"), Map.of())).isEqualTo(text);
  }

  @Property
  void aValueIsPutInAsItIs(
      @ForAll("texts") String before,
      @ForAll("texts") String value,
      @ForAll("texts") String after) {
    String template = before.replace("$", "$$") + "${A}" + after.replace("$", "$$");

    assertThat(expand(template, Map.of("A", value))).isEqualTo(before + value + after);
  }

  @Property
  void aDefaultHoldsWhereThereIsNoValue(
      @ForAll("withoutBraces") String otherwise, @ForAll("texts") String value) {
    assertThat(expand("${A:-" + otherwise + "}", Map.of())).isEqualTo(otherwise);
    assertThat(expand("${A:-" + otherwise + "}", Map.of("A", ""))).isEqualTo(otherwise);
    assertThat(expand("${A-" + otherwise + "}", Map.of("A", ""))).isEmpty();
    assertThat(expand("${A-" + otherwise + "}", Map.of("A", value))).isEqualTo(value);
  }

  @Property
  void defaultsNest(
      @ForAll("withoutBraces") String innermost, @ForAll @IntRange(min = 1, max = 10) int depth) {
    String template = "${A:-".repeat(depth) + innermost + "}".repeat(depth);

    assertThat(expand(template, Map.of())).isEqualTo(innermost);
  }

  @Property
  void aValueIsNeverStructure(@ForAll("texts") String value) {
    Stack stack =
        stack(
            """
            services:
              web:
                image: nginx
                environment: {MAP: $A, QUOTED: "$A"}
                command: [$A]
                labels: ["list=$A"]
            """,
            value);
    Container container = stack.services().getFirst().container();

    assertThat(container.environment()).isEqualTo(Map.of("MAP", value, "QUOTED", value));
    assertThat(container.execution().command()).containsExactly(value);
    assertThat(container.labels()).isEqualTo(Map.of("list", value));
  }

  private static String expand(String text, Map<String, String> values) {
    Template template = new Template("cluster", variables(values), new Budget());
    String expanded = template.expand(text);
    assertThat(template.problems()).isEmpty();
    assertThat(template.usedSecret()).isFalse();
    return expanded;
  }

  private static Stack stack(String stackfile, String value) {
    return switch (Stackfiles.read(
        List.of(Stackfiles.source("f", stackfile)), "cluster", variables(Map.of("A", value)))) {
      case Parsed.Valid valid -> valid.stack();
      case Parsed.Invalid invalid -> throw new AssertionError(invalid.problems());
    };
  }

  private static Variables variables(Map<String, String> values) {
    return new Variables(
        values.entrySet().stream()
            .collect(
                Collectors.toMap(Map.Entry::getKey, entry -> new Value(entry.getValue(), false))));
  }
}
