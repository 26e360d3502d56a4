package io.github.ecscompose.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.ThrottledException;
import io.github.ecscompose.plan.LoadBalancing.Alias;
import io.github.ecscompose.step.DnsRecords.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.AliasTarget;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.ChangeResourceRecordSetsRequest;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsRequest;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsResponse;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

class Route53RecordsTest {

  private static final Alias WWW =
      new Alias("Z0", "www.example.com", "lb-1.elb.amazonaws.com", "Z1");

  private final Route53Client client = mock(Route53Client.class);
  private final Route53Records records = new Route53Records(client);

  @ParameterizedTest
  @CsvSource({
    "www.example.com, www.example.com., lb-1.elb.amazonaws.com., www.example.com",
    "WWW.example.com., www.example.com., dualstack.LB-1.elb.amazonaws.com., www.example.com",
    "*.example.com, \\052.example.com., lb-1.elb.amazonaws.com, *.example.com"
  })
  void readsAnAliasInNormalForm(String asked, String stored, String target, String name) {
    answer(alias(stored, RRType.A, target));

    assertThat(records.address("Z0", asked))
        .contains(new Address.Aliased(new Alias("Z0", name, "lb-1.elb.amazonaws.com", "Z1")));
    verify(client)
        .listResourceRecordSets(
            ListResourceRecordSetsRequest.builder()
                .hostedZoneId("Z0")
                .startRecordName(name)
                .startRecordType(RRType.A)
                .maxItems("1")
                .build());
  }

  @Test
  void findsNoAliasWhereTheListGoesOnWithAnother() {
    answer(alias("zzz.example.com.", RRType.A, "lb-1.elb.amazonaws.com"));
    assertThat(records.address("Z0", "www.example.com")).isEmpty();

    answer(alias("www.example.com.", RRType.AAAA, "lb-1.elb.amazonaws.com"));
    assertThat(records.address("Z0", "www.example.com")).isEmpty();

    answer();
    assertThat(records.address("Z0", "www.example.com")).isEmpty();
  }

  @Test
  void tellsARecordOfAddressesFromAnAlias() {
    answer(ResourceRecordSet.builder().name("www.example.com.").type(RRType.A).build());

    assertThat(records.address("Z0", "www.example.com")).contains(new Address.Plain());
  }

  @Test
  void refusesAZoneThatLacks() {
    when(client.listResourceRecordSets(any(ListResourceRecordSetsRequest.class)))
        .thenThrow(Failures.of("NoSuchHostedZone", "No hosted zone found", 404));

    assertThatThrownBy(() -> records.address("Z0", "www.example.com"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("No hosted zone found");
  }

  @Test
  void makesAnAliasWithoutLookingAtTheTargetsHealth() {
    records.upsert(WWW);

    ResourceRecordSet set =
        ResourceRecordSet.builder()
            .name("www.example.com")
            .type(RRType.A)
            .aliasTarget(
                AliasTarget.builder()
                    .hostedZoneId("Z1")
                    .dnsName("lb-1.elb.amazonaws.com")
                    .evaluateTargetHealth(false)
                    .build())
            .build();
    verify(client)
        .changeResourceRecordSets(
            ChangeResourceRecordSetsRequest.builder()
                .hostedZoneId("Z0")
                .changeBatch(batch ->
                    batch.changes(
                        Change.builder()
                            .action(ChangeAction.UPSERT)
                            .resourceRecordSet(set)
                            .build()))
                .build());
  }

  /** Route 53 deletes a record only if all of it is given, as what it thinks of target health. */
  @Test
  void deletesAnAliasAsItStandsThere() {
    ResourceRecordSet set =
        alias("www.example.com.", RRType.A, "dualstack.lb-1.elb.amazonaws.com.").toBuilder()
            .aliasTarget(target ->
                target
                    .dnsName("dualstack.lb-1.elb.amazonaws.com.")
                    .hostedZoneId("Z1")
                    .evaluateTargetHealth(true))
            .build();
    answer(set);

    records.delete(WWW);

    verify(client)
        .changeResourceRecordSets(
            ChangeResourceRecordSetsRequest.builder()
                .hostedZoneId("Z0")
                .changeBatch(batch ->
                    batch.changes(
                        Change.builder()
                            .action(ChangeAction.DELETE)
                            .resourceRecordSet(set)
                            .build()))
                .build());
  }

  @Test
  void deletesNothingThatIsNotThatAlias() {
    answer(alias("www.example.com.", RRType.A, "lb-2.elb.amazonaws.com"));
    records.delete(WWW);
    answer(ResourceRecordSet.builder().name("www.example.com.").type(RRType.A).build());
    records.delete(WWW);
    answer();
    records.delete(WWW);

    verify(client, never()).changeResourceRecordSets(any(ChangeResourceRecordSetsRequest.class));
  }

  @Test
  void saysThatARecordMayNotBeDeleted() {
    answer(alias("www.example.com.", RRType.A, "lb-1.elb.amazonaws.com"));
    when(client.changeResourceRecordSets(any(ChangeResourceRecordSetsRequest.class)))
        .thenThrow(Failures.denied());

    assertThatThrownBy(() -> records.delete(WWW))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("route53:ChangeResourceRecordSets of record www.example.com");
  }

  @Test
  void reportsThatAnotherChangeOfTheZoneRuns() {
    when(client.changeResourceRecordSets(any(ChangeResourceRecordSetsRequest.class)))
        .thenThrow(Failures.of("PriorRequestNotComplete", "A prior request runs", 400));

    assertThatThrownBy(() -> records.upsert(WWW)).isInstanceOf(ThrottledException.class);
  }

  private void answer(ResourceRecordSet... sets) {
    when(client.listResourceRecordSets(any(ListResourceRecordSetsRequest.class)))
        .thenReturn(ListResourceRecordSetsResponse.builder().resourceRecordSets(sets).build());
  }

  private static ResourceRecordSet alias(String name, RRType type, String target) {
    return ResourceRecordSet.builder()
        .name(name)
        .type(type)
        .aliasTarget(AliasTarget.builder().dnsName(target).hostedZoneId("Z1").build())
        .build();
  }
}
