package io.github.ecscompose.aws;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Builds an update of one row. Names go through placeholders: many are words of DynamoDB's. */
final class RowUpdate {

  private final List<String> assignments = new ArrayList<>();
  private final List<String> removals = new ArrayList<>();
  private final List<String> conditions = new ArrayList<>();
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, AttributeValue> values = new HashMap<>();

  RowUpdate set(String attribute, AttributeValue value) {
    assignments.add(name(attribute) + " = " + value(attribute, value));
    return this;
  }

  RowUpdate set(String attribute, Optional<String> text) {
    text.ifPresent(present -> set(attribute, Attributes.text(present)));
    return this;
  }

  /** Sets an attribute that the row lacks. */
  RowUpdate setOnce(String attribute, AttributeValue value) {
    String name = name(attribute);
    assignments.add(name + " = if_not_exists(" + name + ", " + value(attribute, value) + ")");
    return this;
  }

  /** Takes an attribute off the row, if it is there. */
  RowUpdate remove(String attribute) {
    removals.add(name(attribute));
    return this;
  }

  /** Updates only a row that exists. */
  RowUpdate ifExists() {
    conditions.add("attribute_exists(" + name("item") + ")");
    return this;
  }

  /** Updates only a row whose attribute is none of those; one without it is updated. */
  RowUpdate unless(String attribute, Collection<String> forbidden) {
    List<String> placeholders = new ArrayList<>();
    for (String text : forbidden) {
      placeholders.add(value("not" + placeholders.size(), Attributes.text(text)));
    }
    conditions.add("NOT " + name(attribute) + " IN (" + String.join(", ", placeholders) + ")");
    return this;
  }

  /** The request, which answers a failed condition with the row as it is. */
  UpdateItemRequest.Builder of(String table, Map<String, AttributeValue> key) {
    return UpdateItemRequest.builder()
        .tableName(table)
        .key(key)
        .updateExpression(expression())
        .conditionExpression(String.join(" AND ", conditions))
        .expressionAttributeNames(names)
        .expressionAttributeValues(values)
        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
  }

  private String expression() {
    String set = "SET " + String.join(", ", assignments);
    return removals.isEmpty() ? set : set + " REMOVE " + String.join(", ", removals);
  }

  private String name(String attribute) {
    names.put("#" + attribute, attribute);
    return "#" + attribute;
  }

  private String value(String placeholder, AttributeValue value) {
    values.put(":" + placeholder, value);
    return ":" + placeholder;
  }
}
