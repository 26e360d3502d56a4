package io.github.ecscompose.plan;

import io.github.ecscompose.stackfile.Container;
import io.github.ecscompose.stackfile.Service;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a service's task definition changes, with every value hidden that may be a secret. */
final class TaskDefinitionChanges {

  /** Members whose values may be shown; whatever else a task definition has may be a secret. */
  private static final Pattern SHOWN =
      Pattern.compile(
          "^(image|memory|memory_reservation|cpu|task_memory|task_cpu|container_memory"
              + "|container_cpu|privileged|user|working_dir|init|stop_grace_period|network|family"
              + "|essential|platform|ephemeral_storage|task_role_arn|task_execution_role_arn"
              + "|logging\\.log_driver|requiresCompatibilities"
              + "|(ports|ulimits|volumes|mountPoints|placement_constraints|resourceRequirements)(\\..*)?"
              + "|healthcheck\\.(interval|timeout|retries|start_period))$");

  /** ECS allows no dot in a container's name. */
  private static final Pattern SIDECAR = Pattern.compile("^sidecars\\.([^.]+)\\.(.+)$");

  private static final String ENVIRONMENT = "environment.";

  private TaskDefinitionChanges() {}

  /**
   * The differences, in order of place.
   *
   * @param former the definition that brought the present one about, if it is known; it tells which
   *     present values are secret
   */
  static List<Change> between(
      TaskDefinition now, TaskDefinition then, Service service, Optional<Service> former) {
    return TaskDefinitionView.differences(now, then, service.name()).stream()
        .map(change -> isShown(change.path(), service, former) ? change : change.hidden())
        .toList();
  }

  private static boolean isShown(String path, Service service, Optional<Service> former) {
    Matcher sidecar = SIDECAR.matcher(path);
    return sidecar.matches()
        ? isShown(sidecar.group(2), sidecar.group(1), service, former)
        : isShown(path, service.name(), service, former);
  }

  private static boolean isShown(
      String member, String container, Service service, Optional<Service> former) {
    if (!member.startsWith(ENVIRONMENT)) {
      return SHOWN.matcher(member).matches();
    }
    String name = member.substring(ENVIRONMENT.length());
    return !isSecret(name, container(service, container))
        && former
            .flatMap(known -> container(known, container))
            .filter(known -> !isSecret(name, Optional.of(known)))
            .isPresent();
  }

  private static boolean isSecret(String name, Optional<Container> container) {
    return container.stream().anyMatch(known -> known.secretEnvironment().contains(name));
  }

  private static Optional<Container> container(Service service, String name) {
    return Optional.ofNullable(service.containers().get(name));
  }
}
