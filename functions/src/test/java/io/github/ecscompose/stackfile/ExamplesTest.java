package io.github.ecscompose.stackfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.stackfile.Variables.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The examples teach what holds. Those of {@code examples/invalid} are rejected with the lines that
 * stand beside them; {@code make golden} writes these anew.
 */
class ExamplesTest {

  private static final Path EXAMPLES = StackfileSchema.ROOT.resolve("examples");
  private static final Path STAGES = EXAMPLES.resolve("stages");

  private static final boolean WRITE = Boolean.getBoolean("golden.write");

  /** Those of local/world.py, and what is built in. */
  static final Variables VARIABLES =
      new Variables(
          Map.ofEntries(
              variable("VPC_ID", "vpc-1"),
              variable("PUBLIC_SUBNET_A", "subnet-1"),
              variable("PUBLIC_SUBNET_B", "subnet-2"),
              variable("PRIVATE_SUBNET_A", "subnet-3"),
              variable("PRIVATE_SUBNET_B", "subnet-4"),
              variable("PUBLIC_SECURITY_GROUP", "sg-1"),
              variable("PRIVATE_SECURITY_GROUP", "sg-2"),
              variable("HOSTED_ZONE_ID", "Z1"),
              variable("CERTIFICATE_ARN", "arn:aws:acm:us-east-1:1:certificate/1"),
              variable("TASK_EXECUTION_ROLE_ARN", "arn:aws:iam::1:role/ecsTaskExecutionRole"),
              variable("TASK_ROLE_ARN", "arn:aws:iam::1:role/task"),
              variable("DOMAIN", "example.com"),
              variable("REGISTRY", "1.dkr.ecr.us-east-1.amazonaws.com"),
              variable("TAG", "1.0"),
              variable("ECS_COMPOSE_REGION", "us-east-1")));

  static Stream<Path> valid() {
    return files(EXAMPLES);
  }

  static Stream<Path> invalid() {
    return files(EXAMPLES.resolve("invalid"));
  }

  static Stream<Path> all() {
    return Stream.of(valid(), files(STAGES)).flatMap(Function.identity());
  }

  @ParameterizedTest
  @MethodSource("valid")
  void anExampleIsValidWithoutWarnings(Path example) {
    Parsed parsed = read("cluster", VARIABLES, example);

    assertThat(parsed).isInstanceOf(Parsed.Valid.class);
    assertThat(((Parsed.Valid) parsed).warnings()).isEmpty();
  }

  @Test
  void aStageIsLaidOverWhatIsTheSameInEach() {
    Parsed parsed =
        read("staging", VARIABLES, STAGES.resolve("base.yml"), STAGES.resolve("staging.yml"));

    assertThat(parsed).isInstanceOf(Parsed.Valid.class);
    Parsed.Valid valid = (Parsed.Valid) parsed;
    assertThat(valid.warnings()).isEmpty();
    assertThat(valid.stack().services())
        .extracting(Service::name)
        .containsExactly("web", "worker", "mail-catcher");
    Service web = valid.stack().service("web").orElseThrow();
    assertThat(web.rollout().desiredCount()).isEqualTo(1);
    assertThat(web.container().resources().memory()).isEqualTo(Optional.of(256));
    assertThat(web.container().environment())
        .isEqualTo(Map.of("LOG_LEVEL", "debug", "REGION", "us-east-1"));
  }

  @ParameterizedTest
  @MethodSource("all")
  void editorsFindTheSchema(Path example) {
    String head =
        text(example)
            .lines()
            .filter(line -> line.startsWith("# yaml-language-server: $schema="))
            .findFirst()
            .orElse("")
            .replace("# yaml-language-server: $schema=", "");

    assertThat(example.resolveSibling(head).normalize())
        .isEqualTo(StackfileSchema.ROOT.resolve("schema/stackfile.schema.json"));
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void anInvalidExampleIsRejectedAsTheFileBesideItSays(Path example) throws IOException {
    Path golden = Path.of(example.toString().replaceAll("yml$", "txt"));
    Parsed parsed = read("shop", new Variables(Map.of()), example);

    assertThat(parsed).isInstanceOf(Parsed.Invalid.class);
    String problems =
        ((Parsed.Invalid) parsed)
            .problems().stream().map(problem -> problem + "\n").collect(Collectors.joining());
    if (WRITE) {
      Files.writeString(golden, problems);
    }
    assertThat(problems).isEqualTo(text(golden));
  }

  static Parsed read(String cluster, Variables variables, Path... files) {
    List<Source> sources =
        Stream.of(files)
            .map(file -> Stackfiles.source(String.valueOf(file.getFileName()), text(file)))
            .toList();
    return Stackfiles.read(sources, cluster, variables);
  }

  private static Stream<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".yml")).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map.Entry<String, Value> variable(String name, String value) {
    return Map.entry(name, new Value(value, false));
  }
}
