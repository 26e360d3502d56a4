package io.github.ecscompose.cli.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.github.ecscompose.json.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Prints documents for programs, and for people who like YAML. */
public final class Documents {

  private static final Pattern CONTROL = Pattern.compile("[\\x7f-\\x9f]");

  private Documents() {}

  /** The document as JSON or YAML, without an end of line. */
  public static String text(JsonNode document, Format format) {
    try {
      return format == Format.yaml
          ? yaml(document)
          : escaped(new String(JsonText.writeReadably(document), StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** JSON lets the control characters above ASCII stand as they are, and terminals obey them. */
  private static String escaped(String json) {
    return CONTROL
        .matcher(json)
        .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
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
