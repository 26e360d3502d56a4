package io.github.ecscompose.stackfile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Moves one value of a document under an {@code x-} key and leaves an alias or a merge key. */
final class Sharing {

  private static final String NAME = "shared";
  private static final String MERGE_KEY = "<<";

  private final Random random;

  Sharing(Random random) {
    this.random = random;
  }

  /** The document, or one that means the same. */
  Written.Entries apply(Written.Entries document) {
    if (random.nextInt(3) > 0 || document.entries().isEmpty()) {
      return document;
    }
    Extraction extraction = new Extraction(2 + random.nextInt(4));
    Written rest = extraction.without(document, 0);
    if (!(rest instanceof Written.Entries entries) || extraction.found.isEmpty()) {
      return document;
    }
    Map<String, Written> all = new LinkedHashMap<>();
    all.put("x-" + NAME, new Written.Anchored(NAME, extraction.found.getFirst()));
    all.putAll(entries.entries());
    return new Written.Entries(all);
  }

  /** Takes the first value out that lies so deep. */
  private final class Extraction {

    private final int depth;
    private List<Written> found = List.of();

    Extraction(int depth) {
      this.depth = depth;
    }

    Written without(Written value, int level) {
      if (!found.isEmpty()) {
        return value;
      }
      if (level == depth) {
        found = List.of(value);
        return reference(value);
      }
      return switch (value) {
        case Written.Entries entries -> new Written.Entries(without(entries.entries(), level));
        case Written.Items items ->
            new Written.Items(
                items.items().stream().map(item -> without(item, level + 1)).toList());
        case Written.Scalar scalar -> scalar;
        case Written.Anchored anchored -> anchored;
        case Written.Alias alias -> alias;
      };
    }

    private Map<String, Written> without(Map<String, Written> entries, int level) {
      Map<String, Written> rest = new LinkedHashMap<>();
      entries.forEach((key, value) -> rest.put(key, without(value, level + 1)));
      return rest;
    }

    private Written reference(Written value) {
      Written alias = new Written.Alias(NAME);
      return value instanceof Written.Entries && random.nextBoolean()
          ? Written.Entries.of(MERGE_KEY, alias)
          : alias;
    }
  }
}
