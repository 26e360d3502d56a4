package io.github.ecscompose.aws;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Makes and reads DynamoDB's attribute values. */
final class Attributes {

  private Attributes() {}

  static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }

  static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }

  static AttributeValue texts(List<String> values) {
    return AttributeValue.fromL(values.stream().map(Attributes::text).toList());
  }

  static AttributeValue numbers(Map<String, Integer> values) {
    Map<String, AttributeValue> members = new HashMap<>();
    values.forEach((key, value) -> members.put(key, number(value)));
    return AttributeValue.fromM(members);
  }

  static Optional<String> optionalText(Map<String, AttributeValue> row, String name) {
    return Optional.ofNullable(row.get(name)).map(AttributeValue::s);
  }

  /** A text, or an empty one where the row has none. */
  static String text(Map<String, AttributeValue> row, String name) {
    return optionalText(row, name).orElse("");
  }

  static List<String> texts(Map<String, AttributeValue> row, String name) {
    return Optional.ofNullable(row.get(name)).map(AttributeValue::l).orElse(List.of()).stream()
        .map(AttributeValue::s)
        .toList();
  }

  static Map<String, Integer> numbers(Map<String, AttributeValue> row, String name) {
    Map<String, Integer> values = new HashMap<>();
    members(row, name).forEach((key, value) -> values.put(key, Integer.parseInt(value.n())));
    return values;
  }

  /** Whether a row should be gone; one without an expiry never should. */
  static boolean isExpired(Map<String, AttributeValue> row, Instant now) {
    AttributeValue expiresAt = row.get("expiresAt");
    return expiresAt != null && Long.parseLong(expiresAt.n()) < now.getEpochSecond();
  }

  static Map<String, AttributeValue> members(Map<String, AttributeValue> row, String name) {
    return Optional.ofNullable(row.get(name)).map(AttributeValue::m).orElse(Map.of());
  }
}
