package io.github.ecscompose.stackfile;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A value of a YAML document, with its place. Aliases and merge keys are already resolved. */
sealed interface Node {

  /** What a node without text weighs, in bytes. */
  long WEIGHT = 16;

  Position position();

  /** What a message calls it; never the value of a variable, for messages are logged. */
  String shown();

  /** Roughly its size in bytes, with all that it holds. */
  long weight();

  /**
   * A single value. Its type is decided by the key that it is read for, so {@code 080} stays as it
   * was written.
   *
   * @param text after variables were put in
   * @param written in the stackfile, before that
   * @param plain written without quotes
   * @param secret whether a secret variable went into the text
   */
  record Scalar(Position position, String text, String written, boolean plain, boolean secret)
      implements Node {

    public Scalar {
      Objects.requireNonNull(position, "position");
      Objects.requireNonNull(text, "text");
      Objects.requireNonNull(written, "written");
    }

    /** Whether the key was left without a value. A variable's value never makes it so. */
    boolean isNull() {
      return plain
          && switch (written) {
            case "", "~", "null", "Null", "NULL" -> true;
            default -> false;
          };
    }

    @Override
    public String shown() {
      if (isNull()) {
        return "nothing";
      }
      if (secret) {
        return "a secret value";
      }
      return written.equals(text) ? Texts.quote(text) : "the value of " + Texts.quote(written);
    }

    @Override
    public long weight() {
      return WEIGHT + text.length();
    }
  }

  /** A value with a variable that may not be put in, which is already reported. */
  record Unresolved(Position position) implements Node {
    public Unresolved {
      Objects.requireNonNull(position, "position");
    }

    @Override
    public String shown() {
      return "an undefined variable";
    }

    @Override
    public long weight() {
      return WEIGHT;
    }
  }

  /** A list. */
  record Sequence(Position position, List<Node> items) implements Node {
    public Sequence {
      Objects.requireNonNull(position, "position");
      items = List.copyOf(items);
    }

    @Override
    public String shown() {
      return "a list";
    }

    @Override
    public long weight() {
      return WEIGHT + items.stream().mapToLong(Node::weight).sum();
    }
  }

  /** A map, in the order of the text. */
  record Mapping(Position position, Map<String, Entry> entries) implements Node {
    public Mapping {
      Objects.requireNonNull(position, "position");
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    @Override
    public String shown() {
      return "a map";
    }

    @Override
    public long weight() {
      long weight = WEIGHT;
      for (Map.Entry<String, Entry> entry : entries.entrySet()) {
        weight += entry.getKey().length() + entry.getValue().value().weight();
      }
      return weight;
    }
  }

  /** A map's value, and the place of its key. */
  record Entry(Position key, Node value) {
    public Entry {
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(value, "value");
    }
  }
}
