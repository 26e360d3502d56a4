package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Service.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads one entry of {@code services}. */
final class ServiceReader {

  private static final Map<String, Kind> KINDS = Map.of("service", Kind.SERVICE, "task", Kind.TASK);
  private static final Pattern ROLE = Pattern.compile("\\S{1,2048}");

  private final StackSettings settings;

  ServiceReader(StackSettings settings) {
    this.settings = settings;
  }

  Optional<Service> read(String name, Field field) {
    checkName(name, field);
    return field.section(Keys.SERVICE).map(section -> service(name, section));
  }

  private void checkName(String name, Field field) {
    if (!Names.ECS.matcher(name).matches()) {
      field.error("a service's name has %s, found %s".formatted(Names.ECS_RULE, Texts.quote(name)));
    } else if (settings.cluster().length() + 1 + name.length() > 255) {
      field.error(
          "the task family %s has more than 255 characters: shorten the service's name"
              .formatted(Texts.quote(settings.cluster() + "-" + name)));
    }
  }

  private Service service(String name, Section section) {
    Kind kind = section.get("type", field -> field.choice(KINDS, "service or task"), Kind.SERVICE);
    Network network = NetworkReader.read(section, settings);
    Ports ports =
        section
            .get("ports")
            .map(new PortsReader(network.mode(), settings.hostPorts())::read)
            .orElse(Ports.NONE);
    Container container = new ContainerReader(settings).read(section, ports);
    checkSecrets(section, container);
    return new Service(
        name,
        kind,
        List.of(),
        container,
        List.of(),
        new Compute(
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            section.get("placement_constraints", PlacementReader::read, List.of()),
            List.of()),
        network,
        new Access(
            section.get("task_role_arn").flatMap(ServiceReader::role),
            section.get("task_execution_role_arn").flatMap(ServiceReader::role),
            false),
        RolloutReader.read(section, kind),
        section.get("elb").flatMap(field -> loadBalancer(kind, field, ports)),
        section.get("dns_discovery").flatMap(field -> DiscoveryReader.read(field, settings, kind)),
        Map.of());
  }

  private static void checkSecrets(Section section, Container container) {
    if (!container.secrets().isEmpty() && section.get("task_execution_role_arn").isEmpty()) {
      section
          .get("secrets")
          .orElse(section.field())
          .error("ECS reads secrets with the execution role: give task_execution_role_arn");
    }
  }

  private Optional<LoadBalancer> loadBalancer(Kind kind, Field field, Ports ports) {
    if (kind == Kind.TASK) {
      field.error("a task that runs once has no load balancer: remove elb, or make it a service");
      return Optional.empty();
    }
    return new LoadBalancerReader(settings, ports).read(field);
  }

  private static Optional<String> role(Field field) {
    return field.text(ROLE, "a role's ARN, as arn:aws:iam::123456789012:role/name");
  }
}
