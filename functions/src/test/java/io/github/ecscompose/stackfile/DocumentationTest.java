package io.github.ecscompose.stackfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documentation shows of stackfiles is right, and its links lead somewhere. */
class DocumentationTest {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml\n(.*?)^```$");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]*)(?:#([^)]*))?\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

  static Stream<Path> documents() {
    return Stream.of("README.md", "CONTRIBUTING.md", "docs/stackfile.md", "docs/migrating.md")
        .map(StackfileSchema.ROOT::resolve);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void partsOfStackfilesAreValid(Path document) throws IOException {
    assertThat(found(BLOCK, document).map(block -> block.group(1)))
        .allSatisfy(block -> {
          assertThat(StackfileSchema.isYaml(block)).as(block).isTrue();
          assertThat(StackfileSchema.faults(block)).as(block).isEmpty();
        });
  }

  @ParameterizedTest
  @MethodSource("documents")
  void linksLeadSomewhere(Path document) throws IOException {
    for (MatchResult link : found(LINK, document).toList()) {
      Path target =
          link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1)).normalize();
      assertThat(target).exists();
      if (link.group(2) != null) {
        assertThat(found(HEADING, target).map(heading -> anchor(heading.group(1))))
            .contains(link.group(2));
      }
    }
  }

  private static Stream<MatchResult> found(Pattern pattern, Path document) throws IOException {
    return pattern.matcher(Files.readString(document)).results();
  }

  /** As GitHub makes it of a heading. */
  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 _-]", "").replace(' ', '-');
  }
}
