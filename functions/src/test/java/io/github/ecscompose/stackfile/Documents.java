package io.github.ecscompose.stackfile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Splits a stackfile into documents that merge into it, and these into sources. */
final class Documents {

  private static final String SERVICES = "services";
  private static final Written REPLACED = new Written.Scalar("replaced by a later document");

  private final Random random;

  Documents(Random random) {
    this.random = random;
  }

  /** One to three documents, in one source or several. */
  List<Source> sources(Written.Entries stackfile) {
    List<Written.Entries> documents = new ArrayList<>(List.of(stackfile));
    while (documents.size() < 3 && random.nextInt(3) == 0) {
      Split split = new Split(documents.removeLast());
      documents.add(split.earlier());
      documents.add(split.later());
    }
    List<StringBuilder> texts = new ArrayList<>();
    for (Written.Entries document : documents) {
      if (texts.isEmpty() || random.nextBoolean()) {
        texts.add(new StringBuilder());
      }
      texts.getLast().append(new YamlWriter(random).document(new Sharing(random).apply(document)));
    }
    return texts.stream().map(text -> Stackfiles.source("f", text.toString())).toList();
  }

  /** Two documents of which the later, laid over the earlier, gives the whole. */
  private final class Split {

    private final Map<String, Written> first = new LinkedHashMap<>();
    private final Map<String, Written> second = new LinkedHashMap<>();

    Split(Written.Entries whole) {
      whole
          .entries()
          .forEach((key, value) -> {
            if (key.equals(SERVICES)) {
              services(byName(value));
            } else {
              split(key, value);
            }
          });
    }

    Written.Entries earlier() {
      return new Written.Entries(first);
    }

    Written.Entries later() {
      return new Written.Entries(second);
    }

    private void split(String key, Written value) {
      switch (random.nextInt(4)) {
        case 0 -> second.put(key, value);
        case 1 -> {
          if (value instanceof Written.Entries entries) {
            parts(key, entries);
          } else {
            first.put(key, REPLACED);
            second.put(key, value);
          }
        }
        default -> first.put(key, value);
      }
    }

    private void parts(String key, Written.Entries value) {
      Split parts = new Split(value);
      first.put(key, parts.earlier());
      second.put(key, parts.later());
    }

    /** The later document may add to services of the earlier one, and new ones after them. */
    private void services(Map<String, Written.Entries> services) {
      Map<String, Written> earlier = new LinkedHashMap<>();
      Map<String, Written> later = new LinkedHashMap<>();
      int inBoth = random.nextInt(services.size() + 1);
      services.forEach((name, service) -> {
        if (earlier.size() < inBoth) {
          Split parts = new Split(service);
          earlier.put(name, parts.earlier());
          later.put(name, parts.later());
        } else {
          later.put(name, service);
        }
      });
      first.put(SERVICES, form(earlier));
      second.put(SERVICES, form(later));
    }

    private Written form(Map<String, Written> services) {
      return random.nextBoolean()
          ? new Written.Entries(services)
          : new Written.Items(
              services.entrySet().stream()
                  .<Written>map(entry -> Written.Entries.of(entry.getKey(), entry.getValue()))
                  .toList());
    }

    private static Map<String, Written.Entries> byName(Written services) {
      Map<String, Written.Entries> found = new LinkedHashMap<>();
      List<Written> maps =
          services instanceof Written.Items items ? items.items() : List.of(services);
      maps.stream()
          .flatMap(map -> Optional.of(map).map(Written.Entries.class::cast).stream())
          .forEach(map ->
              map.entries().forEach((name, service) -> found.put(name, (Written.Entries) service)));
      return found;
    }
  }
}
