package io.github.ecscompose.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that {@code docs/reliability.md} names are there. */
class ReliabilityTest {

  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`");

  @Test
  void namesTestsThatExist() throws IOException {
    String text = Files.readString(Path.of("..", "docs", "reliability.md"));
    Map<String, String> sources = sources();
    int named = 0;
    for (Matcher matcher = NAMED.matcher(text); matcher.find(); named++) {
      assertThat(sources).containsKey(matcher.group(1));
      if (matcher.group(2) != null) {
        assertThat(sources.get(matcher.group(1)))
            .as(matcher.group())
            .contains("void " + matcher.group(2) + "(");
      }
    }
    assertThat(named).isGreaterThan(40);
  }

  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new TreeMap<>();
    try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith("Test.java")).toList()) {
        sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
      }
    }
    return sources;
  }
}
