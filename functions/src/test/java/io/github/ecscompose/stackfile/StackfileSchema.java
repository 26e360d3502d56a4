package io.github.ecscompose.stackfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.ecscompose.stackfile.Node.Mapping;
import io.github.ecscompose.stackfile.Node.Scalar;
import io.github.ecscompose.stackfile.Node.Sequence;
import io.github.ecscompose.stackfile.Node.Unresolved;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What an editor finds in a stackfile by schema/stackfile.schema.json. */
final class StackfileSchema {

  /** The root of the repository. */
  static final Path ROOT = Path.of("..");

  static final JsonNode DOCUMENT = document();

  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(DOCUMENT.toString(), InputFormat.JSON);

  /** Plain scalars by the core schema of YAML 1.2, which editors follow. */
  private static final Pattern WHOLE = Pattern.compile("[-+]?\\d+");

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(?:\\.\\d+|\\d+(?:\\.\\d*)?)(?:[eE][-+]?\\d+)?");
  private static final Pattern BOOLEAN = Pattern.compile("true|True|TRUE|false|False|FALSE");

  private StackfileSchema() {}

  /** What is wrong with the documents of a text; empty where nothing is, or where it is no YAML. */
  static List<String> faults(String text) {
    return errors(text).map(Error::toString).toList();
  }

  static boolean isYaml(String text) {
    Problems problems = new Problems();
    new YamlReader(problems, new Budget()).read(List.of(Stackfiles.source("f", text)));
    return !problems.hasErrors();
  }

  /** The paths of keys that the schema does not know. */
  static SequencedSet<String> unknownKeys(String text) {
    SequencedSet<String> paths = new TreeSet<>();
    errors(text)
        .filter(error -> error.getKeyword().equals("additionalProperties"))
        .forEach(error -> {
          StringBuilder path = new StringBuilder();
          for (int index = 0; index < error.getInstanceLocation().getNameCount(); index++) {
            Object element = error.getInstanceLocation().getElement(index);
            path.append(element instanceof Integer ? "[" + element + "]" : "." + element);
          }
          paths.add((path + "." + error.getProperty()).substring(1));
        });
    return paths;
  }

  /** A document as data. */
  static JsonNode yaml(String text) {
    return documents(text).getFirst();
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static Stream<Error> errors(String text) {
    return documents(text).stream()
        .flatMap(document -> SCHEMA.validate(document.toString(), InputFormat.JSON).stream());
  }

  private static List<JsonNode> documents(String text) {
    Optional<List<Mapping>> documents =
        new YamlReader(new Problems(), new Budget()).read(List.of(Stackfiles.source("f", text)));
    return documents.orElse(List.of()).stream().map(StackfileSchema::json).toList();
  }

  private static JsonNode json(Node node) {
    return switch (node) {
      case Mapping mapping -> {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        mapping.entries().forEach((key, entry) -> object.set(key, json(entry.value())));
        yield object;
      }
      case Sequence sequence ->
          JsonNodeFactory.instance
              .arrayNode()
              .addAll(sequence.items().stream().map(StackfileSchema::json).toList());
      case Scalar scalar -> json(scalar);
      case Unresolved unresolved -> throw new IllegalStateException("nothing was expanded");
    };
  }

  private static JsonNode json(Scalar scalar) {
    String text = scalar.text();
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (!scalar.plain()) {
      return nodes.textNode(text);
    }
    if (scalar.isNull()) {
      return nodes.nullNode();
    }
    if (BOOLEAN.matcher(text).matches()) {
      return nodes.booleanNode(Boolean.parseBoolean(text));
    }
    if (WHOLE.matcher(text).matches()) {
      return nodes.numberNode(new BigInteger(text));
    }
    return NUMBER.matcher(text).matches()
        ? nodes.numberNode(Double.parseDouble(text))
        : nodes.textNode(text);
  }

  private static JsonNode document() {
    try {
      return new ObjectMapper()
          .readTree(Files.readString(ROOT.resolve("schema/stackfile.schema.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
