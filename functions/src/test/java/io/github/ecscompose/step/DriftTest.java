package io.github.ecscompose.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.deployment.DeployRequest.Options;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.plan.LoadBalancing.Alias;
import io.github.ecscompose.plan.LoadBalancing.Balancer;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.step.DnsRecords.Address;
import io.github.ecscompose.testing.Workflow;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody changes by hand beside services that are right: seen, named and put back. */
class DriftTest {

  private static final String NETWORK =
      """
      vpc:
        id: vpc-1
        subnets: {public: [subnet-1, subnet-2], private: [subnet-3, subnet-4]}
        security_groups: {public: [sg-1], private: [sg-2]}
      service_discovery: {namespace: example.sd}
      """;

  private static final String STACK =
      NETWORK
          + """
          services:
            web:
              image: web:1
              ports: ["8080:8080"]
              tags: {team: front}
              elb:
                type: public
                protocol: HTTPS
                ports: {public: 443, container: 8080}
                certificates: [arn:aws:acm:::certificate/1, arn:aws:acm:::certificate/2]
                deregistration_delay: 30
                dns: {hosted_zone_id: Z1, record_name: WWW.example.com}
            user:
              image: user:1
              ports: ["80:80"]
              dns_discovery: {name: user.staging}
          """;

  private static final String BALANCER = "arn:lb/shop-web-lb";
  private static final String TARGET_GROUP = "arn:tg/shop-web-lb";
  private static final String RECORD = "www.example.com";

  private final Workflow workflow = new Workflow();

  @BeforeEach
  void deploys() {
    assertThat(workflow.deploy(STACK).error()).isEmpty();
    assertThat(workflow.deploy(STACK).status()).isEqualTo(DeploymentStatus.UNCHANGED);
    workflow.log.clear();
  }

  /** One deployment tells of the change and puts it back, and the next one finds nothing. */
  private void assertPutBack(String service, String... changes) {
    Report.Result result = workflow.deploy(STACK);

    assertThat(result.error()).isEmpty();
    assertThat(workflow.records.services(result.deployment())).hasSize(1);
    assertThat(workflow.row(result, service).action()).isEqualTo("UPDATE");
    assertThat(workflow.row(result, service).changes()).containsExactly(changes);
    assertThat(workflow.deploy(STACK).status()).isEqualTo(DeploymentStatus.UNCHANGED);
  }

  private Alias record() {
    return switch (workflow.dnsRecords.address("Z1", RECORD).orElseThrow()) {
      case Address.Aliased(Alias alias) -> alias;
      case Address.Plain() -> throw new AssertionError("addresses");
    };
  }

  @Test
  void putsADeletedRecordBack() {
    Alias before = record();
    workflow.dnsRecords.delete(before);

    assertPutBack("web", "services.web.elb.dns: none → www.example.com");
    assertThat(record()).isEqualTo(before);
    assertThat(workflow.log.changing())
        .containsExactly(
            "route53:ChangeResourceRecordSets",
            "route53:ChangeResourceRecordSets",
            "ecs:TagResource");
  }

  @Test
  void putsARecordThatLeadsToAnEarlierLoadBalancerRight() {
    Alias right = record();
    workflow.dnsRecords.upsert(
        new Alias("Z1", RECORD, "shop-web-lb-1.eu.elb.amazonaws.com", "ZELB"));

    assertPutBack(
        "web",
        "services.web.elb.dns: leads to shop-web-lb-1.eu.elb.amazonaws.com → leads to "
            + right.targetDnsName());
    assertThat(record()).isEqualTo(right);
  }

