package io.github.ecscompose.plan;

import java.util.BitSet;
import java.util.Optional;
import java.util.regex.Pattern;

/** HTTP status codes as a target group's matcher lists them: {@code 200,302} or {@code 200-299}. */
final class StatusCodes {

  private static final Pattern MATCHER = Pattern.compile("\\d{3}(-\\d{3})?(,\\d{3}(-\\d{3})?)*");

  private StatusCodes() {}

  /** Whether two lists hold the same codes, however they are written. */
  static boolean areSame(String one, String other) {
    return one.equals(other) || (parse(one).isPresent() && parse(one).equals(parse(other)));
  }

  /** The codes; empty for what is no such list. */
  private static Optional<BitSet> parse(String matcher) {
    String text = matcher.replace(" ", "");
    if (!MATCHER.matcher(text).matches()) {
      return Optional.empty();
    }
    BitSet codes = new BitSet();
    for (String range : text.split(",", -1)) {
      int first = Integer.parseInt(range.substring(0, 3));
      int last = Integer.parseInt(range.substring(range.length() - 3));
      codes.set(Math.min(first, last), Math.max(first, last) + 1);
    }
    return Optional.of(codes);
  }
}
