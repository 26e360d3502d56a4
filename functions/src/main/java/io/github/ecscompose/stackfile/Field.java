package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Node.Mapping;
import io.github.ecscompose.stackfile.Node.Scalar;
import io.github.ecscompose.stackfile.Node.Sequence;
import io.github.ecscompose.stackfile.Node.Unresolved;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value of the stackfile, read as the type that its key asks for. What cannot be read is reported
 * and gives empty.
 *
 * @param at place of the value's key, or of the value in a list
 */
record Field(Node node, Position at, Path path, Problems problems) {

  private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?\\d{1,18}");
  private static final Pattern DURATION =
      Pattern.compile("(?!$)(?:(\\d{1,6})h)?(?:(\\d{1,6})m(?!s))?(?:(\\d{1,6})s)?|(\\d{1,18})");
  static final Map<String, Boolean> FLAGS =
      Map.of("true", true, "yes", true, "on", true, "false", false, "no", false, "off", false);

  void error(String message) {
    problems.error(place(), path, message);
  }

  /** What is wrong with the key itself, whatever its value. */
  void errorAtKey(String message) {
    problems.error(at, path, message);
  }

  void warning(String message) {
    problems.warning(place(), path, message);
  }

  /** What a message calls the value; never the text of a secret. */
  String shown() {
    return node.shown();
  }

  boolean isNull() {
    return node instanceof Scalar scalar && scalar.isNull();
  }

  Optional<String> text() {
    return scalar("text").filter(this::isFilled).map(Scalar::text);
  }

  /** A text that may be empty. */
  Optional<String> value() {
    return scalar("text").map(Scalar::text);
  }

  /** A text that the pattern allows; else the expectation is reported. */
  Optional<String> text(Pattern pattern, String expectation) {
    return scalar(expectation)
        .map(Scalar::text)
        .filter(text -> matches(pattern, text, expectation));
  }

  /** A whole number in that range, both ends included. */
  Optional<Integer> integer(int min, int max) {
    String expectation = "a whole number " + range(min, max);
    return text(WHOLE_NUMBER, expectation)
        .map(Long::parseLong)
        .filter(number -> isWithin(number, min, max, expectation))
        .map(Long::intValue);
  }

  /** Seconds, as a number or as {@code 1m30s}. */
  Optional<Integer> seconds(int min, int max) {
    String expectation = "a duration of %d to %d seconds, as 90 or 1m30s".formatted(min, max);
    return text(DURATION, expectation)
        .map(Field::duration)
        .filter(seconds -> isWithin(seconds, min, max, expectation))
        .map(Long::intValue);
  }

  Optional<Boolean> flag() {
    return choice(FLAGS, "true or false");
  }

  /** One of the keys, in upper or lower case. */
  <T> Optional<T> choice(Map<String, T> choices, String expectation) {
    Optional<Scalar> scalar = scalar(expectation);
    Optional<T> chosen =
        scalar.flatMap(
            found -> Optional.ofNullable(choices.get(found.text().toLowerCase(Locale.ROOT))));
    if (scalar.isPresent() && chosen.isEmpty()) {
      expected(expectation);
    }
    return chosen;
  }

  /** The items of a list; empty where it is none. */
  Optional<List<Field>> items() {
    if (!(node instanceof Sequence sequence)) {
      expected("a list");
      return Optional.empty();
    }
    List<Field> items = new ArrayList<>();
    for (Node item : sequence.items()) {
      items.add(new Field(item, item.position(), path.item(items.size()), problems));
    }
    return Optional.of(items);
  }

  /** A list of texts that the pattern allows; empty where one of them cannot be read. */
  Optional<List<String>> texts(Pattern pattern, String expectation) {
    return items().flatMap(items -> texts(items, pattern, expectation));
  }

  private static Optional<List<String>> texts(
      List<Field> items, Pattern pattern, String expectation) {
    List<String> texts =
        items.stream().flatMap(item -> item.text(pattern, expectation).stream()).toList();
    return Optional.of(texts).filter(all -> all.size() == items.size());
  }

  /** A map with the keys that the user chose. */
  Optional<Map<String, Node.Entry>> map() {
    if (node instanceof Mapping mapping) {
      return Optional.of(mapping.entries());
    }
    expected("a map");
    return Optional.empty();
  }

  /** A map with known keys; others are reported. */
  Optional<Section> section(Keys keys) {
    return map().map(entries -> Section.of(this, entries, keys));
  }

  Field child(String key, Node.Entry entry) {
    return new Field(entry.value(), entry.key(), path.key(key), problems);
  }

  void expected(String expectation) {
    if (!(node instanceof Unresolved)) {
      error("expected " + expectation + ", found " + shown());
    }
  }

  private Position place() {
    return node instanceof Scalar scalar && !scalar.isNull() ? scalar.position() : at;
  }

  private Optional<Scalar> scalar(String expectation) {
    if (node instanceof Scalar scalar && !scalar.isNull()) {
      return Optional.of(scalar);
    }
    expected(expectation);
    return Optional.empty();
  }

  private boolean isFilled(Scalar scalar) {
    if (scalar.text().isBlank()) {
      error("expected text, found an empty one");
    }
    return !scalar.text().isBlank();
  }

  private boolean matches(Pattern pattern, String text, String expectation) {
    boolean matches = pattern.matcher(text).matches();
    if (!matches) {
      expected(expectation);
    }
    return matches;
  }

  private boolean isWithin(long number, int min, int max, String expectation) {
    boolean within = number >= min && number <= max;
    if (!within) {
      expected(expectation);
    }
    return within;
  }

  private static String range(int min, int max) {
    return "from " + min + " to " + max;
  }

  private static long duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    return matcher.matches()
        ? 3600 * part(matcher, 1) + 60 * part(matcher, 2) + part(matcher, 3) + part(matcher, 4)
        : 0;
  }

  private static long part(Matcher matcher, int group) {
    return matcher.group(group) == null ? 0 : Long.parseLong(matcher.group(group));
  }
}
