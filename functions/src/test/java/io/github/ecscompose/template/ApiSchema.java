package io.github.ecscompose.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Checks JSON against a schema of {@code api/openapi.yaml}: as much of the language as the document
 * uses. A member that the schema does not name is a fault too, for then it is not documented.
 */
public final class ApiSchema {

  private final JsonNode document = Installation.yaml("api/openapi.yaml");

  /** What is wrong with the value, by path; nothing where it is as described. */
  public List<String> faults(String schema, JsonNode value) {
    return faults(document.at("/components/schemas/" + schema), value);
  }

  /** The names of what an operation takes in its query. */
  public List<String> queryParameters(String path, String method) {
    return Installation.list(document.path("paths").path(path).path(method).path("parameters"))
        .map(parameter -> document.at(parameter.get("$ref").asText().substring(1)))
        .filter(parameter -> parameter.get("in").asText().equals("query"))
        .map(parameter -> parameter.get("name").asText())
        .toList();
  }

  List<String> faults(JsonNode schema, JsonNode value) {
    List<String> faults = new ArrayList<>();
    check(schema, value, "$", faults);
    return faults;
  }

  private void check(JsonNode schema, JsonNode value, String path, List<String> faults) {
    if (schema.has("$ref")) {
      check(document.at(schema.get("$ref").asText().substring(1)), value, path, faults);
      return;
    }
    String type = schema.path("type").asText();
    boolean typed =
        switch (type) {
          case "object" -> value.isObject();
          case "array" -> value.isArray();
          case "string" -> value.isTextual();
          case "integer" -> value.isIntegralNumber();
          case "boolean" -> value.isBoolean();
          default ->
              throw new AssertionError("schema without a known type at " + path + ": " + schema);
        };
    if (!typed) {
      faults.add(path + " is no " + type);
      return;
    }
    switch (type) {
      case "object" -> object(schema, value, path, faults);
      case "array" -> {
        for (int index = 0; index < value.size(); index++) {
          check(schema.get("items"), value.get(index), path + "[" + index + "]", faults);
        }
      }
      case "string" -> string(schema, value.asText(), path, faults);
      default -> {}
    }
  }

  private void object(JsonNode schema, JsonNode value, String path, List<String> faults) {
    for (JsonNode required : schema.path("required")) {
      if (!value.has(required.asText())) {
        faults.add(path + "." + required.asText() + " lacks");
      }
    }
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      JsonNode described =
          schema.path("properties").has(member.getKey())
              ? schema.path("properties").get(member.getKey())
              : schema.path("additionalProperties");
      if (described.isObject()) {
        check(described, member.getValue(), path + "." + member.getKey(), faults);
      } else if (schema.has("properties")) {
        faults.add(path + "." + member.getKey() + " is not described");
      }
    }
  }

  private static void string(JsonNode schema, String text, String path, List<String> faults) {
    if (schema.has("enum")
        && Installation.list(schema.get("enum")).noneMatch(one -> one.asText().equals(text))) {
      faults.add(path + " is none of the enum: " + text);
    }
    if (schema.has("pattern") && !text.matches(schema.get("pattern").asText())) {
      faults.add(path + " does not match the pattern: " + text);
    }
    if (schema.path("format").asText().equals("date-time")
        && !text.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z")) {
      faults.add(path + " is no time: " + text);
    }
  }
}
