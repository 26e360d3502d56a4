package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Rollout.Strategy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Checks a service on Fargate against what there is (Amazon ECS Developer Guide: Fargate task
 * definition differences, task sizes).
 */
final class FargateRules {

  // Seconds (ContainerDefinition, stopTimeout).
  private static final int SHORTEST_GRACE_PERIOD = 2;
  private static final int LONGEST_GRACE_PERIOD = 120;

  private static final Pattern ECR = Pattern.compile("\\d{12}\\.dkr\\.ecr\\.");

  private static final Set<String> LOG_DRIVERS = new TreeSet<>(Set.of("awslogs", "splunk"));

  /** MiB by CPU units. */
  private static final Map<Integer, List<Integer>> SIZES =
      new TreeMap<>(
          Map.of(
              256, List.of(512, 1024, 2048),
              512, steps(1, 4, 1),
              1024, steps(2, 8, 1),
              2048, steps(4, 16, 1),
              4096, steps(8, 30, 1),
              8192, steps(16, 60, 4),
              16_384, steps(32, 120, 8)));

  private static final Map<String, String> REFUSALS =
      Map.of(
          "gpus", "Fargate has no GPUs: remove gpus, or write launch_type: EC2",
          "privileged", "Fargate runs no privileged containers: remove it",
          "volumes", "Fargate's machines have no folders to share: give none of the host",
          "ulimits", "Fargate lets nofile be set alone: remove the others",
          "placement_constraints", "Fargate has no machines to choose among: remove it",
          "placement_strategy", "Fargate has no machines to choose among: remove it");

  private FargateRules() {}

  /** Checks what concerns a service as a whole. */
  static void check(Section section, Service service) {
    if (service.compute().isFargate()) {
      checkSize(section, service.container().resources());
      checkShares(section, service);
      checkRole(section, service);
      if (service.rollout().strategy() == Strategy.DAEMON) {
        place(section, "scheduling_strategy")
            .error("Fargate has no machines to run a DAEMON on each of: write REPLICA");
      }
      refuse(section, "placement_constraints", !service.compute().constraints().isEmpty());
      refuse(section, "placement_strategy", !service.compute().strategies().isEmpty());
    } else if (service.compute().ephemeralStorage().isPresent()) {
      section
          .own("ephemeral_storage")
          .ifPresent(field ->
              field.error(
                  "only Fargate tasks have a disk of their own: write launch_type: FARGATE, or remove"
                      + " it"));
    }
  }

  /** What sidecars may take of the task must be there. */
  private static void checkShares(Section section, Service service) {
    List<Resources> shares =
        service.sidecars().stream().map(sidecar -> sidecar.container().resources()).toList();
    int memory = service.container().resources().memory().orElse(0);
    long reserved =
        shares.stream()
            .mapToLong(share -> share.memoryReservation().or(share::memory).orElse(0))
            .sum();
    boolean tooLarge = shares.stream().anyMatch(share -> share.memory().orElse(0) > memory);
    if (tooLarge || reserved > memory) {
      place(section, "sidecars")
          .error("the sidecars take more memory than their task has, %d MiB".formatted(memory));
    }
    int cpu = service.container().resources().cpu();
    if (shares.stream().mapToLong(Resources::cpu).sum() > cpu) {
      place(section, "sidecars")
          .error("the sidecars take more CPU than their task has, %d units".formatted(cpu));
    }
  }

  /** There is no machine whose role could do it (RegisterTaskDefinition refuses it). */
  private static void checkRole(Section section, Service service) {
    boolean needsRole = service.containers().values().stream().anyMatch(FargateRules::needsRole);
    if (needsRole && section.get("task_execution_role_arn").isEmpty()) {
      place(section, "launch_type", "capacity_providers")
          .error(
              "Fargate pulls images of ECR and writes awslogs with the execution role: give"
                  + " task_execution_role_arn");
    }
  }

  private static boolean needsRole(Container container) {
    return ECR.matcher(container.image()).lookingAt()
        || container.logging().filter(logging -> logging.driver().equals("awslogs")).isPresent();
  }

  private static void checkSize(Section section, Resources resources) {
    int cpu = resources.cpu();
    int memory = resources.memory().orElse(0);
    List<Integer> amounts = SIZES.getOrDefault(cpu, List.of());
    if (amounts.isEmpty()) {
      place(section, "cpu", "memory")
          .error(
              "Fargate has tasks of %s CPU units, found %d"
                  .formatted(listed(SIZES.keySet().stream()), cpu));
    } else if (!amounts.contains(memory)) {
      place(section, "memory", "cpu")
          .error(
              "Fargate has no task of %d CPU units with %d MiB: give %s MiB%s"
                  .formatted(cpu, memory, amounts(amounts), otherCpu(memory)));
    }
  }

  private static String otherCpu(int memory) {
    String others =
        listed(
            SIZES.entrySet().stream()
                .filter(size -> size.getValue().contains(memory))
                .map(Map.Entry::getKey));
    return others.isEmpty() ? "" : ", or cpu " + others;
  }

  private static String amounts(List<Integer> amounts) {
    if (amounts.size() <= 4) {
      return listed(amounts.stream());
    }
    return "%d to %d in steps of %d"
        .formatted(amounts.getFirst(), amounts.getLast(), amounts.get(1) - amounts.get(0));
  }

  private static String listed(Stream<Integer> numbers) {
    String all = numbers.map(String::valueOf).collect(Collectors.joining(", "));
    int last = all.lastIndexOf(", ");
    return last < 0 ? all : all.substring(0, last) + " or " + all.substring(last + 2);
  }

  /** Checks one container of a task. */
  static void check(Section section, Container container) {
    refuse(section, "gpus", container.resources().gpus() > 0);
    refuse(section, "privileged", container.execution().privileged());
    refuse(
        section,
        "volumes",
        container.volumes().stream().anyMatch(volume -> volume.host().isPresent()));
    refuse(
        section,
        "ulimits",
        container.resources().ulimits().keySet().stream()
            .anyMatch(Predicate.not("nofile"::equals)));
    container
        .execution()
        .stopGracePeriod()
        .filter(seconds -> seconds < SHORTEST_GRACE_PERIOD || seconds > LONGEST_GRACE_PERIOD)
        .flatMap(seconds -> section.get("stop_grace_period"))
        .ifPresent(field ->
            field.error(
                "Fargate waits %d to %d seconds"
                    .formatted(SHORTEST_GRACE_PERIOD, LONGEST_GRACE_PERIOD)));
    container
        .logging()
        .filter(logging -> !LOG_DRIVERS.contains(logging.driver()))
        .ifPresent(logging ->
            section
                .get("logging")
                .orElse(section.field())
                .error(
                    "Fargate has other log drivers: %s".formatted(String.join(", ", LOG_DRIVERS))));
  }

  private static void refuse(Section section, String key, boolean asked) {
    if (asked) {
      place(section, key).error(REFUSALS.getOrDefault(key, key));
    }
  }

  /** What the user wrote of the keys, the service's own first. */
  private static Field place(Section section, String... keys) {
    return Stream.concat(
            Arrays.stream(keys).map(section::own), Arrays.stream(keys).map(section::get))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(section.field());
  }

  private static List<Integer> steps(int from, int to, int step) {
    return IntStream.iterate(from, gibibytes -> gibibytes <= to, gibibytes -> gibibytes + step)
        .map(gibibytes -> gibibytes * 1024)
        .boxed()
        .toList();
  }
}
