package io.github.ecscompose.step;

import io.github.ecscompose.error.NotOursException;
import io.github.ecscompose.plan.LoadBalancing.Alias;
import io.github.ecscompose.plan.LoadBalancing.LiveBalancer;
import io.github.ecscompose.plan.LoadBalancingDesign;
import io.github.ecscompose.stackfile.LoadBalancer.DnsRecord;
import java.util.Optional;

/** Makes the DNS record that leads to a service's load balancer, if the service wants one. */
final class ConvergeAlias {

  private final DnsRecords dnsRecords;

  ConvergeAlias(DnsRecords dnsRecords) {
    this.dnsRecords = dnsRecords;
  }

  void run(LoadBalancingDesign design, LiveBalancer balancer) {
    design
        .alias(balancer)
        .filter(wanted -> !find(design).equals(Optional.of(wanted)))
        .ifPresent(dnsRecords::upsert);
  }

  /**
   * The record of the name that the service wants, if it wants one and that is there.
   *
   * @throws NotOursException if it leads elsewhere than to a load balancer of the service
   */
  Optional<Alias> find(LoadBalancingDesign design) {
    return design.stackfile().dns().flatMap(dns -> find(design, dns));
  }

  private Optional<Alias> find(LoadBalancingDesign design, DnsRecord dns) {
    String name = LoadBalancingDesign.domainName(dns.name());
    return dnsRecords
        .address(dns.hostedZone(), name)
        .map(address ->
            switch (address) {
              case DnsRecords.Address.Plain() -> throw notOurs(dns, name, "holds addresses");
              case DnsRecords.Address.Aliased(Alias alias) -> {
                if (!design.isOurs(alias)) {
                  throw notOurs(dns, name, "leads to " + alias.targetDnsName());
                }
                yield alias;
              }
            });
  }

  private static NotOursException notOurs(DnsRecord dns, String name, String what) {
    return new NotOursException(
        "The record %s of the hosted zone %s exists and %s, so it is not ecs-compose's to change. Delete the record, or choose another elb.dns.record_name."
            .formatted(name, dns.hostedZone(), what));
  }
}
