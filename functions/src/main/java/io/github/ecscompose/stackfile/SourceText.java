package io.github.ecscompose.stackfile;

import io.github.ecscompose.json.JsonText;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.reader.StreamReader;

/** Turns a source's bytes into text that YAML allows. */
final class SourceText {

  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final Pattern INDENTATION = Pattern.compile("^[ \\t]+", Pattern.MULTILINE);

  private final int index;
  private final Source source;

  SourceText(int index, Source source) {
    this.index = index;
    this.source = source;
  }

  /** The text, without a byte order mark. */
  String decode(Budget budget) throws UnreadableException {
    byte[] bytes = source.content();
    if (!budget.takeText(bytes.length)) {
      throw new UnreadableException(
          new Position(index, source.name(), 0, 0),
          "a stackfile may have 1 MiB of text (%d bytes) at most, all its files together"
              .formatted(Budget.TEXT));
    }
    String text = utf8(bytes);
    checkCharacters(text);
    return spaced(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
  }

  private String utf8(byte[] bytes) throws UnreadableException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      throw new UnreadableException(
          endOf(text), "this is not UTF-8 text: save the file as UTF-8, or is it a binary file?");
    }
    return text;
  }

  private void checkCharacters(String text) throws UnreadableException {
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      if (!StreamReader.isPrintable(text.codePointAt(at))) {
        throw new UnreadableException(
            endOf(text.substring(0, at)),
            "the character U+%04X is not allowed in YAML: is this a binary file?"
                .formatted(text.codePointAt(at)));
      }
    }
  }

  /** JSON may have tabs between its parts, which SnakeYAML does not take; each becomes a space. */
  private static String spaced(String text) {
    if (text.indexOf('\t') < 0 || !text.stripLeading().startsWith("{")) {
      return text;
    }
    return JsonText.isDocument(text)
        ? spacedOutsideOfStrings(text)
        : INDENTATION.matcher(text).replaceAll(tabs -> " ".repeat(tabs.group().length()));
  }

  private static String spacedOutsideOfStrings(String json) {
    StringBuilder spaced = new StringBuilder(json);
    boolean inString = false;
    for (int at = 0; at < json.length(); at++) {
      char character = json.charAt(at);
      if (character == '"') {
        inString = !inString;
      } else if (character == '\\') {
        at++;
      } else if (character == '\t' && !inString) {
        spaced.setCharAt(at, ' ');
      }
    }
    return spaced.toString();
  }

  /** The place just after the text. */
  private Position endOf(String text) {
    int lineStart = text.lastIndexOf('\n') + 1;
    int line = 1 + (int) text.chars().filter(character -> character == '\n').count();
    int column = 1 + text.codePointCount(lineStart, text.length());
    return new Position(index, source.name(), line, column);
  }
}
