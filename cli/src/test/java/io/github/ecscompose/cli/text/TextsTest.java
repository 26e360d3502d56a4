package io.github.ecscompose.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextsTest {

  @Test
  void nothingThatOthersSayMovesTheCursor() {
    assertThat(Texts.line("a\u001b[2Jb\u0007c\u202ed\ne\tf\r")).isEqualTo("a�[2Jb�c�d e f ");
    assertThat(Texts.lines("one\u001b\ntwo")).isEqualTo("one�\ntwo");
  }

  @ParameterizedTest
  @CsvSource({"abc,3", "日本,4", "é,1", "e\u0301,1", "🚀,2", "'',0"})
  void widthIsCountedInColumns(String text, int columns) {
    assertThat(Texts.width(text)).isEqualTo(columns);
  }

  @Test
  void whatIsClippedSaysSo() {
    assertThat(Texts.clip("worker", 6)).isEqualTo("worker");
    assertThat(Texts.clip("worker", 5)).isEqualTo("work…");
    assertThat(Texts.clip("日本語", 4)).isEqualTo("日…");
    assertThat(Texts.clip("worker", 0)).isEmpty();
  }

  @Test
  void columnsLineUpByWhatIsSeen() {
    assertThat(new Columns().row("日本", "x", "last").row("a", "long", "").lines())
        .isEqualTo(List.of("日本  x     last", "a     long"));
    assertThat(new Columns().lines()).isEmpty();
  }

  @Test
  void documentsArePrintedInBothFormats() {
    var document =
        com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
            .objectNode()
            .put("name", "web")
            .put("version", "1");
    assertThat(Documents.text(document, Format.yaml)).isEqualTo("name: web\nversion: \"1\"");
    assertThat(Documents.text(document, Format.json)).contains("\"version\" : \"1\"");
  }
}
