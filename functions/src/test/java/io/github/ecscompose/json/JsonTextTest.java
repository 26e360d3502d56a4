package io.github.ecscompose.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against Jackson's own mapper, which it stands in for. */
class JsonTextTest {

  private static final ObjectMapper JACKSON = new ObjectMapper();

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "\"grün → \\\"\\\\ \\u0000 \\uD83D\\uDE00\"",
        "[1, -2147483649, 12345678901234567890, 1.5, -0.25, true, false, null]",
        "{\"a\": {\"b\": [{\"c\": [[]]}, {}]}, \"\": \"\", \"ä\": 0}",
      })
  void readsAndWritesAsJacksonDoes(String text) throws IOException {
    JsonNode tree = JACKSON.readTree(text);

    assertThat(JsonText.read(bytes(text))).isEqualTo(tree);
    assertThat(JsonText.write(tree)).isEqualTo(JACKSON.writeValueAsBytes(tree));
    assertThat(JsonText.writeReadably(tree))
        .isEqualTo(JACKSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(tree));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "[1", "{\"a\"}", "{} {}", "nul", "'a'"})
  void refusesWhatIsNoDocument(String text) {
    assertThatThrownBy(() -> JsonText.read(bytes(text))).isInstanceOf(IOException.class);
  }

  @Test
  void refusesEndlessNesting() {
    assertThatThrownBy(() -> JsonText.read(bytes("[".repeat(100_000))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nesting depth");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | true",
        " {\"a\": [{\"b\": \"\\/\"}]} | true",
        "[] | true",
        "1 | true",
        "`` | false",
        "{a: 1} | false",
        "{\"a\": 1,} | false",
        "{\"a\": 1 | false",
        "{} {} | false",
        "{}} | false"
      })
  void oneDocumentOfJsonIsOne(String text, boolean expected) {
    assertThat(JsonText.isDocument(text)).isEqualTo(expected);
  }

  @Test
  void theSizeIsThatOfTheBytes() throws IOException {
    JsonNode document = JsonNodeFactory.instance.objectNode().put("é", "\n\u0001");

    assertThat(JsonText.size(document))
        .isEqualTo("{\"é\":\"\\n\\u0001\"}".getBytes(StandardCharsets.UTF_8).length);
    assertThat(JsonText.size(document)).isEqualTo(JsonText.write(document).length);
  }
}
