package io.github.ecscompose.stackfile;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** HTTP status codes as a target group's matcher lists them: {@code 200,302} or {@code 200-299}. */
public final class StatusCodes {

  private static final Pattern MATCHER = Pattern.compile("\\d{3}(-\\d{3})?(,\\d{3}(-\\d{3})?)*");

  private StatusCodes() {}

  /** Whether two lists hold the same codes, however they are written. */
  public static boolean areSame(String one, String other) {
    return one.equals(other) || (codes(one).isPresent() && codes(one).equals(codes(other)));
  }

  /** The codes in order, neighbours as ranges; empty where a range goes backwards. */
  static Optional<String> canonical(String matcher) {
    boolean backward = ranges(matcher).stream().anyMatch(range -> range.first > range.last);
    return codes(matcher).filter(found -> !backward).map(StatusCodes::written);
  }

  private static String written(BitSet codes) {
    List<String> ranges = new ArrayList<>();
    for (int first = codes.nextSetBit(0); first >= 0; ) {
      int end = codes.nextClearBit(first);
      ranges.add(end == first + 1 ? "" + first : first + "-" + (end - 1));
      first = codes.nextSetBit(end);
    }
    return String.join(",", ranges);
  }

  /** The codes; empty for what is no such list. */
  private static Optional<BitSet> codes(String matcher) {
    List<Range> ranges = ranges(matcher);
    BitSet codes = new BitSet();
    ranges.forEach(range ->
        codes.set(Math.min(range.first, range.last), Math.max(range.first, range.last) + 1));
    return Optional.of(codes).filter(found -> !ranges.isEmpty());
  }

  /** As they are written; none for what is no such list. */
  private static List<Range> ranges(String matcher) {
    String text = matcher.replace(" ", "");
    List<Range> ranges = new ArrayList<>();
    if (MATCHER.matcher(text).matches()) {
      for (String range : text.split(",", -1)) {
        int first = Integer.parseInt(range.substring(0, 3));
        ranges.add(new Range(first, Integer.parseInt(range.substring(range.length() - 3))));
      }
    }
    return ranges;
  }

  private record Range(int first, int last) {}
}
