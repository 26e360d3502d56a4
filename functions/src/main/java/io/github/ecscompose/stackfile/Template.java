package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Variables.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Expands the variables of one text: {@code $NAME}, <code>${NAME}</code>, its forms with a default
 * or a message, and {@code $$} for a dollar. A dollar that no name follows stays as it is. Values
 * are put in as they are and never expanded again.
 */
final class Template {

  private static final int DEEPEST = 10;

  private final String cluster;
  private final Variables variables;
  private final Budget budget;
  private final StringBuilder expanded = new StringBuilder();
  private final List<String> problems = new ArrayList<>();
  private final Set<String> asked = new HashSet<>();
  private boolean usedSecret;

  Template(String cluster, Variables variables, Budget budget) {
    this.cluster = cluster;
    this.variables = variables;
    this.budget = budget;
  }

  /** The text with values for variables; called once. */
  String expand(String text) {
    expand(text, 1);
    return expanded.toString();
  }

  /** What kept variables from being put in. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  /** The variables on which the expanded text depends, be they defined or not. */
  Set<String> asked() {
    return Set.copyOf(asked);
  }

  boolean usedSecret() {
    return usedSecret;
  }

  private void expand(String text, int depth) {
    int at = 0;
    for (int dollar = text.indexOf('$'); dollar >= 0; dollar = text.indexOf('$', at)) {
      expanded.append(text, at, dollar);
      at = afterDollar(text, dollar + 1, depth);
    }
    expanded.append(text, at, text.length());
  }

  /** Expands what follows a dollar; returns where the text goes on. */
  private int afterDollar(String text, int start, int depth) {
    if (text.startsWith("$", start)) {
      expanded.append('$');
      return start + 1;
    }
    if (text.startsWith("{", start)) {
      return braced(text, start + 1, depth);
    }
    int end = endOfName(text, start);
    if (end == start) {
      expanded.append('$');
    } else {
      String name = text.substring(start, end);
      find(name).ifPresentOrElse(this::append, () -> undefined(name));
    }
    return end;
  }

  private int braced(String text, int start, int depth) {
    int close = closingBrace(text, start);
    if (close < 0) {
      problems.add("a ${ is never closed: write $${ for the text ${");
      return text.length();
    }
    int end = endOfName(text, start);
    if (end == start || depth > DEEPEST) {
      malformed(text.substring(start, close));
    } else {
      expression(text.substring(start, end), text.substring(end, close), depth);
    }
    return close + 1;
  }

  private void expression(String name, String rest, int depth) {
    boolean colon = rest.startsWith(":");
    Optional<Value> value = find(name).filter(found -> !colon || !found.text().isEmpty());
    String operator = rest.substring(colon ? 1 : 0);
    if (rest.isEmpty()) {
      value.ifPresentOrElse(this::append, () -> undefined(name));
    } else if (operator.startsWith("-")) {
      value.ifPresentOrElse(this::append, () -> expand(operator.substring(1), depth + 1));
    } else if (operator.startsWith("?")) {
      value.ifPresentOrElse(this::append, () -> required(name, operator.substring(1)));
    } else {
      malformed(name + rest);
    }
  }

  private Optional<Value> find(String name) {
    asked.add(name);
    return variables.get(name);
  }

  private void append(Value value) {
    usedSecret |= value.secret();
    if (budget.takeExpansion(value.text().length())) {
      expanded.append(value.text());
    } else {
      problems.add("variables may expand to 10 MiB at most");
    }
  }

  private void undefined(String name) {
    problems.add(
        "the variable %s is not defined: %s; for the text itself write $$%s"
            .formatted(Texts.clip(name), remedy(name), Texts.clip(name)));
  }

  private void required(String name, String message) {
    String reason = message.isBlank() ? "" : " (" + Texts.clip(message) + ")";
    problems.add(
        "the variable %s is required%s: %s".formatted(Texts.clip(name), reason, remedy(name)));
  }

  private String remedy(String name) {
    return "give it with the deployment, or create the SSM parameter /ecs-compose/%s/%s"
        .formatted(cluster, Texts.clip(name));
  }

  private void malformed(String expression) {
    problems.add(
        ("${%s} is not a variable: use ${NAME}, ${NAME:-default} or ${NAME:?message},"
                + " or write $${ for the text ${")
            .formatted(Texts.clip(expression)));
  }

  static boolean isName(String text) {
    return !text.isEmpty() && endOfName(text, 0) == text.length();
  }

  private static int endOfName(String text, int start) {
    int end = start;
    while (end < text.length() && isNamePart(text.charAt(end), end == start)) {
      end++;
    }
    return end;
  }

  private static boolean isNamePart(char character, boolean first) {
    return character == '_'
        || (character >= 'A' && character <= 'Z')
        || (character >= 'a' && character <= 'z')
        || (!first && character >= '0' && character <= '9');
  }

  /** Defaults may hold braces of their own, as in <code>${A:-${B}}</code>. */
  private static int closingBrace(String text, int start) {
    int open = 1;
    for (int at = start; at < text.length(); at++) {
      if (text.startsWith("${", at)) {
        open++;
      } else if (text.charAt(at) == '}' && --open == 0) {
        return at;
      }
    }
    return -1;
  }
}
