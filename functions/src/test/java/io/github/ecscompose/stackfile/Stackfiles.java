package io.github.ecscompose.stackfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.plan.TaskDefinitions;
import io.github.ecscompose.stackfile.Variables.Value;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Reads stackfiles for tests, under the name {@code f} and for the cluster {@code cluster}. */
final class Stackfiles {

  static final String SECRET = "s3cr3t";

  static final Variables VARIABLES =
      new Variables(
          Map.of(
              "NAME", new Value("web", false),
              "EMPTY", new Value("", false),
              "DOLLARS", new Value("$NAME ${NAME} $$", false),
              "YAML", new Value("a: {b: [c]}\nd: *e", false),
              "NULL", new Value("null", false),
              "SECRET", new Value(SECRET, true)));

  private Stackfiles() {}

  static Parsed read(String... texts) {
    return read(Arrays.stream(texts).map(text -> source("f", text)).toList(), "cluster", VARIABLES);
  }

  /** As the steps read, which know what task definitions come of services. */
  static Parsed read(List<Source> sources, String cluster, Variables variables) {
    return StackfileReader.read(
        sources, cluster, variables, service -> TaskDefinitions.of(cluster, service).size());
  }

  static Source source(String name, String text) {
    return new Source(name, text.getBytes(StandardCharsets.UTF_8));
  }

  static Stack stack(String... texts) {
    return valid(texts).stack();
  }

  /** The only service of a stackfile. */
  static Service service(String... texts) {
    assertThat(stack(texts).services()).hasSize(1);
    return stack(texts).services().getFirst();
  }

  /** Whatever may be deployed may be written in an editor without complaint. */
  static Parsed.Valid valid(String... texts) {
    Parsed parsed = read(texts);
    assertThat(texts).allSatisfy(text -> assertThat(StackfileSchema.faults(text)).isEmpty());
    assertThat(parsed).isInstanceOf(Parsed.Valid.class);
    return (Parsed.Valid) parsed;
  }

  /** As {@code line:column path: message}. */
  static List<String> problems(String... texts) {
    Parsed parsed = read(texts);
    assertThat(parsed).isInstanceOf(Parsed.Invalid.class);
    return lines(((Parsed.Invalid) parsed).problems());
  }

  static List<String> lines(List<Problem> problems) {
    return problems.stream().map(problem -> problem.toString().substring("f:".length())).toList();
  }

  static String resource(String name) {
    try (InputStream in = Stackfiles.class.getResourceAsStream("/stackfile/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The cases of a resource: a title after {@code ==}, a stackfile, lines after {@code =>}. */
  static Stream<Case> cases(String resource) {
    return Arrays.stream(resource(resource).split("(?m)^== ", -1)).skip(1).map(Case::parse);
  }

  record Case(String title, String stackfile, List<String> expected) {

    private static Case parse(String text) {
      List<String> lines = text.lines().toList();
      return new Case(
          lines.getFirst(),
          String.join(
              "\n", lines.stream().skip(1).filter(line -> !line.startsWith("=> ")).toList()),
          lines.stream()
              .filter(line -> line.startsWith("=> "))
              .map(line -> line.substring("=> ".length()))
              .toList());
    }

    @Override
    public String toString() {
      return title;
    }
  }
}
