package io.github.ecscompose.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecscompose.json.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * A plan for the eyes, from what {@link PlanReport} made. Each line begins with its sign: {@code +}
 * for what comes, {@code ~} for what changes, {@code -} for what goes, {@code -/+} for what another
 * one takes the place of, and spaces for what stays.
 */
public final class PlanText {

  private static final String STAYS = " ";
  private static final String COMES = "+";
  private static final String CHANGES = "~";
  private static final String GOES = "-";

  /** Characters of a value that are shown. */
  private static final int SHOWN = 200;

  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private static final Map<String, Verb> VERBS =
      Map.of(
          "CREATE", new Verb(COMES, "is created"),
          "UPDATE", new Verb(CHANGES, "is updated"),
          "REPLACE", new Verb("-/+", "is replaced"),
          "ADOPT", new Verb(CHANGES, "is taken over"),
          "REDEPLOY", new Verb(CHANGES, "gets new tasks"),
          "RUN", new Verb(COMES, "is run once"),
          "REMOVE", new Verb(GOES, "is removed"),
          "NONE", new Verb(STAYS, "stays as it is"),
          "SKIP", new Verb(STAYS, "is not there, and is not created"));

  /** The words for what is counted. */
  private static final Map<String, String> COUNTED =
      Map.of(
          "create", "to create",
          "update", "to update",
          "replace", "to replace",
          "adopt", "to take over",
          "redeploy", "to redeploy",
          "run", "to run",
          "remove", "to remove",
          "unchanged", "unchanged",
          "skip", "not created");

  private record Verb(String sign, String text) {}

  private PlanText() {}

  /** The lines, without line breaks. */
  public static List<String> of(JsonNode report) {
    List<String> lines = new ArrayList<>();
    for (JsonNode service : report.path("services")) {
      service(lines, service);
    }
    lines.add("");
    lines.add(line(STAYS, total(report)));
    order(report).ifPresent(order -> lines.add(line(STAYS, order)));
    for (JsonNode warning : report.path("warnings")) {
      lines.add(line(STAYS, "warning: " + warning(warning)));
    }
    return List.copyOf(lines);
  }

  private static void service(List<String> lines, JsonNode service) {
    String name = service.path("service").asText();
    String action = service.path("action").asText();
    Verb verb = VERBS.getOrDefault(action, new Verb(CHANGES, action));
    lines.add(line(verb.sign(), name + " " + verb.text()));
    String own = "services." + name;
    for (JsonNode change : service.path("changes")) {
      String path = change.path("path").asText();
      // That a service comes or goes as a whole is said.
      if (!path.equals(own)) {
        String shown = path.startsWith(own + ".") ? path.substring(own.length() + 1) : path;
        lines.add(line(sign(change), "    %s: %s".formatted(shown, values(change))));
      }
    }
    for (JsonNode note : service.path("notes")) {
      lines.add(line(STAYS, "    " + note.asText()));
    }
  }

  private static String sign(JsonNode change) {
    if (!change.hasNonNull("before")) {
      return COMES;
    }
    return change.hasNonNull("after") ? CHANGES : GOES;
  }

  private static String values(JsonNode change) {
    return shown(change, "before") + " → " + shown(change, "after");
  }

  private static String shown(JsonNode change, String member) {
    String text = JsonText.member(change, member).orElse("none");
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }

  private static String total(JsonNode report) {
    StringJoiner total = new StringJoiner(", ");
    report
        .path("counts")
        .properties()
        .forEach(count -> {
          if (count.getValue().asInt() > 0) {
            total.add(
                count.getValue().asInt()
                    + " "
                    + COUNTED.getOrDefault(count.getKey(), count.getKey()));
          }
        });
    return report.path("changed").asBoolean()
        ? total.toString()
        : "Nothing changes" + (total.length() == 0 ? "" : ": " + total);
  }

  /** Only where somebody waits for somebody. */
  private static Optional<String> order(JsonNode report) {
    JsonNode waves = report.path("waves");
    if (waves.size() < 2) {
      return Optional.empty();
    }
    StringJoiner order = new StringJoiner(", then ", "Order: ", "");
    for (JsonNode wave : waves) {
      StringJoiner names = new StringJoiner(" ");
      wave.forEach(name -> names.add(name.asText()));
      order.add(names.toString());
    }
    return Optional.of(order.toString());
  }

  private static String warning(JsonNode warning) {
    int line = warning.path("line").asInt();
    String path = warning.path("path").asText();
    return (line > 0 ? "line " + line + " " : "")
        + (path.isEmpty() ? "" : path + ": ")
        + warning.path("message").asText();
  }

  /** Nothing that a terminal would take for a command of its own. */
  private static String line(String sign, String text) {
    return CONTROL.matcher("%-3s %s".formatted(sign, text)).replaceAll(" ");
  }
}
