package io.github.ecscompose.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Texts that say the same of several things, put together. Pure. */
final class Causes {

  private static final int TOLD = 3;
  private static final int LONGEST = 300;

  /** What differs from one task to the next though the cause is one: ids, addresses, times. */
  private static final Pattern PARTICULAR =
      Pattern.compile(
          "\\b(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{17,40}"
              + "|\\d{1,3}(?:\\.\\d{1,3}){3}(?::\\d+)?|\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z?)\\b");

  /** One text and how many say it. */
  private record Cause(String text, int count) {}

  private final List<Cause> causes;

  private Causes(List<Cause> causes) {
    this.causes = causes;
  }

  /** Of each kind the first text is told; those that are said most come first. */
  static Causes of(List<String> texts) {
    Map<String, List<String>> kinds =
        texts.stream()
            .collect(
                Collectors.groupingBy(
                    text -> PARTICULAR.matcher(text).replaceAll("…"),
                    LinkedHashMap::new,
                    Collectors.toList()));
    List<Cause> causes = new ArrayList<>();
    kinds.values().forEach(kind -> causes.add(new Cause(kind.getFirst(), kind.size())));
    causes.sort(Comparator.comparingInt(Cause::count).reversed());
    return new Causes(causes);
  }

  /** {@code 2 targets unhealthy: …; 1 target still checked: …}. */
  String told(String one, String several) {
    Stream<String> told =
        causes.stream()
            .limit(TOLD)
            .map(cause ->
                "%d %s %s"
                    .formatted(
                        cause.count(),
                        cause.count() == 1 ? one : several,
                        clip(cause.text(), LONGEST)));
    return join(told);
  }

  /** {@code … (4 times); …}. */
  String told() {
    return join(
        causes.stream()
            .limit(TOLD)
            .map(cause ->
                clip(cause.text(), LONGEST)
                    + (cause.count() == 1 ? "" : " (" + cause.count() + " times)")));
  }

  /** Cuts no character in two. */
  static String clip(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = longest - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  private String join(Stream<String> told) {
    int more = causes.size() - TOLD;
    return told.collect(Collectors.joining("; "))
        + (more <= 0 ? "" : more == 1 ? "; and 1 more cause" : "; and " + more + " more causes");
  }
}
