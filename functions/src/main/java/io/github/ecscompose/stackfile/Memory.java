package io.github.ecscompose.stackfile;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an amount of memory, in MiB or with docker's units. */
final class Memory {

  /** Docker from 20.10.0 on needs as much for a container, says RegisterTaskDefinition. */
  private static final int LEAST = 6;

  private static final Pattern AMOUNT =
      Pattern.compile("(\\d{1,9})(m|mb|g|gb)?", Pattern.CASE_INSENSITIVE);
  private static final String EXPECTATION = "at least 6 MiB of memory, as 512, 512m or 1g";

  private Memory() {}

  static Optional<Integer> read(Field field) {
    Optional<Long> memory = field.text(AMOUNT, EXPECTATION).flatMap(Memory::mebibytes);
    if (memory.filter(amount -> amount < LEAST || amount > Integer.MAX_VALUE).isPresent()) {
      field.expected(EXPECTATION);
    }
    return memory.map(Long::intValue);
  }

  private static Optional<Long> mebibytes(String text) {
    return Optional.of(AMOUNT.matcher(text))
        .filter(Matcher::matches)
        .map(amount -> Long.parseLong(amount.group(1)) * (isGibibytes(amount) ? 1024 : 1));
  }

  private static boolean isGibibytes(Matcher amount) {
    return amount.group(2) != null && amount.group(2).toLowerCase(Locale.ROOT).startsWith("g");
  }
}
