package io.github.ecscompose.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.stackfile.Variables.Value;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * {@code variables.json}: the variables that belong to one deployment, so that whoever reads its
 * stackfile again reads the same. They travel in this file alone, for a workflow's input and
 * history can be read by many.
 *
 * @param settled whether nothing else counts: what then lacks was not defined, and its default was
 *     used. Until the stackfile was read, these are what came with the request, and SSM has others.
 */
record KeptVariables(boolean settled, Map<String, Value> values) {

  static final KeptVariables NONE = new KeptVariables(false, Map.of());

  KeptVariables {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /** Those on which a stackfile that was read depends, of all that there were. */
  static KeptVariables settled(Set<String> names, Map<String, Value> all) {
    Map<String, Value> values = new TreeMap<>(all);
    values.keySet().retainAll(names);
    return new KeptVariables(true, values);
  }

  static KeptVariables read(JsonNode document) {
    Map<String, Value> values = new TreeMap<>();
    document
        .path("variables")
        .properties()
        .forEach(variable -> values.put(variable.getKey(), value(variable.getValue())));
    return new KeptVariables(document.path("settled").asBoolean(), values);
  }

  private static Value value(JsonNode node) {
    return new Value(node.path("value").asText(), node.path("secret").asBoolean());
  }

  ObjectNode toJson() {
    ObjectNode document = JsonNodeFactory.instance.objectNode().put("settled", settled);
    ObjectNode variables = document.putObject("variables");
    values.forEach((name, value) ->
        variables.putObject(name).put("value", value.text()).put("secret", value.secret()));
    return document;
  }
}
