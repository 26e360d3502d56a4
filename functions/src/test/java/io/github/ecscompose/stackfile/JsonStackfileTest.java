package io.github.ecscompose.stackfile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON is YAML but for a few escapes. */
class JsonStackfileTest {

  private static final String MARK = "\uE000";

  @Test
  void aSlashMayBeEscaped() {
    String json =
        """
        {"services": {"web": {"image": "example\\/web:1", "working_dir": "\\/app",
          "environment": {"URL": "https:\\/\\/example.com\\/a"}}}}
        """;

    assertThat(Stackfiles.read(json)).isEqualTo(Stackfiles.read(json.replace("\\/", "/")));
    assertThat(value("\"https:\\/\\/example.com\\/\"")).isEqualTo("https://example.com/");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "a\\/b"          | a/b
          "a\\\\/b"        | a\\/b
          "a\\\\\\/b"      | a\\/b
          "a\\\\\\\\/b"    | a\\\\/b
          "\\"\\/\\""      | "/"
          "\\x5c\\/"       | \\/
          "'\\/'"          | '/'
          'a\\/b'          | a\\/b
          'a\\\\/b'        | a\\\\/b
          'say "\\/"'      | say "\\/"
          a\\/b            | a\\/b
          \\/              | \\/
          say "a\\/b"      | say "a\\/b"
          """)
  void onlyBetweenDoubleQuotesABackslashEscapes(String written, String meant) {
    assertThat(value(written)).isEqualTo(meant);
  }

  @Test
  void linesOfABlockStayAsTheyAre() {
    assertThat(value("|-\n    sed 's/a\\/b/\"\\/\"/'\n")).isEqualTo("sed 's/a\\/b/\"\\/\"/'");
  }

  @Test
  void aKeyMayHaveOneToo() {
    assertThat(
            Stackfiles.service("{\"services\": {\"web\": {\"image\": \"nginx\", \"x-a\\/b\": 1}}}")
                .name())
        .isEqualTo("web");
  }

  @Test
  void placesStay() {
    assertThat(Stackfiles.problems("{\"x-a\": [\"\\/\", \"\\/\"], \"services\": \"\\/\"}"))
        .containsExactly("1:35 services: expected a map, found \"/\"");
    assertThat(Stackfiles.problems("x-a: [\"\\/\", \"\\q\"]"))
        .singleElement()
        .asString()
        .startsWith("1:15 this is not valid YAML");
  }

  /** Whatever characters the text has, those that stand in for the escape are not among them. */
  @Test
  void theUsersOwnCharactersStay() {
    assertThat(value("\"/" + MARK + "\\/\"")).isEqualTo("/" + MARK + "/");
    assertThat(value("\"/\\ue000\\/\"")).isEqualTo("/" + MARK + "/");
    assertThat(value("\"/\\U0000E000\\/\"")).isEqualTo("/" + MARK + "/");
    assertThat(value("\"/\uE00E\\/\"")).isEqualTo("/\uE00E/");
  }

  @Test
  void aTextThatUsesAllStandInsIsReadAsItIs() {
    StringBuilder all = new StringBuilder();
    for (char mark = '\uE000'; mark <= '\uE00F'; mark++) {
      all.append(mark);
    }

    assertThat(value("'" + all + "\\/'")).isEqualTo(all + "\\/");
    assertThat(Stackfiles.problems("x-a: \"" + all + "\\/\""))
        .singleElement()
        .asString()
        .startsWith("1:24 this is not valid YAML");
  }

  @Test
  void tabsMayStandBetweenItsParts() {
    String json =
        """
        {
        \t"services":\t{\t"web"\t: {"image":\t"nginx",\t"ports"\t:\t[\t"80"\t]\t,
        \t\t"environment": {"A": "a \\" b\\\\", "B":\t"c"}}\t}\t}\t
        """;

    assertThat(Stackfiles.read(json)).isEqualTo(Stackfiles.read(json.replace('\t', ' ')));
    assertThat(Stackfiles.service(json).container().environment())
        .isEqualTo(Map.of("A", "a \" b\\", "B", "c"));
    assertThat(Stackfiles.problems(json.replace("nginx", "n x")))
        .singleElement()
        .asString()
        .startsWith("2:34 ");
  }

  /** YAML in the manner of JSON, where a quote may stand within a text. */
  @Test
  void tabsOfTextsStay() {
    String yaml = "{services: {web: {image: nginx, environment: {A: 5\", B: \"a\tb\"}}}}";

    assertThat(Stackfiles.service(yaml).container().environment())
        .isEqualTo(Map.of("A", "5\"", "B", "a\tb"));
    assertThat(
            Stackfiles.service(
                    "{\n\tservices: {web: {image: nginx, environment: {A: 5\", B: \"a\tb\"}}}}")
                .container()
                .environment())
        .isEqualTo(Map.of("A", "5\"", "B", "a\tb"));
  }

  @Test
  void pairsOfEscapesAreOneCharacter() {
    assertThat(value("\"\\ud83d\\ude00\"")).isEqualTo("😀");
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "a", "/", "\\", "\"", "'", " ", "{", ": ", ",", "#", "\n", "\t", "é", "😀", MARK)
        .list()
        .ofMaxSize(30)
        .map(parts -> String.join("", parts));
  }

  /**
   * As any writer of JSON may write it, but for the line breaks U+0085, U+2028 and U+2029, which
   * YAML folds where they are not escaped.
   */
  @Property
  void textsAreReadAsJsonReadsThem(@ForAll("texts") String text) throws JsonProcessingException {
    String json = new ObjectMapper().writeValueAsString(text);

    assertThat(value(json)).isEqualTo(text);
    assertThat(value(json.replace("/", "\\/"))).isEqualTo(text);
  }

  private static String value(String written) {
    Parsed parsed =
        Stackfiles.read("services:\n web:\n  image: nginx\n  environment:\n   A: " + written);
    assertThat(parsed).isInstanceOf(Parsed.Valid.class);
    Map<String, String> environment =
        ((Parsed.Valid) parsed).stack().services().getFirst().container().environment();
    assertThat(environment).containsOnlyKeys("A");
    return List.copyOf(environment.values()).getFirst();
  }
}
