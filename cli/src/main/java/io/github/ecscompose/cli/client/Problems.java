package io.github.ecscompose.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecscompose.stackfile.Problem;
import java.util.ArrayList;
import java.util.List;

/** The problems of a stackfile as the API tells them. */
public final class Problems {

  private Problems() {}

  public static List<Problem> read(JsonNode list) {
    List<Problem> problems = new ArrayList<>();
    list.forEach(node ->
        problems.add(
            new Problem(
                node.path("file").asText(),
                node.path("line").asInt(),
                node.path("column").asInt(),
                node.path("path").asText(),
                node.path("message").asText())));
    return problems;
  }
}
