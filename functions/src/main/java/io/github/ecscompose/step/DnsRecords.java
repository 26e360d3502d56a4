package io.github.ecscompose.step;

import io.github.ecscompose.plan.LoadBalancing.Alias;
import java.util.Objects;
import java.util.Optional;

/** Route 53: the records of type A that lead to load balancers. */
public interface DnsRecords {

  /** A record of type A that exists. */
  sealed interface Address {

    /** It leads to another name of AWS. */
    record Aliased(Alias alias) implements Address {
      public Aliased {
        Objects.requireNonNull(alias, "alias");
      }
    }

    /** It holds addresses, which somebody gave it. */
    record Plain() implements Address {}
  }

  /** The record of type A of that name, if the zone has one. */
  Optional<Address> address(String hostedZone, String name);

  /** Makes the record, or turns what is there under its name and type into it. */
  void upsert(Alias alias);

  /** Deletes the record that is that alias; one that is gone or another already stays as it is. */
  void delete(Alias alias);
}
