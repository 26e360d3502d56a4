package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.LoadBalancer.Scheme;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The VPC of a stackfile, with its two tiers. */
record Vpc(String id, Tier publicTier, Tier privateTier) {

  /**
   * Where load balancers and tasks are placed.
   *
   * @param subnets empty where they cannot be read
   * @param securityGroups likewise
   */
  record Tier(Optional<List<String>> subnets, Optional<List<String>> securityGroups) {}

  static Vpc read(Field field) {
    Optional<Section> vpc = field.section(Keys.VPC);
    String id =
        vpc.flatMap(section -> section.require("id", "give the VPC's id, as vpc-0123abcd"))
            .flatMap(found -> found.text(Names.VPC, "a VPC's id, as vpc-0123abcd"))
            .orElse("");
    return new Vpc(id, tier(vpc, "public"), tier(vpc, "private"));
  }

  Tier tier(Scheme scheme) {
    return switch (scheme) {
      case PUBLIC -> publicTier;
      case PRIVATE -> privateTier;
    };
  }

  /** In one order, each once: theirs means nothing. */
  static List<String> sorted(List<String> ids) {
    return ids.stream().distinct().sorted().toList();
  }

  private static Tier tier(Optional<Section> vpc, String name) {
    Optional<List<String>> subnets =
        vpc.flatMap(section ->
            ids(section, "subnets", name, Names.SUBNET, "a subnet's id, as subnet-0123abcd"));
    Optional<List<String>> securityGroups =
        vpc.flatMap(section ->
            ids(
                section,
                "security_groups",
                name,
                Names.SECURITY_GROUP,
                "a security group's id, as sg-0123abcd"));
    return new Tier(subnets, securityGroups);
  }

  private static Optional<List<String>> ids(
      Section vpc, String key, String tier, Pattern pattern, String expectation) {
    Optional<Field> tiers = vpc.get(key);
    if (tiers.isEmpty()) {
      return Optional.of(List.of());
    }
    return tiers
        .flatMap(field -> field.section(Keys.TIERS))
        .flatMap(section -> ids(section, tier, pattern, expectation));
  }

  private static Optional<List<String>> ids(
      Section tiers, String tier, Pattern pattern, String expectation) {
    Optional<Field> list = tiers.get(tier);
    if (list.isEmpty()) {
      return Optional.of(List.of());
    }
    Optional<List<String>> ids = list.flatMap(field -> field.texts(pattern, expectation));
    ids.filter(all -> new HashSet<>(all).size() < all.size())
        .ifPresent(all -> list.get().warning("one of the ids is given twice"));
    return ids;
  }
}
