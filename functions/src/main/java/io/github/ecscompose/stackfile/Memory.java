package io.github.ecscompose.stackfile;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an amount of memory, in MiB or with docker's units. */
final class Memory {

  /** Docker from 20.10.0 on needs as much for a container, says RegisterTaskDefinition. */
  private static final int LEAST = 6;

  private static final Pattern AMOUNT =
      Pattern.compile(
          "(\\d{1,9}(?:\\.\\d{1,6})?)(?:(k)b?|(m)(?:i?b)?|(g)(?:i?b)?)?", Pattern.CASE_INSENSITIVE);
  private static final BigDecimal STEP = BigDecimal.valueOf(1024);
  private static final BigDecimal MOST = BigDecimal.valueOf(Integer.MAX_VALUE);
  private static final String EXPECTATION =
      "a whole number of MiB, at least 6, as 512, 512m or 1.5g";

  private Memory() {}

  static Optional<Integer> read(Field field) {
    Optional<BigDecimal> memory =
        field
            .text(AMOUNT, EXPECTATION)
            .map(AMOUNT::matcher)
            .filter(Matcher::matches)
            .map(Memory::mebibytes);
    Optional<Integer> whole = memory.filter(Memory::isAllowed).map(BigDecimal::intValueExact);
    if (memory.isPresent() && whole.isEmpty()) {
      field.expected(EXPECTATION);
    }
    return whole;
  }

  private static boolean isAllowed(BigDecimal mebibytes) {
    return mebibytes.stripTrailingZeros().scale() <= 0
        && mebibytes.compareTo(BigDecimal.valueOf(LEAST)) >= 0
        && mebibytes.compareTo(MOST) <= 0;
  }

  private static BigDecimal mebibytes(Matcher amount) {
    BigDecimal number = new BigDecimal(amount.group(1));
    if (amount.group(2) != null) {
      return number.divide(STEP);
    }
    return amount.group(4) == null ? number : number.multiply(STEP);
  }
}
