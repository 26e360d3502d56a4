package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Node.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads {@code sidecars} of one service. */
final class SidecarsReader {

  /** A task definition takes ten containers (Amazon ECS service quotas). */
  private static final int MOST = 9;

  private final String service;
  private final ContainerReader containers;

  SidecarsReader(String service, ContainerReader containers) {
    this.service = service;
    this.containers = containers;
  }

  List<Sidecar> read(Field field) {
    Map<String, Entry> entries = field.map().orElse(Map.of());
    if (entries.size() > MOST) {
      field.error(
          "a task takes %d sidecars beside its main container, found %d"
              .formatted(MOST, entries.size()));
    }
    List<Sidecar> sidecars = new ArrayList<>();
    entries.entrySet().stream()
        .limit(MOST)
        .forEach(entry -> {
          Field sidecar = field.child(entry.getKey(), entry.getValue());
          checkName(entry.getKey(), sidecar);
          sidecar
              .section(Keys.SIDECAR)
              .map(section -> sidecar(entry.getKey(), section))
              .ifPresent(sidecars::add);
        });
    return sidecars;
  }

  private Sidecar sidecar(String name, Section section) {
    return new Sidecar(
        name, containers.sidecar(name, section), section.get("essential", Field::flag, true));
  }

  private void checkName(String name, Field field) {
    if (name.equals(service)) {
      field.error("the main container has the service's name: give the sidecar another");
    } else if (!Names.ECS.matcher(name).matches()) {
      field.error("a sidecar's name has %s, found %s".formatted(Names.ECS_RULE, Texts.quote(name)));
    }
  }
}
