package io.github.ecscompose.stackfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is read, the answer is a stack or problems with places in the text. */
class ReadingProperties {

  /** Parts of YAML and of the language, put together without sense. */
  @Provide
  Arbitrary<String> nonsense() {
    return Arbitraries.of(
            "services",
            "web",
            "image",
            "nginx",
            "ports",
            "80:80",
            "environment",
            "defaults",
            "memory",
            "512",
            "elb",
            "vpc",
            "logging",
            "secrets",
            "dns_discovery",
            "command",
            ":",
            ": ",
            "- ",
            "? ",
            "{",
            "}",
            "[",
            "]",
            ", ",
            "&a ",
            "*a",
            "<<: ",
            "!!str ",
            "!x ",
            "|\n",
            ">-\n",
            "'",
            "\"",
            "#",
            " #",
            "---\n",
            "...\n",
            "%YAML 1.1\n",
            "\n",
            "\n  ",
            "\n    ",
            "\t",
            "\r",
            "\r\n",
            "$",
            "${",
            "}",
            "$NAME",
            "$SECRET",
            "${X:-",
            "~",
            "null",
            "é",
            "😀",
            "\\",
            "\u0085",
            "\u2028",
            "\uFEFF",
            "-1",
            "1e9",
            "999999999999999999999")
        .list()
        .ofMaxSize(40)
        .map(parts -> String.join("", parts))
        .withoutEdgeCases();
  }

  @Property(tries = 1_000)
  void nonsenseHasProblemsWithPlaces(@ForAll("nonsense") String text) {
    assertThat(CheckedReading.read(text.getBytes(StandardCharsets.UTF_8))).isNotNull();
  }

  @Property(tries = 1_000)
  void anyTextIsRead(@ForAll String text) {
    assertThat(CheckedReading.read(text.getBytes(StandardCharsets.UTF_8))).isNotNull();
  }

  @Property(tries = 1_000)
  void anyBytesAreRead(@ForAll byte[] bytes) {
    assertThat(CheckedReading.read(bytes)).isNotNull();
  }

  /** What a service may say is nonsense, but at a place where it is read. */
  @Property(tries = 1_000)
  void nonsenseInAServiceIsRead(@ForAll("nonsense") String text) {
    String stackfile = "services:\n  web:\n    image: nginx\n    " + text;

    assertThat(CheckedReading.read(stackfile.getBytes(StandardCharsets.UTF_8))).isNotNull();
  }
}
