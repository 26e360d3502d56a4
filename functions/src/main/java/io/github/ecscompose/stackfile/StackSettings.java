package io.github.ecscompose.stackfile;

import java.util.Optional;

/**
 * What a stackfile gives once for all services.
 *
 * @param namespace empty text where it is given but cannot be read
 * @param hostPorts of the host network, with the services that use them
 * @param discoveryNames likewise
 */
record StackSettings(
    String cluster,
    Optional<Vpc> vpc,
    Optional<Field> logging,
    Optional<String> namespace,
    ContainerDefaults defaults,
    Claims hostPorts,
    Claims discoveryNames) {

  static StackSettings read(String cluster, Section stack) {
    stack.get("logging").ifPresent(LoggingReader::check);
    return new StackSettings(
        cluster,
        stack.get("vpc").map(Vpc::read),
        stack.get("logging"),
        stack.get("service_discovery").map(StackSettings::namespace),
        stack
            .get("defaults")
            .flatMap(found -> found.section(Keys.DEFAULTS))
            .map(ContainerDefaults.NONE::under)
            .orElse(ContainerDefaults.NONE),
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
