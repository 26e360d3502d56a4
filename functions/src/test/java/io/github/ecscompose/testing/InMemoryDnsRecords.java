package io.github.ecscompose.testing;

import io.github.ecscompose.plan.LoadBalancing.Alias;
import io.github.ecscompose.step.DnsRecords;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Route 53 in memory. */
public final class InMemoryDnsRecords implements DnsRecords {

  private final CallLog log;
  private final Map<String, Alias> aliases = new TreeMap<>();

  public InMemoryDnsRecords(CallLog log) {
    this.log = log;
  }

  @Override
  public Optional<Alias> alias(String hostedZone, String name) {
    log.before("route53:ListResourceRecordSets");
    return Optional.ofNullable(aliases.get(hostedZone + "/" + name));
  }

  @Override
  public void upsert(Alias alias) {
    log.before("route53:ChangeResourceRecordSets");
    aliases.put(alias.hostedZone() + "/" + alias.name(), alias);
  }
}
