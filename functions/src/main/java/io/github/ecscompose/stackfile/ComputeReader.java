package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Compute.Architecture;
import io.github.ecscompose.stackfile.Compute.CapacityProvider;
import io.github.ecscompose.stackfile.Compute.LaunchType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads on what machines tasks run. */
final class ComputeReader {

  private static final String LAUNCH_TYPE = "launch_type";
  private static final String CAPACITY_PROVIDERS = "capacity_providers";

  private static final Map<String, LaunchType> LAUNCH_TYPES =
      Map.of("ec2", LaunchType.EC2, "fargate", LaunchType.FARGATE, "external", LaunchType.EXTERNAL);

  private static final Map<String, Architecture> PLATFORMS =
      Map.of(
          "linux/amd64", Architecture.X86_64,
          "linux/x86_64", Architecture.X86_64,
          "linux/arm64", Architecture.ARM64,
          "linux/arm64/v8", Architecture.ARM64,
          "linux/aarch64", Architecture.ARM64);

  private static final Pattern GIBIBYTES =
      Pattern.compile("(\\d{1,9})(?:g|gb|gib)?", Pattern.CASE_INSENSITIVE);

  // Range of EphemeralStorage in the ECS model.
  private static final int SMALLEST_STORAGE = 21;
  private static final int LARGEST_STORAGE = 200;

  private ComputeReader() {}

  static Compute read(Section service) {
    Optional<LaunchType> launchType = launchType(service);
    List<CapacityProvider> providers = capacityProviders(service);
    Compute compute =
        new Compute(
            launchType,
            providers,
            service
                .get("platform")
                .flatMap(field -> field.choice(PLATFORMS, "linux/amd64 or linux/arm64")),
            storage(service, launchType, providers),
            service.get("placement_constraints", PlacementReader::constraints, List.of()),
            service.get("placement_strategy", PlacementReader::strategies, List.of()));
    if (launchType.isPresent() && !providers.isEmpty()) {
      service
          .get(CAPACITY_PROVIDERS)
          .ifPresent(field ->
              field.error(
                  "ECS takes launch_type or capacity_providers, not both: remove one of them"));
    }
    return compute;
  }

  /** A default gives way to the other key of the service's own. */
  private static Optional<LaunchType> launchType(Section service) {
    return either(service, LAUNCH_TYPE, CAPACITY_PROVIDERS)
        .flatMap(field -> field.choice(LAUNCH_TYPES, "EC2, FARGATE or EXTERNAL"));
  }

  private static List<CapacityProvider> capacityProviders(Section service) {
    return either(service, CAPACITY_PROVIDERS, LAUNCH_TYPE)
        .flatMap(CapacityProvidersReader::read)
        .orElse(List.of());
  }

  private static Optional<Field> either(Section service, String key, String other) {
    return service.own(other).isPresent() ? service.own(key) : service.get(key);
  }

  /** A default that is for Fargate means nothing to other tasks. */
  private static Optional<Integer> storage(
      Section service, Optional<LaunchType> launchType, List<CapacityProvider> providers) {
    boolean fargate = Compute.isFargate(launchType, providers);
    return (fargate ? service.get("ephemeral_storage") : service.own("ephemeral_storage"))
        .flatMap(ComputeReader::storage);
  }

  private static Optional<Integer> storage(Field field) {
    String expectation =
        "GiB from %d to %d, as 50 or 50g".formatted(SMALLEST_STORAGE, LARGEST_STORAGE);
    Optional<Integer> amount =
        field
            .text(GIBIBYTES, expectation)
            .map(GIBIBYTES::matcher)
            .filter(Matcher::matches)
            .map(matcher -> Integer.valueOf(matcher.group(1)));
    amount
        .filter(gibibytes -> gibibytes < SMALLEST_STORAGE || gibibytes > LARGEST_STORAGE)
        .ifPresent(gibibytes -> field.expected(expectation));
    return amount;
  }
}
