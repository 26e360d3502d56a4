package io.github.ecscompose.stackfile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema says what the reader does. */
class SchemaTest {

  /** Sections of the schema that are not called as in {@link Keys}; the root has no name. */
  private static final Map<String, List<String>> NAMES =
      Map.ofEntries(
          Map.entry("STACK", List.of("")),
          Map.entry("TIERS", List.of("subnet_tiers", "security_group_tiers")),
          Map.entry("STRATEGY", List.of("placement_strategy")),
          Map.entry("CONSTRAINT", List.of("placement_constraint")),
          Map.entry("DEPLOYMENT", List.of("deployment_configuration")),
          Map.entry("HEALTH_CHECK", List.of("healthcheck")),
          Map.entry("LOAD_BALANCER", List.of("elb")),
          Map.entry("LOAD_BALANCER_PORTS", List.of("elb_ports")),
          Map.entry("LOAD_BALANCER_DNS", List.of("elb_dns")),
          Map.entry("TARGET_HEALTH_CHECK", List.of("elb_healthcheck")),
          Map.entry("DISCOVERY", List.of("dns_discovery")));

  private static final Pattern UNKNOWN =
      Pattern.compile(
          "\\d+:\\d+ (?<path>\\S+): (?:unknown key .*|the key \\S+ is not supported yet)");

  /** Problems with a type or a form, but for what only the variables' values show. */
  private static final Pattern MISTYPED =
      Pattern.compile("\\d+:\\d+ \\S+: expected (?!.*found (?:the value of|a secret)).*, found .*");

  /** The schema bounds numbers, but not what a text stands for, nor does it know all zones. */
  private static final Set<String> BEYOND_A_SCHEMA =
      Set.of(
          "memory beyond all numbers",
          "a port out of range",
          "port zero",
          "no time to stop",
          "no whole number of MiB",
          "a range of status codes that goes backwards",
          "capacity providers of names that nobody has",
          "characters that would write on a terminal, or forge a line",
          "a time zone's abbreviation");

  static Stream<String> sections() {
    return keys().map(Field::getName);
  }

  static Stream<Path> stackfiles() throws IOException {
    return Stream.concat(
        Stream.of(StackfileSchema.ROOT.resolve("local/tests/everything.yml")), examples());
  }

  private static Stream<Path> examples() throws IOException {
    try (Stream<Path> files = Files.walk(StackfileSchema.ROOT.resolve("examples"))) {
      return files
          .filter(file -> file.toString().endsWith(".yml"))
          .filter(file -> !file.toString().contains("/invalid/"))
          // Workflows of those who deploy, and no stackfiles.
          .filter(file -> !file.toString().contains("/ci/"))
          .sorted()
          .toList()
          .stream();
    }
  }

  static Stream<Stackfiles.Case> unknown() {
    return cases(UNKNOWN);
  }

  static Stream<Stackfiles.Case> mistyped() {
    return cases(MISTYPED).filter(invalid -> !BEYOND_A_SCHEMA.contains(invalid.title()));
  }

  static Stream<Stackfiles.Case> doubtful() {
    return Stackfiles.cases("warnings.txt");
  }

  @ParameterizedTest
  @MethodSource("sections")
  void aSectionHasTheKeysThatAreRead(String name) throws ReflectiveOperationException {
    Keys keys = (Keys) Keys.class.getDeclaredField(name).get(null);

    for (String section : names(name)) {
      JsonNode schema =
          section.isEmpty()
              ? StackfileSchema.DOCUMENT
              : StackfileSchema.DOCUMENT.path("$defs").path(section);
      assertThat(properties(schema, false)).as(section).isEqualTo(new TreeSet<>(keys.known()));
      assertThat(properties(schema, true)).as(section).isEqualTo(new TreeSet<>(keys.ignored()));
      assertThat(schema.path("additionalProperties").asBoolean(true)).as(section).isFalse();
      assertThat(schema.path("patternProperties").has("^x-")).as(section).isTrue();
    }
  }

  @Test
  void everySectionOfTheSchemaIsOneOfTheReaders() {
    Set<String> closed =
        StackfileSchema.DOCUMENT.path("$defs").properties().stream()
            .filter(definition -> definition.getValue().has("properties"))
            .map(Map.Entry::getKey)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(keys().flatMap(key -> names(key.getName()).stream()).filter(name -> !name.isEmpty()))
        .containsExactlyInAnyOrderElementsOf(closed);
  }

  @ParameterizedTest
  @MethodSource("stackfiles")
  void aStackfileOfTheRepositoryIsValid(Path stackfile) throws IOException {
    assertThat(StackfileSchema.faults(Files.readString(stackfile))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("doubtful")
  void whatIsOnlyDoubtfulIsValid(Stackfiles.Case doubtful) {
    assertThat(StackfileSchema.faults(doubtful.stackfile())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("unknown")
  void unknownKeysAreFoundByTheSchemaToo(Stackfiles.Case invalid) {
    Set<String> expected =
        invalid.expected().stream()
            .map(UNKNOWN::matcher)
            .filter(Matcher::matches)
            .map(line -> line.group("path"))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(StackfileSchema.unknownKeys(invalid.stackfile())).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("mistyped")
  void wrongTypesAreFoundByTheSchemaToo(Stackfiles.Case invalid) {
    assertThat(StackfileSchema.faults(invalid.stackfile())).isNotEmpty();
  }

  private static Stream<Stackfiles.Case> cases(Pattern problem) {
    return Stackfiles.cases("invalid.txt")
        .filter(invalid -> invalid.expected().stream().anyMatch(problem.asMatchPredicate()));
  }

  private static Stream<Field> keys() {
    return Arrays.stream(Keys.class.getDeclaredFields())
        .filter(field -> field.getType() == Keys.class)
        .filter(field -> !Modifier.isPrivate(field.getModifiers()));
  }

  private static List<String> names(String constant) {
    return NAMES.getOrDefault(constant, List.of(constant.toLowerCase(Locale.ROOT)));
  }

  private static Set<String> properties(JsonNode section, boolean deprecated) {
    return section.path("properties").properties().stream()
        .filter(
            property -> resolved(property.getValue()).path("deprecated").asBoolean() == deprecated)
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static JsonNode resolved(JsonNode property) {
    String reference = property.path("$ref").asText();
    return reference.isEmpty() ? property : StackfileSchema.DOCUMENT.at(reference.substring(1));
  }
}
