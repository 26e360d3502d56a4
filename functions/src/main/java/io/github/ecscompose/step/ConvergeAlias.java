package io.github.ecscompose.step;

import io.github.ecscompose.error.NotOursException;
import io.github.ecscompose.plan.LoadBalancing.Alias;
import io.github.ecscompose.plan.LoadBalancing.LiveBalancer;
import io.github.ecscompose.plan.LoadBalancingDesign;
import java.util.Optional;

/** Makes the DNS record that leads to a service's load balancer, if the service wants one. */
final class ConvergeAlias {

  private final DnsRecords dnsRecords;

  ConvergeAlias(DnsRecords dnsRecords) {
    this.dnsRecords = dnsRecords;
  }

  void run(LoadBalancingDesign design, LiveBalancer balancer) {
    design.alias(balancer).filter(wanted -> !isRight(design, wanted)).ifPresent(dnsRecords::upsert);
  }

  private boolean isRight(LoadBalancingDesign design, Alias wanted) {
    Optional<DnsRecords.Address> found = dnsRecords.address(wanted.hostedZone(), wanted.name());
    return found.isPresent()
        && switch (found.get()) {
          case DnsRecords.Address.Plain() -> throw notOurs(wanted, "holds addresses");
          case DnsRecords.Address.Aliased(Alias alias) -> {
            if (!design.isOurs(alias)) {
              throw notOurs(wanted, "leads to " + alias.targetDnsName());
            }
            yield alias.equals(wanted);
          }
        };
  }

  private static NotOursException notOurs(Alias wanted, String what) {
    return new NotOursException(
        "The record %s of the hosted zone %s exists and %s, so it is not ecs-compose's to change. Delete the record, or choose another elb.dns.record_name."
            .formatted(wanted.name(), wanted.hostedZone(), what));
  }
}
