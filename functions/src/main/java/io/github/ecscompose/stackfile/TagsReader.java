package io.github.ecscompose.stackfile;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads {@code tags}; the rules are those of Tag in the ECS model. */
final class TagsReader {

  /** A resource takes 50, and a service has five of ecs-compose's own. */
  private static final int MOST = 45;

  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+@-]{1,128}");
  private static final Pattern VALUE = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+@-]{0,256}");
  private static final String CHARACTERS = "letters, digits, spaces and _.:/=+-@";

  private TagsReader() {}

  /** The tags of that field, and of the others those that are not among them. */
  static Map<String, String> read(Field field, Map<String, String> others) {
    Map<String, String> tags = new TreeMap<>(others);
    Assignments.read(field, Assignments.Kind.TAG)
        .forEach((name, assignment) -> {
          check(name, assignment);
          tags.put(name, assignment.value());
        });
    if (tags.size() > MOST) {
      field.error("a service takes %d tags at most, found %d".formatted(MOST, tags.size()));
    }
    return tags;
  }

  private static void check(String name, Assignments.Assignment assignment) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.startsWith("aws:") || lower.startsWith("ecs-compose:")) {
      assignment
          .field()
          .error(
              "tags that begin with aws: or ecs-compose: are not for users, found the name "
                  + Texts.quote(name));
    } else if (!NAME.matcher(name).matches()) {
      assignment
          .field()
          .error(
              "a tag's name has 1 to 128 characters, %s; found %s"
                  .formatted(CHARACTERS, Texts.quote(name)));
    }
    if (!VALUE.matcher(assignment.value()).matches()) {
      assignment.field().expected("up to 256 characters, " + CHARACTERS);
    }
  }
}
