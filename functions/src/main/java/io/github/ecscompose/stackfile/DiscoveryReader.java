package io.github.ecscompose.stackfile;

import java.util.Locale;
import java.util.Optional;

/** Reads {@code dns_discovery}. */
final class DiscoveryReader {

  private static final int LONGEST_DNS_NAME = 253;

  private DiscoveryReader() {}

  static Optional<Discovery> read(Field field, StackSettings settings, Service.Kind kind) {
    if (kind == Service.Kind.TASK) {
      field.error(
          "a task that runs once is not registered for discovery: remove it,"
              + " network: awsvpc gives it an address of its own");
    }
    Optional<Field> name =
        field
            .section(Keys.DISCOVERY)
            .flatMap(section ->
                section.require("name", "give the name under the namespace, as user.staging"));
    if (settings.namespace().isEmpty()) {
      field.error(
          "dns_discovery needs service_discovery.namespace: give it at the top of the stackfile");
    }
    if (settings.vpc().isEmpty()) {
      field.error(
          "dns_discovery makes names that a VPC resolves: give vpc at the top of the stackfile");
    }
    return name.flatMap(found -> discovery(found, settings));
  }

  private static Optional<Discovery> discovery(Field name, StackSettings settings) {
    String namespace = settings.namespace().orElse("");
    return name.text(
            Names.DISCOVERY,
            "a DNS name of at most 127 characters, as user.staging, each part of at most 63")
        .map(text -> new Discovery(text, namespace, settings.vpc().map(Vpc::id).orElse("")))
        .map(discovery -> checked(discovery, name, settings));
  }

  private static Discovery checked(Discovery discovery, Field name, StackSettings settings) {
    if (discovery.name().length() + 1 + discovery.namespace().length() > LONGEST_DNS_NAME) {
      name.error("the name and its namespace have more than 253 characters together");
    }
    settings
        .discoveryNames()
        .claim(discovery.name().toLowerCase(Locale.ROOT), name, "the same discovery name");
    return discovery;
  }
}
