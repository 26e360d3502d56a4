package io.github.ecscompose.stackfile;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes YAML in a style that changes from value to value. */
final class YamlWriter {

  private static final Set<String> NULLS = Set.of("~", "null", "Null", "NULL");
  private static final String PLAIN = "[A-Za-z0-9/$_][A-Za-z0-9/$_.-]*(?::[A-Za-z0-9/$_.-]+)*|<<";
  private static final String PRINTABLE = "[ -~]*";
  private static final String LINES = "[!-~][ -~]*(?:\n[!-~][ -~]*)+";

  private final Random random;
  private final StringBuilder text = new StringBuilder();

  YamlWriter(Random random) {
    this.random = random;
  }

  /** One document, with the mark of its start. */
  String document(Written.Entries value) {
    text.append("---");
    comment();
    if (value.entries().isEmpty() || random.nextInt(6) == 0) {
      text.append('\n').append(flow(value)).append('\n');
    } else {
      text.append('\n');
      block(value.entries(), 0);
    }
    return text.toString();
  }

  private void block(Map<String, Written> entries, int indent) {
    entries.forEach((key, value) -> {
      text.append(" ".repeat(indent)).append(quoted(key)).append(':');
      value(value, indent);
    });
  }

  private void block(List<Written> items, int indent) {
    for (Written item : items) {
      text.append(" ".repeat(indent)).append('-');
      if (item instanceof Written.Entries map && !map.entries().isEmpty() && random.nextBoolean()) {
        int start = text.length();
        block(map.entries(), indent + 2);
        text.delete(start, start + indent + 1);
      } else {
        value(item, indent);
      }
    }
  }

  /** What follows a key or a dash, to the end of the line at least. */
  private void value(Written value, int indent) {
    int deeper = indent + 2 + random.nextInt(3);
    switch (value) {
      case Written.Anchored anchored -> {
        text.append(" &").append(anchored.name());
        value(anchored.value(), indent);
      }
      case Written.Entries map when !map.entries().isEmpty() && random.nextInt(4) > 0 -> {
        comment();
        text.append('\n');
        block(map.entries(), deeper);
      }
      case Written.Items list when !list.items().isEmpty() && random.nextInt(3) > 0 -> {
        comment();
        text.append('\n');
        block(list.items(), deeper);
      }
      case Written.Scalar scalar when scalar.text().matches(LINES) && random.nextBoolean() ->
          text.append(" |-\n").append(scalar.text().indent(deeper));
      case Written other -> {
        text.append(' ').append(flow(other));
        comment();
        text.append('\n');
      }
    }
  }

  private void comment() {
    if (random.nextInt(6) == 0) {
      text.append(" # {a comment: *anything");
    }
  }

  private String flow(Written value) {
    return switch (value) {
      case Written.Scalar scalar -> quoted(scalar.text());
      case Written.Alias alias -> "*" + alias.name() + " ";
      case Written.Anchored anchored -> "&" + anchored.name() + " " + flow(anchored.value());
      case Written.Items list ->
          list.items().stream().map(this::flow).collect(Collectors.joining(", ", "[", "]"));
      case Written.Entries map ->
          map.entries().entrySet().stream()
              .map(entry -> quoted(entry.getKey()) + ": " + flow(entry.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
    };
  }

  private String quoted(String scalar) {
    boolean plain = scalar.matches(PLAIN) && !NULLS.contains(scalar);
    if (plain && (scalar.equals("<<") || random.nextInt(3) > 0)) {
      return scalar;
    }
    return scalar.matches(PRINTABLE) && random.nextBoolean()
        ? "'" + scalar.replace("'", "''") + "'"
        : '"' + scalar.codePoints().mapToObj(this::escaped).collect(Collectors.joining()) + '"';
  }

  private String escaped(int character) {
    return switch (character) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\t' -> "\\t";
      default ->
          isShown(character) ? Character.toString(character) : "\\U%08X".formatted(character);
    };
  }

  private boolean isShown(int character) {
    boolean ascii = character >= ' ' && character < 0x7F;
    return ascii || (isLetterOrEmoji(character) && random.nextBoolean());
  }

  private static boolean isLetterOrEmoji(int character) {
    return Character.isLetter(character) || Character.getType(character) == Character.OTHER_SYMBOL;
  }
}
