package io.github.ecscompose.stackfile;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an amount of memory, in MiB or with docker's units. */
final class Memory {

  /** Docker from 20.10.0 on needs as much for a container, says RegisterTaskDefinition. */
  private static final int LEAST = 6;

  private static final Pattern AMOUNT = Pattern.compile("(\\d{1,9})(m|mb|g|gb)?");
  private static final String EXPECTATION = "at least 6 MiB of memory, as 512, 512m or 1g";

  private Memory() {}

  static Optional<Integer> read(Field field) {
    Optional<Integer> memory = field.value().flatMap(Memory::mebibytes);
    if (field.value().isPresent() && memory.isEmpty()) {
      field.expected(EXPECTATION);
    }
    return memory;
  }

  private static Optional<Integer> mebibytes(String text) {
    Matcher matcher = AMOUNT.matcher(text.toLowerCase(Locale.ROOT));
    return Optional.of(matcher)
        .filter(Matcher::matches)
        .map(found -> Long.parseLong(found.group(1)) * (isGibibytes(found) ? 1024 : 1))
        .filter(amount -> amount >= LEAST && amount <= Integer.MAX_VALUE)
        .map(Long::intValue);
  }

  private static boolean isGibibytes(Matcher matcher) {
    return matcher.group(2) != null && matcher.group(2).startsWith("g");
  }
}
