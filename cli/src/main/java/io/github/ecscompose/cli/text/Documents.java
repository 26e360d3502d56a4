package io.github.ecscompose.cli.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.github.ecscompose.json.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Prints documents for programs, and for people who like YAML. */
public final class Documents {

  private Documents() {}

  /** The document as JSON or YAML, without an end of line. */
  public static String text(JsonNode document, Format format) {
    try {
      return format == Format.yaml
          ? yaml(document)
          : new String(JsonText.writeReadably(document), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String yaml(JsonNode document) throws IOException {
    YAMLFactory factory =
        YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();
    return new ObjectMapper(factory).writeValueAsString(document).strip();
  }
}
