package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Node.Entry;
import io.github.ecscompose.stackfile.Node.Mapping;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lays documents over each other: maps key by key and deeply, all else replaced by the later. */
final class Merger {

  private Merger() {}

  /** The documents as one, in their order; a key of a later one also wins over its synonyms. */
  static Mapping merge(List<Mapping> documents) {
    return documents.stream()
        .skip(1)
        .reduce(
            documents.getFirst(), (earlier, later) -> over(Superseded.by(earlier, later), later));
  }

  /** The later value laid over the earlier one. */
  static Node over(Node earlier, Node later) {
    return earlier instanceof Mapping base && later instanceof Mapping top
        ? over(base, top)
        : later;
  }

  private static Mapping over(Mapping earlier, Mapping later) {
    Map<String, Entry> entries = new LinkedHashMap<>(earlier.entries());
    later.entries().forEach((key, entry) -> entries.merge(key, entry, Merger::over));
    return new Mapping(earlier.position(), entries);
  }

  private static Entry over(Entry earlier, Entry later) {
    return new Entry(later.key(), over(earlier.value(), later.value()));
  }
}
