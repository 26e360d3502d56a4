package io.github.ecscompose.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads what is installed beside the code: the template, the state machines, the API, samples. */
public final class Installation {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path ROOT = Path.of("..");

  private Installation() {}

  static JsonNode template() {
    return yaml("template.yaml");
  }

  /** A YAML file; a short form as {@code !Ref x} reads as its long form {@code {"Ref": "x"}}. */
  static JsonNode yaml(String name) {
    LoaderOptions options = new LoaderOptions();
    // Of the template's policy statements; SnakeYAML takes 50.
    options.setMaxAliasesForCollections(500);
    Object document = new Yaml(new ShortForms(options)).load(text(name));
    return JSON.valueToTree(document);
  }

  public static JsonNode json(String name) {
    try {
      return JSON.readTree(text(name));
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  static String text(String name) {
    try {
      return Files.readString(ROOT.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names, from the root on, of the files of a folder. */
  static Stream<String> files(String folder) {
    try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
      return files.map(file -> folder + "/" + file.getFileName()).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The template's resources of a type, by logical id. */
  static Map<String, JsonNode> resources(JsonNode template, String type) {
    return resources(template, type::equals);
  }

  static Map<String, JsonNode> resources(JsonNode template, Predicate<String> type) {
    return template.get("Resources").properties().stream()
        .filter(resource -> type.test(resource.getValue().get("Type").asText()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** The elements of a list; a single value counts as a list of one, as in IAM policies. */
  static Stream<JsonNode> list(JsonNode node) {
    return node.isArray() ? StreamSupport.stream(node.spliterator(), false) : Stream.of(node);
  }

  private static final class ShortForms extends SafeConstructor {
    ShortForms(LoaderOptions options) {
      super(options);
      yamlMultiConstructors.put("!", new LongForm());
    }

    private final class LongForm extends AbstractConstruct {
      @Override
      public Object construct(Node node) {
        String name = node.getTag().getValue().substring(1);
        Object value =
            switch (node) {
              case ScalarNode scalar -> scalar.getValue();
              case SequenceNode sequence -> constructSequence(sequence);
              case MappingNode mapping -> constructMapping(mapping);
              default -> throw new IllegalArgumentException(node.toString());
            };
        boolean withoutPrefix = name.equals("Ref") || name.equals("Condition");
        return Map.of(withoutPrefix ? name : "Fn::" + name, value);
      }
    }
  }
}
