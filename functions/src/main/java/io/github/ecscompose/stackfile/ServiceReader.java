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

  /** Bytes of a task definition (Amazon ECS service quotas). */
  private static final int LARGEST_TASK_DEFINITION = 64 * 1024;

  private final StackSettings settings;
  private final TaskDefinitionSize size;
  private final DependsOn dependsOn = new DependsOn();

  ServiceReader(StackSettings settings, TaskDefinitionSize size) {
    this.settings = settings;
    this.size = size;
  }

  Optional<Service> read(String name, Field field) {
    checkName(name, field);
    return field
        .section(Keys.SERVICE)
        .map(section -> settings.defaults().map(section::over).orElse(section))
        .map(section -> service(name, section));
  }

  /** What the services wait for, of all that were read. */
  DependsOn dependsOn() {
    return dependsOn;
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
    Compute compute = ComputeReader.read(section);
    Network network = NetworkReader.read(section, settings, compute);
    ContainerReader containers = new ContainerReader(settings, compute, network);
    Container main = containers.main(name, section);
    List<Sidecar> sidecars =
        section.get("sidecars").map(new SidecarsReader(name, containers)::read).orElse(List.of());
    Service service =
        new Service(
            name,
            kind,
            List.copyOf(dependsOn.read(name, section)),
            main,
            sidecars,
            compute,
            network,
            access(section),
            RolloutReader.read(section, kind),
            section
                .get("elb")
                .flatMap(field -> loadBalancer(name, kind, field, containers.ports(), network)),
            section
                .get("dns_discovery")
                .flatMap(field -> DiscoveryReader.read(field, settings, kind)),
            section.overlaid("tags", TagsReader::read, settings.tags()));
    containers.warn();
    check(section, service);
    checkSize(section, service);
    return service;
  }

  /** RegisterTaskDefinition would refuse it when others are deployed already. */
  private void checkSize(Section section, Service service) {
    int bytes = size.of(service);
    if (bytes > LARGEST_TASK_DEFINITION) {
      section
          .field()
          .error(
              ("the task definition has %d bytes as JSON, and ECS takes %d at most: shorten what is"
                      + " long, mostly environment, labels and commands, or let the container read"
                      + " it from elsewhere")
                  .formatted(bytes, LARGEST_TASK_DEFINITION));
    }
  }

  static Access access(Section section) {
    return new Access(
        section.get("task_role_arn").flatMap(ServiceReader::role),
        section.get("task_execution_role_arn").flatMap(ServiceReader::role),
        section.get("enable_execute_command", Field::flag, false));
  }

  private static void check(Section section, Service service) {
    FargateRules.check(section, service);
    ExternalRules.check(section, service);
    boolean secrets =
        service.containers().values().stream()
            .anyMatch(container -> !container.secrets().isEmpty());
    if (secrets && section.get("task_execution_role_arn").isEmpty()) {
      section
          .get("secrets")
          .or(() -> section.get("sidecars"))
          .orElse(section.field())
          .error("ECS reads secrets with the execution role: give task_execution_role_arn");
    }
    if (service.access().executeCommand() && section.get("task_role_arn").isEmpty()) {
      section
          .get("enable_execute_command")
          .ifPresent(field ->
              field.error(
                  "ECS opens the way in with the task's role, which needs the ssmmessages actions:"
                      + " give task_role_arn"));
    }
  }

  private Optional<LoadBalancer> loadBalancer(
      String name, Kind kind, Field field, Ports ports, Network network) {
    if (kind == Kind.TASK) {
      field.warning("a task that runs once has no load balancer: elb has no effect");
      return Optional.empty();
    }
    return new LoadBalancerReader(name, settings, ports, network).read(field);
  }

  private static Optional<String> role(Field field) {
    return field.text(ROLE, "a role's ARN, as arn:aws:iam::123456789012:role/name");
  }
}
