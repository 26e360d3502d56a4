package io.github.ecscompose.stackfile;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A YAML value before its style is chosen. */
sealed interface Written {

  /** A single value, variables not yet expanded. */
  record Scalar(String text) implements Written {}

  /** A list. */
  record Items(List<Written> items) implements Written {
    public Items {
      items = List.copyOf(items);
    }
  }

  /** A map, in the order in which it is written. */
  record Entries(Map<String, Written> entries) implements Written {

    static final Entries NONE = new Entries(Map.of());

    public Entries {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    static Entries of(String key, Written value) {
      return new Entries(Map.of(key, value));
    }
  }

  /** A value with a name by which a later place refers to it. */
  record Anchored(String name, Written value) implements Written {}

  /** A reference to an anchored value. */
  record Alias(String name) implements Written {}
}
