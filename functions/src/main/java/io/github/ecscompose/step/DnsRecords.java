package io.github.ecscompose.step;

import io.github.ecscompose.plan.LoadBalancing.Alias;
import java.util.Optional;

/** Route 53: the alias records of load balancers. */
public interface DnsRecords {

  /** The alias record of type A of that name, if the zone has one. */
  Optional<Alias> alias(String hostedZone, String name);

  /** Makes the record, or turns what is there under its name and type into it. */
  void upsert(Alias alias);
}
