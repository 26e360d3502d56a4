package io.github.ecscompose.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Converts between the SDK's model objects and JSON in AWS's own member names, as the AWS CLI reads
 * and prints it. It works from the model's fields, so that no member is overlooked.
 */
final class SdkDocuments {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private SdkDocuments() {}

  /** The members that are set; times as ISO 8601. */
  static ObjectNode toJson(SdkPojo model) {
    ObjectNode document = JSON.objectNode();
    for (SdkField<?> field : model.sdkFields()) {
      Object value = field.getValueOrDefault(model);
      if (isSet(value)) {
        document.set(field.locationName(), node(value));
      }
    }
    return document;
  }

  /**
   * Sets a builder's members.
   *
   * @throws IllegalArgumentException if a member is unknown or of another type; the message names
   *     its path and never its value
   */
  static <B extends SdkPojo> B fromJson(ObjectNode document, B builder) {
    fill(document, builder, "");
    return builder;
  }

  /** The names of a model's members. */
  static Set<String> members(SdkPojo model) {
    Set<String> names = new LinkedHashSet<>();
    for (SdkField<?> field : model.sdkFields()) {
      names.add(field.locationName());
    }
    return names;
  }

  private static boolean isSet(@Nullable Object value) {
    return value != null
        && !(value instanceof SdkAutoConstructList<?>)
        && !(value instanceof SdkAutoConstructMap<?, ?>);
  }

  private static JsonNode node(@Nullable Object value) {
    return switch (value) {
      case null -> JSON.nullNode();
      case String text -> JSON.textNode(text);
      case Boolean flag -> JSON.booleanNode(flag);
      case Integer number -> JSON.numberNode(number);
      case Long number -> JSON.numberNode(number);
      case Float number -> JSON.numberNode(number);
      case Double number -> JSON.numberNode(number);
      case BigDecimal number -> JSON.numberNode(number);
      case Instant time -> JSON.textNode(time.toString());
      case SdkPojo model -> toJson(model);
      case List<?> list -> {
        ArrayNode array = JSON.arrayNode(list.size());
        list.forEach(element -> array.add(node(element)));
        yield array;
      }
      case Map<?, ?> map -> {
        ObjectNode object = JSON.objectNode();
        map.forEach((key, element) -> object.set(String.valueOf(key), node(element)));
        yield object;
      }
      default ->
          throw new IllegalArgumentException(
              "No JSON is known for a value of type " + value.getClass().getName());
    };
  }

  private static void fill(JsonNode document, SdkPojo builder, String path) {
    Map<String, SdkField<?>> fields = new LinkedHashMap<>();
    builder.sdkFields().forEach(field -> fields.put(field.locationName(), field));
    for (Map.Entry<String, JsonNode> member : document.properties()) {
      String place = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
      SdkField<?> field = fields.get(member.getKey());
      if (field == null) {
        throw new IllegalArgumentException("AWS knows no member " + place);
      }
      if (!member.getValue().isNull()) {
        field.set(builder, value(field, member.getValue(), place));
      }
    }
  }

  private static Object value(SdkField<?> field, JsonNode node, String path) {
    return switch (field.marshallingType().getKnownType()) {
      case STRING -> {
        required(node.isTextual(), path, "text");
        yield node.textValue();
      }
      case BOOLEAN -> {
        required(node.isBoolean(), path, "true or false");
        yield node.booleanValue();
      }
      case INTEGER -> {
        required(node.isIntegralNumber() && node.canConvertToInt(), path, "an integer");
        yield node.intValue();
      }
      case LONG -> {
        required(node.isIntegralNumber() && node.canConvertToLong(), path, "an integer");
        yield node.longValue();
      }
      case FLOAT -> {
        required(node.isNumber(), path, "a number");
        yield node.floatValue();
      }
      case DOUBLE -> {
        required(node.isNumber(), path, "a number");
        yield node.doubleValue();
      }
      case INSTANT -> instant(node, path);
      case LIST -> list(field, node, path);
      case MAP -> map(field, node, path);
      case SDK_POJO -> model(field, node, path);
      case NULL, BIG_DECIMAL, SDK_BYTES, SHORT, BYTE, DOCUMENT ->
          throw new IllegalArgumentException(path + " is of a type that cannot be given as JSON");
    };
  }

  private static Instant instant(JsonNode node, String path) {
    required(node.isTextual(), path, "a time");
    try {
      return Instant.parse(node.textValue());
    } catch (DateTimeException wrong) {
      throw new IllegalArgumentException(path + " has to be a time as ISO 8601", wrong);
    }
  }

  private static List<Object> list(SdkField<?> field, JsonNode node, String path) {
    required(node.isArray(), path, "a list");
    SdkField<?> element = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
    List<Object> values = new ArrayList<>(node.size());
    for (int index = 0; index < node.size(); index++) {
      values.add(value(element, node.path(index), path + "[" + index + "]"));
    }
    return values;
  }

  private static Map<String, Object> map(SdkField<?> field, JsonNode node, String path) {
    required(node.isObject(), path, "an object");
    SdkField<?> element = field.getRequiredTrait(MapTrait.class).valueFieldInfo();
    Map<String, Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      String place = path + "." + member.getKey();
      values.put(member.getKey(), value(element, member.getValue(), place));
    }
    return values;
  }

  private static Object model(SdkField<?> field, JsonNode node, String path) {
    required(node.isObject(), path, "an object");
    SdkPojo builder = field.constructor().get();
    fill(node, builder, path);
    return ((Buildable) builder).build();
  }

  private static void required(boolean holds, String path, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(path + " has to be " + expected);
    }
  }
}
