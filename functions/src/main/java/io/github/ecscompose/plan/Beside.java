package io.github.ecscompose.plan;

import io.github.ecscompose.plan.LoadBalancing.Alias;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What there is beside a service that runs, as far as neither the service nor its load balancer and
 * listeners tell of it.
 *
 * @param balancing absent where the service is to have no load balancer, or lacks a part of it
 * @param discovery absent where the service is to have no name in Cloud Map
 */
public record Beside(Optional<Balancing> balancing, Optional<Discovery> discovery) {

  public Beside {
    Objects.requireNonNull(balancing, "balancing");
    Objects.requireNonNull(discovery, "discovery");
  }

  /**
   * What belongs to a load balancer. What the stackfile says nothing of is not read and empty.
   *
   * @param attributes of the target group, by AWS's names for them
   * @param furtherCertificates ARNs of those that the main listener has beside its default one
   * @param record the alias record, if there is one
   */
  public record Balancing(
      Map<String, String> balancerTags,
      Map<String, String> targetGroupTags,
      Map<String, String> attributes,
      List<String> furtherCertificates,
      Optional<Alias> record) {
    public Balancing {
      balancerTags = Map.copyOf(balancerTags);
      targetGroupTags = Map.copyOf(targetGroupTags);
      attributes = Map.copyOf(attributes);
      furtherCertificates = List.copyOf(furtherCertificates);
      Objects.requireNonNull(record, "record");
    }
  }

  /**
   * The service's name in Cloud Map.
   *
   * @param registry ARN of the service of that name there, if there is one
   */
  public record Discovery(boolean namespaceExists, Optional<String> registry) {
    public Discovery {
      Objects.requireNonNull(registry, "registry");
    }
  }
}
