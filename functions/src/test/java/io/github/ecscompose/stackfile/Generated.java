package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Meaning.Assignments;
import io.github.ecscompose.stackfile.Meaning.Command;
import io.github.ecscompose.stackfile.Meaning.Flag;
import io.github.ecscompose.stackfile.Meaning.Items;
import io.github.ecscompose.stackfile.Meaning.Mebibytes;
import io.github.ecscompose.stackfile.Meaning.Seconds;
import io.github.ecscompose.stackfile.Meaning.Settings;
import io.github.ecscompose.stackfile.Meaning.Several;
import io.github.ecscompose.stackfile.Meaning.Text;
import io.github.ecscompose.stackfile.Meaning.Whole;
import io.github.ecscompose.stackfile.Meaning.Word;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Generated values of one kind each. */
final class Generated {

  private Generated() {}

  /** Texts of which YAML, variables or shells could make something else. */
  static Arbitrary<String> texts() {
    return Arbitraries.of(
            "a", "Z", "0", "7", " ", "  ", "\n", "\t", "\r", ":", ": ", "#", " #", "{", "}", "[",
            "]", ",", "&", "*", "!", "|", ">", "'", "\"", "%", "@", "`", "$", "$$", "$A", "${A}",
            "\\", "\\n", "-", "- ", "---", "?", "~", "null", "true", "<<", "=", "é", "😀", "\u0085",
            "\u2028", "\uFEFF")
        .list()
        .ofMaxSize(6)
        .map(parts -> String.join("", parts));
  }

  /** The prefix, and letters and digits after it. */
  static Arbitrary<Text> named(String prefix) {
    return Arbitraries.strings()
        .withCharRange('a', 'z')
        .numeric()
        .ofMinLength(1)
        .ofMaxLength(8)
        .map(text -> new Text(prefix + text));
  }

  static Arbitrary<Text> texts(String... choices) {
    return Arbitraries.of(choices).map(Text::new);
  }

  static Arbitrary<Whole> whole(int least, int most) {
    return Arbitraries.integers().between(least, most).map(Whole::new);
  }

  static Arbitrary<Mebibytes> memory(int least, int most) {
    return Arbitraries.integers().between(least, most).map(Mebibytes::new);
  }

  static Arbitrary<Seconds> seconds(int least, int most) {
    return Arbitraries.integers().between(least, most).map(Seconds::new);
  }

  static Arbitrary<Flag> flag() {
    return Arbitraries.of(true, false).map(Flag::new);
  }

  static Arbitrary<Command> command() {
    return texts().list().ofMinSize(1).ofMaxSize(4).map(Command::new);
  }

  /** One to four names with values. */
  static Arbitrary<Assignments> assignments(String prefix, Arbitrary<String> values) {
    return Arbitraries.maps(Arbitraries.integers().between(0, 9).map(name -> prefix + name), values)
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(Assignments::new);
  }

  /** One to three, in an order that counts. */
  static Arbitrary<Items> items(Arbitrary<? extends Meaning> items) {
    return items.list().ofMinSize(1).ofMaxSize(3).map(list -> new Items(List.copyOf(list)));
  }

  /** One to three different ones, in an order that means nothing. */
  static Arbitrary<Several> several(Arbitrary<? extends Meaning> items) {
    return items
        .list()
        .uniqueElements()
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(list -> new Several(List.copyOf(list)));
  }

  static <T extends Meaning> Arbitrary<T> always(T value) {
    return Arbitraries.just(value);
  }

  /** A word in whose place no other is valid. */
  static Word word(String word) {
    return new Word(word, List.of(word));
  }

  static Settings given(Map<String, Meaning> given) {
    return new Settings(given, Map.of());
  }

  static Several several(String... texts) {
    return new Several(List.of(texts).stream().<Meaning>map(Text::new).toList());
  }
}
