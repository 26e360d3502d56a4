package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Container.HealthCheck;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What holds for the containers of all services that do not say otherwise. The maps are merged by
 * name, all else is replaced as a whole.
 */
record ContainerDefaults(
    Execution execution,
    Resources resources,
    ContainerVariables variables,
    Map<String, String> labels,
    Optional<HealthCheck> healthCheck) {

  static final ContainerDefaults NONE =
      new ContainerDefaults(
          Execution.AS_BUILT,
          Resources.DEFAULT,
          ContainerVariables.NONE,
          Map.of(),
          Optional.empty());

  /** What the section gives, and for the rest these. */
  ContainerDefaults under(Section section) {
    return new ContainerDefaults(
        ExecutionReader.read(section, execution),
        ResourcesReader.read(section, resources),
        ContainerVariables.read(section).over(variables),
        labels(section),
        section.get("healthcheck").map(HealthCheckReader::read).orElse(healthCheck));
  }

  private Map<String, String> labels(Section section) {
    Map<String, String> merged = new TreeMap<>(labels);
    section
        .get("labels")
        .map(field -> Assignments.read(field, Assignments.Kind.LABEL))
        .orElse(Map.of())
        .forEach((name, assignment) -> merged.put(name, assignment.value()));
    return merged;
  }
}
