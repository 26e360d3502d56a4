package io.github.ecscompose.stackfile;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The variables that a container's process sees.
 *
 * @param secrets names with what ECS takes their values from; none of them is in the environment
 */
record ContainerVariables(Environment environment, Map<String, String> secrets) {

  static final ContainerVariables NONE = new ContainerVariables(Environment.EMPTY, Map.of());

  /** What the section gives, laid over what its defaults give. */
  static ContainerVariables read(Section section) {
    ContainerVariables base =
        section.defaults().map(ContainerVariables::read).orElse(ContainerVariables.NONE);
    return own(section).over(base);
  }

  private static ContainerVariables own(Section section) {
    Environment environment =
        section.own("environment").map(Environment::read).orElse(Environment.EMPTY);
    Set<String> taken = environment.values().keySet();
    return new ContainerVariables(
        environment,
        section.own("secrets").map(field -> SecretsReader.read(field, taken)).orElse(Map.of()));
  }

  /** These, and of the others those whose names they do not have. */
  private ContainerVariables over(ContainerVariables others) {
    Map<String, String> merged = new TreeMap<>(others.secrets);
    merged.keySet().removeAll(environment.values().keySet());
    merged.putAll(secrets);
    return new ContainerVariables(
        environment.over(others.environment.without(secrets.keySet())), merged);
  }
}
