package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Node.Entry;
import io.github.ecscompose.stackfile.Node.Mapping;
import io.github.ecscompose.stackfile.Node.Scalar;
import io.github.ecscompose.stackfile.Node.Sequence;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a document's services, in either form, into a map by name, so that documents can merge. */
final class ServicesForm {

  private static final String SERVICES = "services";
  private static final Path PATH = Path.ROOT.key(SERVICES);

  private final Problems problems;

  ServicesForm(Problems problems) {
    this.problems = problems;
  }

  /** The document with a map of services, or without the key where it has no value. */
  Mapping apply(Mapping document) {
    Map<String, Entry> entries = new LinkedHashMap<>(document.entries());
    entries.computeIfPresent(SERVICES, (key, entry) -> byName(entry));
    return new Mapping(document.position(), entries);
  }

  private @Nullable Entry byName(Entry services) {
    return switch (services.value()) {
      case Sequence list -> new Entry(services.key(), fromList(list));
      case Mapping map -> new Entry(services.key(), fromMap(map));
      case Node other -> isNull(other) ? null : services;
    };
  }

  private Mapping fromList(Sequence list) {
    Map<String, Entry> services = new LinkedHashMap<>();
    for (int index = 0; index < list.items().size(); index++) {
      addItem(services, list.items().get(index), PATH.item(index));
    }
    return new Mapping(list.position(), services);
  }

  private void addItem(Map<String, Entry> services, Node item, Path path) {
    if (item instanceof Mapping mapping && mapping.entries().size() == 1) {
      mapping.entries().forEach((name, service) -> add(services, name, service));
    } else if (item instanceof Mapping mapping && !mapping.entries().isEmpty()) {
      problems.error(
          item.position(),
          path,
          "expected one service, found the keys "
              + Texts.clip(String.join(", ", mapping.entries().keySet()))
              + ": indent what belongs to the service under its name");
    } else {
      problems.error(
          item.position(), path, "expected `name: {…}` for a service, found " + item.shown());
    }
  }

  private void add(Map<String, Entry> services, String name, Entry service) {
    Entry first = services.putIfAbsent(name, withSettings(service));
    if (first != null) {
      problems.error(
          service.key(),
          PATH.key(name),
          "the service %s is given twice, first on line %d: remove or rename one of them"
              .formatted(Texts.quote(name), first.key().line()));
    }
  }

  private static Mapping fromMap(Mapping map) {
    Map<String, Entry> services = new LinkedHashMap<>(map.entries());
    services.replaceAll((name, service) -> withSettings(service));
    return new Mapping(map.position(), services);
  }

  /** A service without settings adds none; it does not take those of an earlier document away. */
  private static Entry withSettings(Entry service) {
    return isNull(service.value())
        ? new Entry(service.key(), new Mapping(service.key(), Map.of()))
        : service;
  }

  private static boolean isNull(Node node) {
    return node instanceof Scalar scalar && scalar.isNull();
  }
}
