package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Node.Entry;
import io.github.ecscompose.stackfile.Node.Mapping;
import io.github.ecscompose.stackfile.Node.Scalar;
import io.github.ecscompose.stackfile.Node.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Builds the documents of one text from SnakeYAML's events. SnakeYAML's own composer would resolve
 * types and lose the places of what exceeds a limit.
 */
final class YamlComposer {

  static final int DEEPEST = 100;

  /** What a node takes beside its text, so that a million empty ones are not free. */
  private static final int NODE_WEIGHT = 64;

  private static final String STANDARD_TAGS = "tag:yaml.org,2002:";
  private static final int LOWEST_SURROGATE = 0xD800;
  private static final int HIGHEST_SURROGATE = 0xDFFF;
  private static final String MERGE_KEY = "<<";

  private final int source;
  private final String file;
  private final EscapedSlashes slashes;
  private final StreamReader reader;
  private final Parser parser;
  private final Problems problems;
  private final Budget budget;
  private final Map<String, Anchor> anchors = new HashMap<>();
  private long weight;
  private int deepest;

  YamlComposer(int source, String file, String text, Problems problems, Budget budget) {
    this.source = source;
    this.file = file;
    this.slashes = EscapedSlashes.in(text);
    this.reader = new StreamReader(slashes.text());
    this.parser = new ParserImpl(reader, new LoaderOptions());
    this.problems = problems;
    this.budget = budget;
  }

  /** Every document of the text, empty ones included. */
  List<Node> documents() throws UnreadableException {
    List<Node> documents = new ArrayList<>();
    parser.getEvent();
    while (!parser.checkEvent(Event.ID.StreamEnd)) {
      anchors.clear();
      parser.getEvent();
      documents.add(node(Path.ROOT, 1));
      parser.getEvent();
    }
    return documents;
  }

  /** How far the text was read. */
  Position reached() {
    return position(reader.getMark());
  }

  private Node node(Path path, int depth) throws UnreadableException {
    NodeEvent event = (NodeEvent) parser.getEvent();
    Position position = position(event.getStartMark());
    reach(depth, position);
    checkTag(event, position, path);
    if (event instanceof AliasEvent) {
      return alias(event.getAnchor(), position, depth);
    }
    long weightBefore = weight;
    int deepestBefore = deepest;
    deepest = depth;
    weight += NODE_WEIGHT;
    Node node = content(event, position, path, depth);
    if (event.getAnchor() != null) {
      anchors.put(event.getAnchor(), new Anchor(node, weight - weightBefore, deepest - depth));
    }
    deepest = Math.max(deepest, deepestBefore);
    return node;
  }

  private Node content(NodeEvent event, Position position, Path path, int depth)
      throws UnreadableException {
    if (event instanceof ScalarEvent scalar) {
      return scalar(scalar, position, path);
    }
    return event.is(Event.ID.SequenceStart)
        ? sequence(position, path, depth)
        : mapping(position, path, depth);
  }

  private Scalar scalar(ScalarEvent event, Position position, Path path) {
    ScalarStyle style = event.getScalarStyle();
    String value = slashes.restored(event.getValue(), style == ScalarStyle.DOUBLE_QUOTED);
    weight += value.length();
    int noText = noText(value);
    if (noText >= 0) {
      problems.error(
          position,
          path,
          "the character U+%04X cannot be passed on to AWS: remove it"
              .formatted(value.codePointAt(noText)));
    }
    boolean plain = style == ScalarStyle.PLAIN && event.getTag() == null;
    return new Scalar(position, value, value, plain, false);
  }

  /** Where an escape brought in what no UTF-8 text can hold, or no environment variable; or -1. */
  private static int noText(String text) {
    int at = 0;
    while (at < text.length()) {
      int character = text.codePointAt(at);
      if (character == 0 || (character >= LOWEST_SURROGATE && character <= HIGHEST_SURROGATE)) {
        return at;
      }
      at += Character.charCount(character);
    }
    return -1;
  }

