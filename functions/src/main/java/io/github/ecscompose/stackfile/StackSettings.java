package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Container.HealthCheck;
import java.util.Optional;

/**
 * What a stackfile gives once for all services.
 *
 * @param namespace empty text where it is given but cannot be read
 * @param memory in MiB
 * @param hostPorts of the host network, with the services that use them
 * @param discoveryNames likewise
 */
record StackSettings(
    String cluster,
    Optional<Vpc> vpc,
    Optional<Field> logging,
    Optional<String> namespace,
    int memory,
    Environment environment,
    Optional<HealthCheck> healthCheck,
    Claims hostPorts,
    Claims discoveryNames) {

  private static final int MEMORY = 1024;

  static StackSettings read(String cluster, Section stack) {
    stack.get("logging").ifPresent(LoggingReader::check);
    Optional<Section> defaults =
        stack.get("defaults").flatMap(found -> found.section(Keys.DEFAULTS));
    return new StackSettings(
        cluster,
        stack.get("vpc").map(Vpc::read),
        stack.get("logging"),
        stack.get("service_discovery").map(StackSettings::namespace),
        defaults.map(section -> section.get("memory", Memory::read, MEMORY)).orElse(MEMORY),
        defaults
            .flatMap(section -> section.get("environment"))
            .map(Environment::read)
            .orElse(Environment.EMPTY),
        defaults.flatMap(section -> section.get("healthcheck")).flatMap(HealthCheckReader::read),
        new Claims(),
        new Claims());
  }

  private static String namespace(Field field) {
    return field
        .section(Keys.SERVICE_DISCOVERY)
        .flatMap(
            section -> section.require("namespace", "give a private DNS name, as example.local"))
        .flatMap(found -> found.text(Names.NAMESPACE, "a DNS name, as example.local"))
        .orElse("");
  }
}