  @Test
  void refusesARecordThatSomebodyLedElsewhereBeforeAnythingIsTouched() {
    workflow.dnsRecords.foreign(
        "Z1", RECORD, new Address.Aliased(new Alias("Z1", RECORD, "cdn.example.net", "ZCDN")));

    Report.Result result = workflow.deploy(STACK.replace("user:1", "user:2"));

    assertThat(result.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(result.error().orElse(""))
        .startsWith(
            "services.web.elb: The record www.example.com of the hosted zone Z1 exists and leads to cdn.example.net");
    assertThat(workflow.log.changing()).isEmpty();
  }

  @Test
  void refusesARecordThatSomebodyMakesMeanwhile() {
    workflow.dnsRecords.delete(record());
    workflow.beforeTheFirstLook(
        () -> workflow.dnsRecords.foreign("Z1", RECORD, new Address.Plain()));

    Report.Result result =
        workflow.deploy(
            STACK
                .replace("user:1", "user:2")
                .replace("image: web:1", "image: web:1\n    depends_on: [user]"));

    assertThat(result.error().orElse("")).startsWith("web: The record www.example.com");
    assertThat(workflow.dnsRecords.address("Z1", RECORD)).contains(new Address.Plain());
  }

  @Test
  void putsCertificatesBack() {
    String listener = BALANCER + "/443";
    workflow.loadBalancers.removeCertificates(listener, List.of("arn:aws:acm:::certificate/2"));
    workflow.loadBalancers.addCertificates(listener, List.of("arn:aws:acm:::certificate/9"));

    assertPutBack(
        "web",
        "services.web.elb.certificates: [arn:aws:acm:::certificate/9] → [arn:aws:acm:::certificate/2]");
    assertThat(workflow.loadBalancers.furtherCertificates(listener))
        .containsExactly("arn:aws:acm:::certificate/2");
  }

  @Test
  void putsAttributesBack() {
    workflow.loadBalancers.setAttributes(
        TARGET_GROUP,
        Map.of("deregistration_delay.timeout_seconds", "300", "slow_start.duration_seconds", "60"));

    assertPutBack("web", "services.web.elb.deregistration_delay: 300 → 30");
    assertThat(workflow.loadBalancers.attributes(TARGET_GROUP))
        .containsEntry("deregistration_delay.timeout_seconds", "30")
        .containsEntry("slow_start.duration_seconds", "60");
  }

  @Test
  void putsTagsBack() {
    workflow.loadBalancers.tag(BALANCER, Map.of("team", "back", "bill", "42"));
    workflow.loadBalancers.tag(TARGET_GROUP, Map.of(Tags.SERVICE, "other"));

    assertPutBack(
        "web",
        "services.web.elb.tags.ecs-compose:service: \"other\" → \"web\"",
        "services.web.elb.tags.team: \"back\" → \"front\"");
    assertThat(workflow.loadBalancers.tagsOf(BALANCER))
        .containsEntry("team", "front")
        .containsEntry("bill", "42");
    assertThat(workflow.loadBalancers.tagsOf(TARGET_GROUP)).containsEntry(Tags.SERVICE, "web");
  }

  @Test
  void tellsOfATagThatTheStackfileChangesOnce() {
    Report.Result result = workflow.deploy(STACK.replace("team: front", "team: back"));

    assertThat(workflow.row(result, "web").changes())
        .containsExactly("services.web.tags.team: \"front\" → \"back\"");
    assertThat(workflow.loadBalancers.tagsOf(BALANCER)).containsEntry("team", "back");
  }

  @Test
  void refusesALoadBalancerThatIsNoLongerOurs() {
    workflow.loadBalancers.tag(BALANCER, Map.of(Tags.CLUSTER, "other"));

    Report.Result result = workflow.deploy(STACK);

    assertThat(result.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(result.error().orElse(""))
        .startsWith("services.web.elb: The load balancer shop-web-lb exists");
    assertThat(workflow.log.changing()).doesNotContain("ecs:UpdateService");
  }

  @Test
  void refusesTheLoadBalancerOfOthersBeforeAnythingIsTouched() {
    workflow.loadBalancers.foreign(
        new Balancer("shop-api-lb", false, List.of("subnet-1", "subnet-2"), List.of("sg-1")),
        Map.of("owner", "somebody"));

    Report.Result result =
        workflow.deploy(
            STACK
                + """
                  api:
                    image: api:1
                    ports: ["81:81"]
                    elb: {type: public, ports: {public: 80, container: 81}}
                """);

    assertThat(result.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(result.error().orElse(""))
        .startsWith("services.api.elb: The load balancer shop-api-lb exists");
    assertThat(workflow.log.changing()).isEmpty();
  }

  private String registry(String service) {
    return workflow.clusters.live(service).registries().getFirst();
  }

  @Test
  void makesADeletedNameAgain() {
    workflow.discovery.deleteRegistry(registry("user"));

    assertPutBack("user", "services.user.dns_discovery: missing → new");
    assertThat(workflow.discovery.names()).containsExactly("user.staging");
  }

  @Test
  void makesADeletedNamespaceAgain() {
    workflow.discovery.deleteRegistry(registry("user"));
    workflow.discovery.forget("example.sd");

    assertPutBack("user", "services.user.dns_discovery.namespace: none → example.sd");
    assertThat(workflow.discovery.namespace("example.sd")).isPresent();
  }

  @Test
  void registersUnderANameThatWasMadeAnew() {
    String former = registry("user");
    workflow.discovery.remake("user.staging", "arn:srv/again");

    assertPutBack("user", "services.user.dns_discovery: %s → arn:srv/again".formatted(former));
    assertThat(registry("user")).isEqualTo("arn:srv/again");
  }

  @Test
  void refusesANameWithRecordsOfAnotherType() {
    workflow.discovery.deleteRegistry(registry("user"));
    workflow.discovery.foreign("ns-example.sd", "user.staging", "SRV");

    Report.Result result = workflow.deploy(STACK);

    assertThat(result.error().orElse(""))
        .startsWith(
            "services.user.dns_discovery: The name user.staging in the namespace example.sd has SRV records");
    assertThat(workflow.log.changing()).containsExactly("servicediscovery:DeleteService");
  }

  @Test
  void refusesANameOfSomebodyElse() {
    workflow.discovery.foreign("ns-example.sd", "billing", "A");

    Report.Result result =
        workflow.deploy(
            STACK
                + """
                  billing:
                    image: billing:1
                    ports: ["80:80"]
                    dns_discovery: {name: billing}
                """);

    assertThat(result.status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(result.error().orElse(""))
        .startsWith("services.billing.dns_discovery: The name billing in the namespace example.sd");
    assertThat(workflow.log.changing()).isEmpty();
  }

  /** It may make nothing, so it does not even look. */
  @Test
  void looksAtNothingBesideWhereOnlyServicesAreUpdated() {
    workflow.dnsRecords.delete(record());
    workflow.log.clear();

    assertThat(workflow.deploy(STACK, new Options(false, true)).status())
        .isEqualTo(DeploymentStatus.UNCHANGED);
    assertThat(workflow.log.counts().keySet())
        .noneMatch(call -> call.startsWith("route53:") || call.startsWith("servicediscovery:"));
  }

  /** The figures of docs/performance.md. */
  @Test
  void costsACallForWhatAwsTellsOneByOne() {
    assertThat(workflow.deploy(STACK).status()).isEqualTo(DeploymentStatus.UNCHANGED);

    assertThat(workflow.log.counts())
        .containsOnly(
            Map.entry("ecs:DescribeClusters", 1),
            Map.entry("ecs:DescribeServices", 1),
            Map.entry("elasticloadbalancing:DescribeLoadBalancers", 1),
            Map.entry("elasticloadbalancing:DescribeTargetGroups", 1),
            Map.entry("elasticloadbalancing:DescribeListeners", 1),
            Map.entry("elasticloadbalancing:DescribeTags", 1),
            Map.entry("elasticloadbalancing:DescribeTargetGroupAttributes", 1),
            Map.entry("elasticloadbalancing:DescribeListenerCertificates", 1),
            Map.entry("route53:ListResourceRecordSets", 1),
            Map.entry("servicediscovery:ListNamespaces", 1),
            Map.entry("servicediscovery:ListServices", 1));
  }

  @Test
  void costsNoMoreForManyNamesAndTagsThanForAFew() {
    String many =
        NETWORK
            + "services:\n"
            + IntStream.range(0, 20)
                .mapToObj(i ->
                    "  s%1$d: {image: \"s:1\", ports: [\"%2$d:%2$d\"], dns_discovery: {name: s%1$d}, elb: {type: public, ports: {public: 80, container: %2$d}}}\n"
                        .formatted(i, 8000 + i))
                .collect(Collectors.joining());
    assertThat(workflow.deploy(many).error()).isEmpty();
    workflow.log.clear();

    assertThat(workflow.deploy(many).status()).isEqualTo(DeploymentStatus.UNCHANGED);

    assertThat(workflow.log.counts())
        .containsEntry("ecs:DescribeServices", 2)
        .containsEntry("elasticloadbalancing:DescribeTags", 2)
        .containsEntry("elasticloadbalancing:DescribeListeners", 20)
        .containsEntry("servicediscovery:ListNamespaces", 1)
        .containsEntry("servicediscovery:ListServices", 1);
    assertThat(workflow.log.counts().keySet())
        .isEqualTo(
            Set.of(
                "ecs:DescribeClusters",
                "ecs:DescribeServices",
                "elasticloadbalancing:DescribeLoadBalancers",
                "elasticloadbalancing:DescribeTargetGroups",
                "elasticloadbalancing:DescribeListeners",
                "elasticloadbalancing:DescribeTags",
                "servicediscovery:ListNamespaces",
                "servicediscovery:ListServices"));
  }
}
