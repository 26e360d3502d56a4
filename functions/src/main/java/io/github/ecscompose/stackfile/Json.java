package io.github.ecscompose.stackfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Builds and reads JSON by hand. What is not as expected when read is an {@link
 * IllegalArgumentException}: nobody but this package writes these documents.
 */
final class Json {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Json() {}

  static ObjectNode object() {
    return NODES.objectNode();
  }

  static <T> ArrayNode array(Collection<T> items, Function<T, JsonNode> writer) {
    ArrayNode array = NODES.arrayNode();
    items.forEach(item -> array.add(writer.apply(item)));
    return array;
  }

  static ArrayNode texts(Collection<String> texts) {
    return array(texts, NODES::textNode);
  }

  static ObjectNode texts(Map<String, String> texts) {
    return byName(texts, NODES::textNode);
  }

  static <T> ObjectNode byName(Map<String, T> values, Function<T, JsonNode> writer) {
    ObjectNode object = NODES.objectNode();
    new TreeMap<>(values).forEach((name, value) -> object.set(name, writer.apply(value)));
    return object;
  }

  static <T> JsonNode optional(Optional<T> value, Function<T, JsonNode> writer) {
    return value.map(writer).orElseGet(NODES::nullNode);
  }

  static JsonNode optional(Optional<String> text) {
    return optional(text, NODES::textNode);
  }

  static JsonNode optionalInteger(Optional<Integer> number) {
    return optional(number, NODES::numberNode);
  }

  static JsonNode member(JsonNode object, String name) {
    return object.required(name);
  }

  static String text(JsonNode object, String name) {
    return text(expect(object, name, JsonNode::isTextual));
  }

  static int integer(JsonNode object, String name) {
    return expect(object, name, JsonNode::canConvertToInt).intValue();
  }

  static boolean flag(JsonNode object, String name) {
    return expect(object, name, JsonNode::isBoolean).booleanValue();
  }

  static <T> List<T> list(JsonNode object, String name, Function<JsonNode, T> reader) {
    return expect(object, name, JsonNode::isArray).valueStream().map(reader).toList();
  }

  static List<String> texts(JsonNode object, String name) {
    return list(object, name, Json::text);
  }

  static Map<String, String> textsByName(JsonNode object, String name) {
    return byName(object, name, Json::text);
  }

  static <T> Map<String, T> byName(JsonNode object, String name, Function<JsonNode, T> reader) {
    Map<String, T> values = new TreeMap<>();
    expect(object, name, JsonNode::isObject)
        .forEachEntry((key, value) -> values.put(key, reader.apply(value)));
    return values;
  }

  static <T> Optional<T> optional(JsonNode object, String name, Function<JsonNode, T> reader) {
    JsonNode value = member(object, name);
    return value.isNull() ? Optional.empty() : Optional.of(reader.apply(value));
  }

  static Optional<String> optionalText(JsonNode object, String name) {
    return optional(object, name, Json::text);
  }

  static Optional<Integer> optionalInteger(JsonNode object, String name) {
    return member(object, name).isNull() ? Optional.empty() : Optional.of(integer(object, name));
  }

  private static String text(JsonNode value) {
    if (!value.isTextual()) {
      throw new IllegalArgumentException("expected text, found " + value.getNodeType());
    }
    return value.textValue();
  }

  private static JsonNode expect(JsonNode object, String name, Predicate<JsonNode> type) {
    JsonNode value = member(object, name);
    if (!type.test(value)) {
      throw new IllegalArgumentException("unexpected " + value.getNodeType() + " at " + name);
    }
    return value;
  }
}