  private Sequence sequence(Position position, Path path, int depth) throws UnreadableException {
    List<Node> items = new ArrayList<>();
    while (!parser.checkEvent(Event.ID.SequenceEnd)) {
      items.add(node(path.item(items.size()), depth + 1));
    }
    parser.getEvent();
    return new Sequence(position, items);
  }

  private Mapping mapping(Position position, Path path, int depth) throws UnreadableException {
    Map<String, Entry> own = new LinkedHashMap<>();
    Map<String, Entry> merged = new LinkedHashMap<>();
    while (!parser.checkEvent(Event.ID.MappingEnd)) {
      Node key = node(path, depth + 1);
      if (key instanceof Scalar name && name.plain() && name.text().equals(MERGE_KEY)) {
        merge(merged, node(path, depth + 1), path);
      } else {
        put(own, key, path, depth);
      }
    }
    parser.getEvent();
    merged.putAll(own);
    return new Mapping(position, merged);
  }

  private void put(Map<String, Entry> entries, Node key, Path path, int depth)
      throws UnreadableException {
    String name = key instanceof Scalar scalar ? scalar.text() : "";
    Path keyPath = path.key(name);
    Node value = node(keyPath, depth + 1);
    if (!(key instanceof Scalar)) {
      problems.error(key.position(), path, "a key must be text, found " + key.shown());
      return;
    }
    Entry first = entries.putIfAbsent(name, new Entry(key.position(), value));
    if (first != null) {
      problems.error(
          key.position(),
          keyPath,
          "the key %s is given twice, first on line %d: remove one of them"
              .formatted(Texts.quote(name), first.key().line()));
    }
  }

  /** Of several maps, the first wins; the map's own keys win over all of them. */
  private void merge(Map<String, Entry> merged, Node value, Path path) {
    List<Node> maps = value instanceof Sequence sequence ? sequence.items() : List.of(value);
    for (Node map : maps) {
      if (map instanceof Mapping mapping) {
        mapping.entries().forEach(merged::putIfAbsent);
      } else {
        problems.error(
            map.position(),
            path,
            "the merge key << takes a map or a list of maps, found " + map.shown());
      }
    }
  }

  private Node alias(String name, Position position, int depth) throws UnreadableException {
    Anchor anchor =
        Optional.ofNullable(anchors.get(name))
            .orElseThrow(() ->
                new UnreadableException(
                    position,
                    "the alias *%s has no anchor &%s before it, or is inside of it"
                        .formatted(Texts.clip(name), Texts.clip(name))));
    reach(depth + anchor.height(), position);
    weight += anchor.weight();
    if (!budget.takeExpansion(anchor.weight())) {
      throw new UnreadableException(position, "aliases may expand to 10 MiB at most");
    }
    return anchor.node();
  }

  private void reach(int depth, Position position) throws UnreadableException {
    deepest = Math.max(deepest, depth);
    if (depth > DEEPEST) {
      throw new UnreadableException(
          position, "values may be nested %d deep at most".formatted(DEEPEST));
    }
  }

  private void checkTag(NodeEvent event, Position position, Path path) {
    String tag =
        switch (event) {
          case ScalarEvent scalar -> scalar.getTag();
          case CollectionStartEvent collection -> collection.getTag();
          default -> null;
        };
    if (tag != null && !isHarmless(tag)) {
      problems.error(position, path, "YAML tags are not supported, found " + Texts.quote(tag));
    }
  }

  private static boolean isHarmless(String tag) {
    return tag.startsWith(STANDARD_TAGS)
        && switch (tag.substring(STANDARD_TAGS.length())) {
          case "str", "int", "float", "bool", "null", "map", "seq" -> true;
          default -> false;
        };
  }

  Position position(Mark mark) {
    return new Position(source, file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** What an alias stands for. */
  private record Anchor(Node node, long weight, int height) {}
}
