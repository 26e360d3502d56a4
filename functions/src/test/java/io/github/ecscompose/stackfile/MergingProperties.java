package io.github.ecscompose.stackfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.stackfile.Node.Entry;
import io.github.ecscompose.stackfile.Node.Mapping;
import io.github.ecscompose.stackfile.Node.Scalar;
import io.github.ecscompose.stackfile.Node.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Documents are laid over each other, from the first to the last.
 *
 * <p>Which of them are taken together makes no difference, with one exception: where one of three
 * documents has a map, the next one no map (nothing, a text or a list), and the last one a map
 * again. In their order, the second takes away what the first has; the second and the third taken
 * together are the third, which the first then shows through.
 */
class MergingProperties {

  private static final Mapping EMPTY = new Mapping(at(0), Map.of());

  /** In these a key always holds a map or never does. */
  @Provide
  Arbitrary<Mapping> documents() {
    return mapping(3);
  }

  /** In these any key may hold anything, and nothing too. */
  @Provide
  Arbitrary<Mapping> mixed() {
    return mixed(2);
  }

  @Property
  void mergingIsAssociative(
      @ForAll("mixed") Mapping first,
      @ForAll("mixed") Mapping second,
      @ForAll("mixed") Mapping third) {
    Assume.that(!takesAMapAwayBetween(first, second, third));
    checkAssociative(first, second, third);
  }

  @Property
  void mergingIsAlwaysAssociativeWhereKeysKeepTheirKind(
      @ForAll("documents") Mapping first,
      @ForAll("documents") Mapping second,
      @ForAll("documents") Mapping third) {
    checkAssociative(first, second, third);
  }

  /** What is not associative, as it is meant. */
  @Property
  void nothingShowsThroughWhatTookItAway(
      @ForAll("mixed") Mapping first,
      @ForAll("leaves") Node second,
      @ForAll("mixed") Mapping third) {
    Mapping taken = merge(under(first), under(second));

    assertThat(taken.entries()).isEqualTo(under(second).entries());
    assertThat(merge(taken, under(third)).entries()).isEqualTo(under(third).entries());
  }

  @Provide
  Arbitrary<Node> leaves() {
    return Arbitraries.oneOf(leaf(), Arbitraries.just(scalar("", 1)));
  }

  private static void checkAssociative(Mapping first, Mapping second, Mapping third) {
    Mapping left = merge(merge(first, second), third);
    Mapping right = merge(first, merge(second, third));

    assertThat(left).isEqualTo(right).isEqualTo(merge(first, second, third));
    assertThat(keys(left)).isEqualTo(keys(right));
  }

  @Property
  void anEmptyDocumentChangesNothing(@ForAll("documents") Mapping document) {
    assertThat(merge(document, EMPTY)).isEqualTo(document);
    assertThat(merge(EMPTY, document).entries()).isEqualTo(document.entries());
  }

  @Property
  void theLaterOneWins(@ForAll("documents") Mapping earlier, @ForAll("documents") Mapping later) {
    Map<String, Node> expected = new LinkedHashMap<>(leaves(earlier));
    expected.putAll(leaves(later));

    assertThat(leaves(merge(earlier, later))).isEqualTo(expected);
    assertThat(merge(later, later).entries()).isEqualTo(later.entries());
  }

  @Property
  void severalSourcesAreAsOneStream(
      @ForAll("texts") List<String> documents, @ForAll("texts") List<String> others) {
    List<String> all = new ArrayList<>(documents);
    all.addAll(others);
    String web = "services: {web: {image: nginx}}\n";

    Stack stream = Stackfiles.stack(web + "---\n" + String.join("---\n", all));

    assertThat(
            Stackfiles.stack(
                web,
                String.join("---\n", documents),
                "# nothing\n",
                "--- {}\n---\n" + String.join("---\n", others)))
        .isEqualTo(stream);
  }

