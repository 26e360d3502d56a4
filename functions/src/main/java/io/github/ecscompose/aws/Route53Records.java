package io.github.ecscompose.aws;

import io.github.ecscompose.plan.LoadBalancing.Alias;
import io.github.ecscompose.step.DnsRecords;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.AliasTarget;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.ChangeResourceRecordSetsRequest;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsRequest;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** {@link DnsRecords} on Route 53. */
public final class Route53Records implements DnsRecords {

  /** Route 53's way to write an asterisk. */
  private static final String ASTERISK = "\\052";

  /** What the console puts before a load balancer's name; both names lead to the same place. */
  private static final String DUAL_STACK = "dualstack.";

  private final Route53Client client;

  public Route53Records(Route53Client client) {
    this.client = client;
  }

  @Override
  public Optional<Address> address(String hostedZone, String name) {
    String wanted = normal(name);
    return set(hostedZone, wanted)
        .map(set ->
            set.aliasTarget() == null
                ? new Address.Plain()
                : new Address.Aliased(alias(hostedZone, wanted, set.aliasTarget())));
  }

  private Optional<ResourceRecordSet> set(String hostedZone, String wanted) {
    ListResourceRecordSetsRequest request =
        ListResourceRecordSetsRequest.builder()
            .hostedZoneId(hostedZone)
            .startRecordName(wanted)
            .startRecordType(RRType.A)
            .maxItems("1")
            .build();
    return AwsErrors.call(
            "route53:ListResourceRecordSets",
            "record " + wanted + " of hosted zone " + hostedZone,
            () -> client.listResourceRecordSets(request))
        .resourceRecordSets()
        .stream()
        .filter(set -> set.type() == RRType.A && normal(set.name()).equals(wanted))
        .findFirst();
  }

  private static Alias alias(String hostedZone, String name, AliasTarget target) {
    String dnsName = normal(target.dnsName());
    return new Alias(
        hostedZone,
        name,
        dnsName.startsWith(DUAL_STACK) ? dnsName.substring(DUAL_STACK.length()) : dnsName,
        target.hostedZoneId());
  }

  @Override
  public void upsert(Alias alias) {
    ResourceRecordSet set =
        ResourceRecordSet.builder()
            .name(alias.name())
            .type(RRType.A)
            .aliasTarget(target ->
                target
                    .hostedZoneId(alias.targetHostedZone())
                    .dnsName(alias.targetDnsName())
                    .evaluateTargetHealth(false))
            .build();
    change(alias, ChangeAction.UPSERT, set);
  }

  /** Route 53 deletes only what is described to the letter, so it is read first. */
  @Override
  public void delete(Alias alias) {
    set(alias.hostedZone(), alias.name())
        .filter(set -> set.aliasTarget() != null)
        .filter(set -> alias(alias.hostedZone(), alias.name(), set.aliasTarget()).equals(alias))
        .ifPresent(set -> change(alias, ChangeAction.DELETE, set));
  }

  private void change(Alias alias, ChangeAction action, ResourceRecordSet set) {
    Change change = Change.builder().action(action).resourceRecordSet(set).build();
    ChangeResourceRecordSetsRequest request =
        ChangeResourceRecordSetsRequest.builder()
            .hostedZoneId(alias.hostedZone())
            .changeBatch(batch -> batch.changes(change))
            .build();
    AwsErrors.call(
        "route53:ChangeResourceRecordSets",
        "record " + alias.name() + " of hosted zone " + alias.hostedZone(),
        () -> client.changeResourceRecordSets(request));
  }

  /** A name in lower case, without a trailing dot, with its asterisk as people write it. */
  private static String normal(String name) {
    String lower = name.toLowerCase(Locale.ROOT).replace(ASTERISK, "*");
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
