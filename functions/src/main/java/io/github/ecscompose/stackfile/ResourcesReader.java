package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Node.Scalar;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what a container may take of its machine. */
final class ResourcesReader {

  private static final BigDecimal UNITS = BigDecimal.valueOf(1024);
  private static final Pattern FRACTION = Pattern.compile("\\d{1,6}\\.\\d{1,6}");

  private ResourcesReader() {}

  /**
   * What the section gives.
   *
   * @param memory in MiB, where the section gives none; what is reserved counts if it is more
   * @param cpu in units, likewise
   */
  static Resources read(Section section, Optional<Integer> memory, int cpu) {
    Optional<Integer> reservation = section.get("memory_reservation").flatMap(Memory::read);
    return new Resources(
        section
            .get("memory")
            .flatMap(Memory::read)
            .or(() -> memory.map(least -> Math.max(least, reservation.orElse(least)))),
        reservation,
        section.get("cpu", ResourcesReader::cpu, cpu),
        section.get("gpus", field -> field.integer(0, Integer.MAX_VALUE), 0),
        section.overlaid("ulimits", UlimitsReader::read, Map.of()));
  }

  /** Reports a reservation that its limit does not allow. */
  static void check(Section section, Resources resources) {
    resources
        .memoryReservation()
        .filter(reservation -> reservation > resources.memory().orElse(reservation))
        .ifPresent(reservation ->
            section
                .own("memory_reservation")
                .or(() -> section.own("memory"))
                .orElse(section.field())
                .error(
                    "memory_reservation must not exceed memory, but %d MiB are above %d MiB"
                        .formatted(reservation, resources.memory().orElse(0))));
  }

  private static Optional<Integer> cpu(Field field) {
    if (!(field.node() instanceof Scalar scalar) || !FRACTION.matcher(scalar.text()).matches()) {
      return field.integer(0, Integer.MAX_VALUE);
    }
    if (scalar.text().equals(scalar.written())) {
      field.error(
          "CPU is given in units, of which 1024 are one vCPU: for %s vCPU write %s"
              .formatted(
                  scalar.text(), new BigDecimal(scalar.text()).multiply(UNITS).toBigInteger()));
    } else {
      field.expected("CPU in units, of which 1024 are one vCPU");
    }
    return Optional.empty();
  }
}
