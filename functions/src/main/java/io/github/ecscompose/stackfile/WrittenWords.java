package io.github.ecscompose.stackfile;

import java.util.Locale;

/** The words that the language has for the members of an enumeration. */
final class WrittenWords {

  private WrittenWords() {}

  static String of(Enum<?> member) {
    return member.name().toLowerCase(Locale.ROOT);
  }
}
