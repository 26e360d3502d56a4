package io.github.ecscompose.testing;

import io.github.ecscompose.plan.LoadBalancing.Alias;
import io.github.ecscompose.step.DnsRecords;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Route 53 in memory. */
public final class InMemoryDnsRecords implements DnsRecords {

  private final CallLog log;
  private final Map<String, Address> addresses = new TreeMap<>();

  public InMemoryDnsRecords(CallLog log) {
    this.log = log;
  }

  /** A record that somebody else made. */
  public void foreign(String hostedZone, String name, Address address) {
    addresses.put(hostedZone + "/" + name, address);
  }

  @Override
  public Optional<Address> address(String hostedZone, String name) {
    log.before("route53:ListResourceRecordSets");
    return Optional.ofNullable(addresses.get(hostedZone + "/" + name));
  }

  @Override
  public void upsert(Alias alias) {
    log.before("route53:ChangeResourceRecordSets");
    addresses.put(alias.hostedZone() + "/" + alias.name(), new Address.Aliased(alias));
    log.after("route53:ChangeResourceRecordSets");
  }

  @Override
  public void delete(Alias alias) {
    String key = alias.hostedZone() + "/" + alias.name();
    log.before("route53:ListResourceRecordSets");
    if (addresses.getOrDefault(key, new Address.Plain()).equals(new Address.Aliased(alias))) {
      log.before("route53:ChangeResourceRecordSets");
      addresses.remove(key);
      log.after("route53:ChangeResourceRecordSets");
    }
  }

  /** Every record, by hosted zone and name. */
  public Map<String, Address> all() {
    return Map.copyOf(addresses);
  }
}
