package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Network.Mode;
import io.github.ecscompose.stackfile.Service.Kind;
import java.util.Map;
import java.util.Optional;

/**
 * What a stackfile gives once for all services.
 *
 * @param namespace empty text where it is given but cannot be read
 * @param defaults of the services' keys
 * @param hostPorts of machines, with the services that use them
 * @param discoveryNames likewise
 * @param balancers by what their names are made of, likewise
 * @param records of DNS, likewise
 */
record StackSettings(
    String cluster,
    Optional<Vpc> vpc,
    Optional<Field> logging,
    Optional<String> namespace,
    Optional<Section> defaults,
    Map<String, String> tags,
    Claims hostPorts,
    Claims discoveryNames,
    Claims balancers,
    Claims records) {

  static StackSettings read(String cluster, Section stack) {
    stack.get("logging").ifPresent(LoggingReader::check);
    Optional<Section> defaults =
        stack.get("defaults").flatMap(found -> found.section(Keys.SERVICE));
    defaults.ifPresent(StackSettings::check);
    return new StackSettings(
        cluster,
        stack.get("vpc").map(Vpc::read),
        stack.get("logging"),
        stack.get("service_discovery").map(StackSettings::namespace),
        defaults,
        stack.overlaid("tags", TagsReader::read, Map.of()),
        new Claims(),
        new Claims(),
        new Claims(),
        new Claims());
  }

  /** What services may all override would else be wrong unseen. */
  private static void check(Section defaults) {
    ExecutionReader.read(defaults);
    ResourcesReader.read(defaults, Optional.empty(), 0);
    ContainerVariables.read(defaults);
    ContainerReader.labels(defaults);
    ContainerReader.healthCheck(defaults);
    ComputeReader.read(defaults);
    RolloutReader.read(defaults, Kind.SERVICE);
    ServiceReader.access(defaults);
    defaults.get("image").ifPresent(ContainerReader::image);
    defaults.get("network").ifPresent(NetworkReader::mode);
    new PortsReader(Mode.BRIDGE, new Claims()).read(defaults);
    new VolumesReader().read("defaults", defaults);
    defaults.get("logging").ifPresent(LoggingReader::check);
    defaults.overlaid("tags", TagsReader::read, Map.of());
    defaults.get("assign_public_ip").ifPresent(Field::flag);
    defaults.get("sidecars").ifPresent(StackSettings::checkSidecars);
    defaults.get("elb").ifPresent(field -> field.section(Keys.LOAD_BALANCER));
    defaults.get("dns_discovery").ifPresent(field -> field.section(Keys.DISCOVERY));
  }

  private static void checkSidecars(Field field) {
    field
        .map()
        .orElse(Map.of())
        .forEach((name, entry) -> field.child(name, entry).section(Keys.SIDECAR));
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
