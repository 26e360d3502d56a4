package io.github.ecscompose.stackfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.stackfile.LoadBalancer.Placement;
import io.github.ecscompose.stackfile.LoadBalancer.Scheme;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a stackfile gives once for all of its services. Where services differ in it, the first one's
 * is written.
 *
 * @param tiers the load balancers' subnets and security groups, by scheme
 */
record SharedSettings(
    Optional<String> vpc, Map<Scheme, Placement> tiers, Optional<String> namespace) {

  static SharedSettings of(List<Service> services) {
    Map<Scheme, Placement> tiers = new EnumMap<>(Scheme.class);
    services.stream()
        .flatMap(service -> service.loadBalancer().stream())
        .forEach(balancer -> tiers.putIfAbsent(balancer.scheme(), balancer.placement()));
    List<Discovery> names =
        services.stream().flatMap(service -> service.discovery().stream()).toList();
    return new SharedSettings(
        Stream.concat(
                tiers.values().stream().map(Placement::vpc), names.stream().map(Discovery::vpc))
            .findFirst(),
        tiers,
        names.stream().map(Discovery::namespace).findFirst());
  }

  ObjectNode write() {
    ObjectNode stackfile = Json.object();
    vpc.ifPresent(id -> {
      ObjectNode node = stackfile.putObject("vpc").put("id", id);
      tiers.forEach((scheme, placement) -> {
        String tier = WrittenWords.of(scheme);
        node.withObjectProperty("subnets").set(tier, Json.texts(placement.subnets()));
        node.withObjectProperty("security_groups")
            .set(tier, Json.texts(placement.securityGroups()));
      });
    });
    namespace.ifPresent(name -> stackfile.putObject("service_discovery").put("namespace", name));
    return stackfile;
  }

  /** The keys that place tasks, apart from what load balancers have. */
  static Map<String, JsonNode> placement(Network network) {
    Map<String, JsonNode> keys = new LinkedHashMap<>();
    keys.put("subnets", Json.texts(network.subnets()));
    if (!network.securityGroups().isEmpty()) {
      keys.put("security_groups", Json.texts(network.securityGroups()));
    }
    return keys;
  }
}
