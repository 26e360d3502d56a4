package io.github.ecscompose.handler;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** In which form a caller wants an answer: the header {@code Accept} (RFC 9110, section 12.5.1). */
final class Accept {

  private static final Pattern COMMA = Pattern.compile(",");
  private static final Pattern SEMICOLON = Pattern.compile(";");
  private static final Pattern QUALITY = Pattern.compile("0(?:\\.\\d{0,3})?|1(?:\\.0{0,3})?");

  /** A range of media types, and how much the caller likes it: 0 for not at all, 1 for best. */
  private record Range(String type, double quality) {

    boolean includes(String offered) {
      return type.equals(offered) || type.equals("*/*") || isAnyOf(offered);
    }

    private boolean isAnyOf(String offered) {
      return type.endsWith("/*") && offered.startsWith(type.substring(0, type.length() - 1));
    }

    /** The more exact range counts. */
    int precision() {
      if (type.equals("*/*")) {
        return 0;
      }
      return type.endsWith("/*") ? 1 : 2;
    }
  }

  private Accept() {}

  /**
   * The offered media type that the caller likes best, of equal ones the first; empty where it
   * likes none. Who says nothing takes anything.
   */
  static Optional<String> choose(APIGatewayProxyRequestEvent request, List<String> offered) {
    List<Range> ranges = ranges(request);
    return ranges.isEmpty()
        ? offered.stream().findFirst()
        : offered.stream()
            .filter(type -> quality(ranges, type) > 0)
            .max(Comparator.comparingDouble(type -> quality(ranges, type)));
  }

  private static double quality(List<Range> ranges, String type) {
    return ranges.stream()
        .filter(range -> range.includes(type))
        .max(Comparator.comparingInt(Range::precision))
        .map(Range::quality)
        .orElse(0.0);
  }

  private static List<Range> ranges(APIGatewayProxyRequestEvent request) {
    return values(request)
        .flatMap(COMMA::splitAsStream)
        .map(String::strip)
        .filter(range -> !range.isEmpty())
        .map(Accept::range)
        .toList();
  }

  /** API Gateway gives each header's last value, and all of them apart from that. */
  private static Stream<String> values(APIGatewayProxyRequestEvent request) {
    Map<String, List<String>> all =
        Optional.ofNullable(request.getMultiValueHeaders()).orElse(Map.of());
    Optional<List<String>> several =
        all.entrySet().stream()
            .filter(header -> header.getKey().equalsIgnoreCase("accept"))
            .map(Map.Entry::getValue)
            .findFirst();
    return several.isPresent()
        ? several.get().stream()
        : Optional.ofNullable(request.getHeaders()).orElse(Map.of()).entrySet().stream()
            .filter(header -> header.getKey().equalsIgnoreCase("accept"))
            .map(Map.Entry::getValue);
  }

  private static Range range(String text) {
    String[] parts = SEMICOLON.split(text);
    double quality =
        Arrays.stream(parts)
            .skip(1)
            .map(part -> part.strip().toLowerCase(Locale.ROOT))
            .filter(part -> part.startsWith("q="))
            .map(part -> part.substring("q=".length()))
            .filter(value -> QUALITY.matcher(value).matches())
            .map(Double::parseDouble)
            .findFirst()
            .orElse(1.0);
    return new Range(parts.length == 0 ? "" : parts[0].strip().toLowerCase(Locale.ROOT), quality);
  }
}
