package io.github.ecscompose.handler;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecscompose.json.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keeps what is printed meanwhile, which is where a function's log lines go. */
final class StandardOutput implements AutoCloseable {

  private final PrintStream before = System.out;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  StandardOutput() {
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  /** The lines that are JSON objects. */
  List<JsonNode> lines() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : text().lines().filter(line -> line.startsWith("{")).toList()) {
      lines.add(JsonText.read(line.getBytes(StandardCharsets.UTF_8)));
    }
    return lines;
  }

  @Override
  public void close() {
    System.setOut(before);
  }
}
