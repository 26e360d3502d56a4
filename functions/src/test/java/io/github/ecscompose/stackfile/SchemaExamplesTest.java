package io.github.ecscompose.stackfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.stackfile.Variables.Value;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the schema shows to users is true: its examples can be deployed, its defaults hold. */
class SchemaExamplesTest {

  private static final JsonNode PLACES = StackfileSchema.yaml(Stackfiles.resource("places.yml"));

  private static final Variables VARIABLES =
      new Variables(
          Map.of(
              "REGISTRY", new Value("registry.example.com", false),
              "TAG", new Value("1", false),
              "ECS_COMPOSE_REGION", new Value("eu-west-1", false)));

  /** All that they can say means the same. */
  private static final Set<String> WITHOUT_A_CHOICE =
      Set.of("service.deployment_strategy", "dependency.condition");

  /** Where to place a value of the schema: a key of a section. */
  record Key(String section, String name, JsonNode schema) {

    String text(JsonNode value) {
      JsonNode place = PLACES.path("sections").path(section);
      assertThat(place.isObject()).as("places.yml knows the section " + section).isTrue();
      ObjectNode stackfile = PLACES.path("base").deepCopy();
      ObjectNode item = StackfileSchema.object();
      for (JsonNode companions : List.of(place.path("with"), place.path("keys").path(name))) {
        over(item, companions.path("item"));
        over(stackfile, companions);
      }
      stackfile.remove("item");
      if (!value.isMissingNode()) {
        item.set(name, value);
      }
      String at = place.path("at").asText();
      if (at.endsWith("[]")) {
        ObjectNode parent = at(stackfile, at.substring(0, at.lastIndexOf('.')));
        parent
            .putArray(at.substring(at.lastIndexOf('.') + 1, at.length() - "[]".length()))
            .add(item);
      } else if (!value.isMissingNode()) {
        over(at(stackfile, at), StackfileSchema.object().set(name, value));
      }
      return stackfile.toString();
    }

    @Override
    public String toString() {
      return section + "." + name;
    }
  }

  /** The keys that the schema explains by itself, which those are that do not refer to others. */
  static Stream<Key> keys() {
    return Stream.concat(
            keys("", StackfileSchema.DOCUMENT),
            StackfileSchema.DOCUMENT.path("$defs").properties().stream()
                .flatMap(definition -> keys(definition.getKey(), definition.getValue())))
        .filter(key -> !key.schema().has("$ref"))
        .filter(key -> !key.schema().path("deprecated").asBoolean());
  }

  static Stream<Key> keysWithDefaults() {
    return keys().filter(key -> key.schema().has("default"));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void everyKeyIsExplainedWithExamplesThatAreAccepted(Key key) {
    assertThat(key.schema().path("title").asText()).isNotBlank();
    assertThat(key.schema().path("description").asText()).endsWith(".");
    assertThat(key.schema().path("examples")).isNotEmpty();
    for (JsonNode example : key.schema().path("examples")) {
      String text = key.text(example);
      assertThat(StackfileSchema.faults(text)).as(text).isEmpty();
      read(text);
    }
  }

  @ParameterizedTest
  @MethodSource("keysWithDefaults")
  void aDefaultWrittenOutChangesNothing(Key key) {
    JsonNode otherwise = key.schema().path("default");

    assertThat(read(key.text(otherwise)))
        .as(key.toString())
        .isEqualTo(read(key.text(StackfileSchema.DOCUMENT.path("nothing"))));
  }

  static Stream<Key> keysWithAChoice() {
    return keysWithDefaults().filter(key -> !WITHOUT_A_CHOICE.contains(key.toString()));
  }

  @ParameterizedTest
  @MethodSource("keysWithAChoice")
  void anotherValueThanTheDefaultChangesSomething(Key key) {
    String without = read(key.text(StackfileSchema.DOCUMENT.path("nothing")));

    assertThat(key.schema().path("examples").valueStream().map(example -> read(key.text(example))))
        .anySatisfy(read -> assertThat(read).isNotEqualTo(without));
  }

  /** The stack as canonical JSON. */
  private static String read(String text) {
    Parsed parsed = Stackfiles.read(List.of(Stackfiles.source("f", text)), "shop", VARIABLES);
    return switch (parsed) {
      case Parsed.Valid valid -> StackDocument.toJson(valid.stack()).toString();
      case Parsed.Invalid invalid -> fail(invalid.problems() + " in " + text);
    };
  }

  private static Stream<Key> keys(String section, JsonNode schema) {
    return schema.path("properties").properties().stream()
        .map(property -> new Key(section, property.getKey(), property.getValue()));
  }

  private static ObjectNode at(ObjectNode stackfile, String path) {
    ObjectNode node = stackfile;
    for (String key : path.isEmpty() ? new String[0] : path.split("\\.", -1)) {
      node = node.withObjectProperty(key);
    }
    return node;
  }

  /** Lays a map over another, deeply. */
  private static void over(ObjectNode base, JsonNode top) {
    top.properties()
        .forEach(entry -> {
          if (entry.getValue().isObject() && base.path(entry.getKey()).isObject()) {
            over((ObjectNode) base.path(entry.getKey()), entry.getValue());
          } else {
            base.set(entry.getKey(), entry.getValue().deepCopy());
          }
        });
  }
}