  /** Documents of a text that set a few keys, the same ones again and again. */
  @Provide
  Arbitrary<List<String>> texts() {
    return Combinators.combine(
            Arbitraries.of(
                "services: {web: {memory: %d}}\n",
                "services: [web: {environment: {A: '%d'}}]\n",
                "services: {web: {ports: [%d]}}\n",
                "services: {web: {ports: }, s%d: {image: nginx}}\n",
                "defaults: {environment: {A: '%d', B: b}}\n",
                "defaults: {environment: [B=%d]}\n",
                "logging: {log_driver: awslogs, options: {a: '%d'}}\n",
                "services: {web: {logging: {log_driver: syslog, options: {b: '%d'}}}}\n",
                "logging:\nservices: {web: {logging: {log_driver: gelf, options: {b: '%d'}}}}\n"),
            Arbitraries.integers().between(6, 9))
        .as((text, number) -> text.formatted(number))
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  /** Whether somewhere the first has a map, the second something else and the third a map. */
  private static boolean takesAMapAwayBetween(Mapping first, Mapping second, Mapping third) {
    return second.entries().entrySet().stream()
        .anyMatch(entry ->
            first.entries().get(entry.getKey()) instanceof Entry(Position a, Mapping one)
                && third.entries().get(entry.getKey()) instanceof Entry(Position b, Mapping last)
                && !(entry.getValue().value() instanceof Mapping between
                    && !takesAMapAwayBetween(one, between, last)));
  }

  private static Mapping under(Node value) {
    return new Mapping(at(1), Map.of("k", new Entry(at(1), value)));
  }

  private Arbitrary<Mapping> mixed(int depth) {
    Arbitrary<Node> value =
        depth == 0
            ? leaves()
            : Arbitraries.oneOf(leaves(), Arbitraries.lazy(() -> mixed(depth - 1)));
    return Combinators.combine(Arbitraries.of("a", "b"), value)
        .as(Map::entry)
        .list()
        .ofMaxSize(3)
        .map(entries -> mapping(entries, 1));
  }

  private static Arbitrary<Mapping> mapping(int depth) {
    Arbitrary<Map.Entry<String, Node>> leaf =
        Combinators.combine(Arbitraries.of("a", "b", "c"), leaf()).as(Map::entry);
    Arbitrary<Map.Entry<String, Node>> map =
        depth == 0
            ? leaf
            : Combinators.combine(
                    Arbitraries.of("x", "y", "z"), Arbitraries.lazy(() -> mapping(depth - 1)))
                .as((key, value) -> Map.entry(key, (Node) value));
    return Combinators.combine(
            Arbitraries.oneOf(leaf, map).list().ofMaxSize(5),
            Arbitraries.integers().between(1, 1000))
        .as(MergingProperties::mapping)
        .withoutEdgeCases();
  }

  private static Mapping mapping(List<Map.Entry<String, Node>> found, int line) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    found.forEach(entry -> entries.put(entry.getKey(), new Entry(at(line), entry.getValue())));
    return new Mapping(at(line), entries);
  }

  private static Arbitrary<Node> leaf() {
    Arbitrary<Node> scalar =
        Arbitraries.integers()
            .between(1, 1000)
            .map(number -> scalar(String.valueOf(number), number));
    return Arbitraries.oneOf(
        scalar, scalar.list().ofMaxSize(2).map(items -> new Sequence(at(items.size()), items)));
  }

  private static Scalar scalar(String text, int line) {
    return new Scalar(at(line), text, text, true, false);
  }

  private static Position at(int line) {
    return new Position(0, "f", line, 1);
  }

  private static Mapping merge(Mapping... documents) {
    return Merger.merge(List.of(documents));
  }

  /** What is no map, by the keys that lead to it. */
  private static Map<String, Node> leaves(Node node) {
    Map<String, Node> leaves = new LinkedHashMap<>();
    if (node instanceof Mapping mapping) {
      mapping
          .entries()
          .forEach((key, entry) ->
              leaves(entry.value()).forEach((path, leaf) -> leaves.put(key + "." + path, leaf)));
    } else {
      leaves.put("", node);
    }
    return leaves;
  }

  /** The keys in their order, which maps do not compare. */
  private static List<String> keys(Mapping mapping) {
    return List.copyOf(leaves(mapping).keySet());
  }
}
