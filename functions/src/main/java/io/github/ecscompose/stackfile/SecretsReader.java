package io.github.ecscompose.stackfile;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code secrets}: variables whose values ECS takes from a store when a task starts. */
final class SecretsReader {

  /** ECS wants none or all three of: JSON key, version stage, version id. */
  private static final Pattern SECRET =
      Pattern.compile(
          "(arn:[^:\\s]+:secretsmanager:[^:\\s]+:[^:\\s]+:secret:[^:\\s]+)"
              + "(?::([^:\\s]*))?(?::([^:\\s]*))?(?::([^:\\s]*))?");

  private static final Pattern PARAMETER =
      Pattern.compile(
          "arn:[^:\\s]+:ssm:[^:\\s]+:[^:\\s]+:parameter/[A-Za-z0-9_./-]+|[A-Za-z0-9_./-]{1,2048}");
  private static final String EXPECTATION =
      "the ARN of a secret, with :KEY for one key of its JSON,"
          + " or the name or the ARN of an SSM parameter";

  private SecretsReader() {}

  /**
   * What each variable is taken from, in the one form that ECS has for it.
   *
   * @param environment names that have a value already
   */
  static Map<String, String> read(Field field, Set<String> environment) {
    Map<String, String> secrets = new TreeMap<>();
    Assignments.read(field, Assignments.Kind.SECRET)
        .forEach((name, assignment) -> {
          if (environment.contains(name)) {
            assignment
                .field()
                .error(
                    "%s is in environment too: keep it in one of them".formatted(Texts.clip(name)));
          }
          reference(assignment).ifPresent(reference -> secrets.put(name, reference));
        });
    return secrets;
  }

  private static Optional<String> reference(Assignments.Assignment assignment) {
    Matcher secret = SECRET.matcher(assignment.value());
    if (secret.matches()) {
      return Optional.of(reference(secret));
    }
    if (PARAMETER.matcher(assignment.value()).matches()) {
      return Optional.of(assignment.value());
    }
    assignment.field().expected(EXPECTATION);
    return Optional.empty();
  }

  private static String reference(Matcher secret) {
    String part = ":" + part(secret, 2) + ":" + part(secret, 3) + ":" + part(secret, 4);
    return part.equals(":::") ? secret.group(1) : secret.group(1) + part;
  }

  private static String part(Matcher matcher, int group) {
    return Optional.ofNullable(matcher.group(group)).orElse("");
  }
}
