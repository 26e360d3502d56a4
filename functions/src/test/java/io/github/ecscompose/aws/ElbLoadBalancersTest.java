package io.github.ecscompose.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.ThrottledException;
import io.github.ecscompose.error.TransientException;
import io.github.ecscompose.plan.LoadBalancing;
import io.github.ecscompose.plan.LoadBalancing.Action.Forward;
import io.github.ecscompose.plan.LoadBalancing.Action.Other;
import io.github.ecscompose.plan.LoadBalancing.Action.Redirect;
import io.github.ecscompose.plan.LoadBalancing.Balancer;
import io.github.ecscompose.plan.LoadBalancing.Listener;
import io.github.ecscompose.plan.LoadBalancing.LiveBalancer;
import io.github.ecscompose.plan.LoadBalancing.LiveTargetGroup;
import io.github.ecscompose.plan.LoadBalancing.TargetGroup;
import io.github.ecscompose.stackfile.LoadBalancer.HealthCheck;
import io.github.ecscompose.stackfile.LoadBalancer.Protocol;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AvailabilityZone;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerCertificatesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ListenerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Matcher;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RedirectActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ResourceInUseException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSecurityGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSubnetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TagDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

class ElbLoadBalancersTest {

  private static final Map<String, String> TAGS = Map.of("ecs-compose:cluster", "shop");
  private static final Tag TAG = Tag.builder().key("ecs-compose:cluster").value("shop").build();
  private static final HealthCheck CHECK =
      new HealthCheck(Protocol.HTTPS, Optional.of(8443), "/health", 15, 5, 2, 3, "200-299");

  private static final Action REDIRECT =
      Action.builder()
          .type("redirect")
          .redirectConfig(
              RedirectActionConfig.builder()
                  .protocol("HTTPS")
                  .port("443")
                  .host("#{host}")
                  .path("/#{path}")
                  .query("#{query}")
                  .statusCode("HTTP_301")
                  .build())
          .build();

  private final ElasticLoadBalancingV2Client client = mock(ElasticLoadBalancingV2Client.class);
  private final ElbLoadBalancers balancers = new ElbLoadBalancers(client);

  @Test
  void readsALoadBalancer() {
    when(client.describeLoadBalancers(
            DescribeLoadBalancersRequest.builder().names("shop-web-lb").build()))
        .thenReturn(
            DescribeLoadBalancersResponse.builder().loadBalancers(live("shop-web-lb")).build());

    assertThat(balancers.balancer("shop-web-lb"))
        .contains(
            new LiveBalancer(
                "arn:shop-web-lb",
                "shop-web-lb.elb.amazonaws.com",
                "Z1",
                new Balancer("shop-web-lb", true, List.of("subnet-a", "subnet-b"), List.of("sg"))));
  }

  @Test
  void findsNoLoadBalancerAndNoTargetGroupOnlyWhereThereIsNone() {
    when(client.describeLoadBalancers(any(DescribeLoadBalancersRequest.class)))
        .thenThrow(
            Failures.with(
                    LoadBalancerNotFoundException.builder(), "LoadBalancerNotFound", "No", 400)
                .build())
        .thenThrow(Failures.throttled());
    when(client.describeTargetGroups(any(DescribeTargetGroupsRequest.class)))
        .thenThrow(
            Failures.with(TargetGroupNotFoundException.builder(), "TargetGroupNotFound", "No", 400)
                .build())
        .thenThrow(Failures.denied());

    assertThat(balancers.balancer("a")).isEmpty();
    assertThat(balancers.targetGroup("a")).isEmpty();
    assertThatThrownBy(() -> balancers.balancer("a")).isInstanceOf(ThrottledException.class);
    assertThatThrownBy(() -> balancers.targetGroup("a")).isInstanceOf(RefusedException.class);
  }

  @Test
  void looksForManyAmongAllOfTheRegion() {
    when(client.describeLoadBalancers(any(DescribeLoadBalancersRequest.class)))
        .thenReturn(
            DescribeLoadBalancersResponse.builder()
                .loadBalancers(live("a"), live("other"))
                .nextMarker("next")
                .build(),
            DescribeLoadBalancersResponse.builder().loadBalancers(live("b")).build());

    assertThat(balancers.balancers(List.of("a", "b", "missing"))).containsOnlyKeys("a", "b");

    ArgumentCaptor<DescribeLoadBalancersRequest> requests =
        ArgumentCaptor.forClass(DescribeLoadBalancersRequest.class);
    verify(client, times(2)).describeLoadBalancers(requests.capture());
    assertThat(requests.getAllValues())
        .allMatch(request -> request.pageSize() == 400 && !request.hasNames());
    assertThat(requests.getAllValues().getLast().marker()).isEqualTo("next");
  }

  @Test
  void looksForManyTargetGroupsAmongAllOfTheRegion() {
    when(client.describeTargetGroups(any(DescribeTargetGroupsRequest.class)))
        .thenReturn(
            DescribeTargetGroupsResponse.builder()
                .targetGroups(group("a"), group("lambda"))
                .build());

    assertThat(balancers.targetGroups(List.of("a", "missing"))).containsOnlyKeys("a");
  }

  @Test
  void findsThoseWhoseNamesBeginSo() {
    when(client.describeLoadBalancers(any(DescribeLoadBalancersRequest.class)))
        .thenReturn(
            DescribeLoadBalancersResponse.builder()
                .loadBalancers(
                    live("shop-a"),
                    live("shops"),
                    live("other"),
                    live("shop-gateway").toBuilder().type("gateway").build())
                .build());
    when(client.describeTargetGroups(any(DescribeTargetGroupsRequest.class)))
        .thenReturn(
            DescribeTargetGroupsResponse.builder()
                .targetGroups(group("shop-a"), group("other"))
                .build());

    assertThat(balancers.balancersNamed("shop-"))
        .extracting(found -> found.balancer().name())
        .containsExactly("shop-a");
    assertThat(balancers.targetGroupsNamed("shop-"))
        .extracting(found -> found.targetGroup().name())
        .containsExactly("shop-a");
  }

  @Test
  void asksNothingAboutNoNames() {
    assertThat(balancers.balancers(List.of())).isEmpty();
    assertThat(balancers.targetGroups(List.of())).isEmpty();
    verifyNoInteractions(client);
  }

  @ParameterizedTest
  @CsvSource({"8443, 8443", "traffic-port,"})
  void readsATargetGroup(String healthCheckPort, Integer port) {
    when(client.describeTargetGroups(any(DescribeTargetGroupsRequest.class)))
        .thenReturn(
            DescribeTargetGroupsResponse.builder()
                .targetGroups(
                    group("shop-web-lb").toBuilder()
                        .targetGroupArn("arn:tg")
                        .targetGroupName("shop-web-lb")
                        .protocol("HTTP")
                        .port(80)
                        .vpcId("vpc-1")
                        .targetType("ip")
                        .loadBalancerArns("arn:lb")
                        .healthCheckProtocol("HTTPS")
                        .healthCheckPort(healthCheckPort)
                        .healthCheckPath("/health")
                        .healthCheckIntervalSeconds(15)
                        .healthCheckTimeoutSeconds(5)
                        .healthyThresholdCount(2)
                        .unhealthyThresholdCount(3)
                        .matcher(Matcher.builder().httpCode("200,302").build())
                        .build())
                .build());

    assertThat(balancers.targetGroup("shop-web-lb"))
        .contains(
            new LiveTargetGroup(
                "arn:tg",
                List.of("arn:lb"),
                new TargetGroup(
                    "shop-web-lb",
                    "vpc-1",
                    80,
                    "ip",
                    new HealthCheck(
                        Protocol.HTTPS,
                        Optional.ofNullable(port),
                        "/health",
                        15,
                        5,
                        2,
                        3,
                        "200,302"))));
  }

  @Test
  void readsListenersByPortAndWhatTheyForwardTo() {
    when(client.describeListeners(any(DescribeListenersRequest.class)))
        .thenReturn(
            DescribeListenersResponse.builder()
                .listeners(
                    listener(443, "HTTPS", forward("arn:tg")).toBuilder()
                        .certificates(Certificate.builder().certificateArn("arn:cert").build())
                        .build(),
                    listener(80, "HTTP", weighted("arn:tg")),
                    listener(81, "HTTP", weighted("arn:tg", "arn:other")),
                    listener(82, "HTTP", REDIRECT),
                    listener(
                        83,
                        "HTTP",
                        Action.builder().type("authenticate-oidc").build(),
                        forward("arn:tg")))
                .build());

    assertThat(balancers.listeners("arn:lb"))
        .extracting(live -> live.listener())
        .containsExactly(
            new Listener(80, "HTTP", Optional.empty(), new Forward("arn:tg")),
            new Listener(81, "HTTP", Optional.empty(), new Other()),
            new Listener(82, "HTTP", Optional.empty(), new Redirect(443)),
            new Listener(83, "HTTP", Optional.empty(), new Other()),
            new Listener(443, "HTTPS", Optional.of("arn:cert"), new Forward("arn:tg")));
  }

  @Test
  void takesARedirectThatLeavesOutWhatStaysTheSameForOurs() {
    RedirectActionConfig config =
        RedirectActionConfig.builder()
            .protocol("HTTPS")
            .port("8443")
            .statusCode("HTTP_301")
            .build();

    assertThat(read(Action.builder().type("redirect").redirectConfig(config).build()))
        .isEqualTo(new Redirect(8443));
  }

  static Stream<Action> otherActions() {
    RedirectActionConfig ours = REDIRECT.redirectConfig();
    return Stream.concat(
        Stream.of(
                ours.toBuilder().statusCode("HTTP_302"),
                ours.toBuilder().protocol("HTTP"),
                ours.toBuilder().protocol("#{protocol}"),
                ours.toBuilder().port("#{port}"),
                ours.toBuilder().port(null),
                ours.toBuilder().host("www.#{host}"),
                ours.toBuilder().path("/new/#{path}"),
                ours.toBuilder().query("a=b"))
            .map(
                config -> Action.builder().type("redirect").redirectConfig(config.build()).build()),
        Stream.of(
            Action.builder().type("redirect").build(),
            Action.builder().type("fixed-response").build(),
            Action.builder().type("a-type-of-next-year").build()));
  }

  @ParameterizedTest
  @MethodSource("otherActions")
  void takesNoOtherActionForOurs(Action action) {
    assertThat(read(action)).isEqualTo(new Other());
  }

  private LoadBalancing.Action read(Action action) {
    when(client.describeListeners(any(DescribeListenersRequest.class)))
        .thenReturn(
            DescribeListenersResponse.builder().listeners(listener(80, "HTTP", action)).build());
    return balancers.listeners("arn:lb").getFirst().listener().action();
  }

  @Test
  void readsCertificatesWithoutTheDefaultOne() {
    when(client.describeListenerCertificates(any(DescribeListenerCertificatesRequest.class)))
        .thenReturn(
            DescribeListenerCertificatesResponse.builder()
                .certificates(
                    Certificate.builder().certificateArn("arn:default").isDefault(true).build(),
                    Certificate.builder().certificateArn("arn:a").isDefault(false).build())
                .build());

    assertThat(balancers.furtherCertificates("arn:listener")).containsExactly("arn:a");
  }

  @Test
  void readsAndSetsTags() {
    when(client.describeTags(DescribeTagsRequest.builder().resourceArns("arn:lb").build()))
        .thenReturn(
            DescribeTagsResponse.builder()
                .tagDescriptions(TagDescription.builder().resourceArn("arn:lb").tags(TAG).build())
                .build());

    assertThat(balancers.tags("arn:lb")).isEqualTo(TAGS);

    balancers.tag("arn:lb", TAGS);
    verify(client).addTags(AddTagsRequest.builder().resourceArns("arn:lb").tags(TAG).build());
  }

  @Test
  void readsTheTagsOfTwentyAtATime() {
    when(client.describeTags(any(DescribeTagsRequest.class)))
        .thenAnswer(call ->
            DescribeTagsResponse.builder()
                .tagDescriptions(
                    call.getArgument(0, DescribeTagsRequest.class).resourceArns().stream()
                        .map(arn -> TagDescription.builder().resourceArn(arn).tags(TAG).build())
                        .toList())
                .build());
    List<String> arns = IntStream.range(0, 41).mapToObj(i -> "arn:" + i).toList();

    assertThat(balancers.tags(arns).keySet()).containsExactlyInAnyOrderElementsOf(arns);
    assertThat(balancers.tags(List.of("arn:7"))).isEqualTo(Map.of("arn:7", TAGS));

    ArgumentCaptor<DescribeTagsRequest> requests =
        ArgumentCaptor.forClass(DescribeTagsRequest.class);
    verify(client, times(4)).describeTags(requests.capture());
    assertThat(requests.getAllValues())
        .extracting(request -> request.resourceArns().size())
        .containsExactly(20, 20, 1, 1);
  }

  @Test
  void readsNoTagsOfNothing() {
    assertThat(balancers.tags(List.of())).isEmpty();
    verifyNoInteractions(client);
  }

  @ParameterizedTest
  @CsvSource({"true, internal", "false, internet-facing"})
  void createsALoadBalancer(boolean internal, String scheme) {
    when(client.createLoadBalancer(any(CreateLoadBalancerRequest.class)))
        .thenReturn(CreateLoadBalancerResponse.builder().loadBalancers(live("a")).build());

    balancers.create(
        new Balancer("a", internal, List.of("subnet-b", "subnet-a"), List.of("sg")), TAGS);

    verify(client)
        .createLoadBalancer(
            CreateLoadBalancerRequest.builder()
                .name("a")
                .type("application")
                .scheme(scheme)
                .subnets("subnet-a", "subnet-b")
                .securityGroups("sg")
                .tags(TAG)
                .build());
  }

  @Test
  void changesALoadBalancer() {
    balancers.setSubnets("arn:lb", List.of("subnet-a"));
    balancers.setSecurityGroups("arn:lb", List.of("sg"));

    verify(client)
        .setSubnets(
            SetSubnetsRequest.builder().loadBalancerArn("arn:lb").subnets("subnet-a").build());
    verify(client)
        .setSecurityGroups(
            SetSecurityGroupsRequest.builder()
                .loadBalancerArn("arn:lb")
                .securityGroups("sg")
                .build());
  }

  @Test
  void createsATargetGroup() {
    when(client.createTargetGroup(any(CreateTargetGroupRequest.class)))
        .thenReturn(CreateTargetGroupResponse.builder().targetGroups(group("a")).build());

    balancers.create(new TargetGroup("a", "vpc-1", 80, "ip", CHECK), TAGS);

    verify(client)
        .createTargetGroup(
            CreateTargetGroupRequest.builder()
                .name("a")
                .protocol("HTTP")
                .port(80)
                .vpcId("vpc-1")
                .targetType("ip")
                .healthCheckEnabled(true)
                .healthCheckProtocol("HTTPS")
                .healthCheckPort("8443")
                .healthCheckPath("/health")
                .healthCheckIntervalSeconds(15)
                .healthCheckTimeoutSeconds(5)
                .healthyThresholdCount(2)
                .unhealthyThresholdCount(3)
                .matcher(Matcher.builder().httpCode("200-299").build())
                .tags(TAG)
                .build());
  }

  @Test
  void modifiesATargetGroupsHealthCheck() {
    balancers.modify("arn:tg", new TargetGroup("a", "vpc-1", 80, "ip", CHECK));

    verify(client)
        .modifyTargetGroup(
            ModifyTargetGroupRequest.builder()
                .targetGroupArn("arn:tg")
                .healthCheckEnabled(true)
                .healthCheckProtocol("HTTPS")
                .healthCheckPort("8443")
                .healthCheckPath("/health")
                .healthCheckIntervalSeconds(15)
                .healthCheckTimeoutSeconds(5)
                .healthyThresholdCount(2)
                .unhealthyThresholdCount(3)
                .matcher(Matcher.builder().httpCode("200-299").build())
                .build());
  }

  @Test
  void checksHealthOnTheTrafficPortWhereNoneIsGiven() {
    balancers.modify(
        "arn:tg",
        new TargetGroup(
            "a",
            "vpc-1",
            80,
            "ip",
            new HealthCheck(Protocol.HTTP, Optional.empty(), "/", 30, 5, 2, 10, "200")));

    ArgumentCaptor<ModifyTargetGroupRequest> request =
        ArgumentCaptor.forClass(ModifyTargetGroupRequest.class);
    verify(client).modifyTargetGroup(request.capture());
    assertThat(request.getValue().healthCheckPort()).isEqualTo("traffic-port");
  }

  @Test
  void readsAndSetsTheAttributesOfATargetGroup() {
    when(client.describeTargetGroupAttributes(
            DescribeTargetGroupAttributesRequest.builder().targetGroupArn("arn:tg").build()))
        .thenReturn(
            DescribeTargetGroupAttributesResponse.builder()
                .attributes(
                    attribute("slow_start.duration_seconds", "0"),
                    attribute("stickiness.enabled", "false"))
                .build());

    assertThat(balancers.attributes("arn:tg"))
        .isEqualTo(Map.of("slow_start.duration_seconds", "0", "stickiness.enabled", "false"));

    balancers.setAttributes(
        "arn:tg", Map.of("stickiness.enabled", "true", "slow_start.duration_seconds", "30"));
    verify(client)
        .modifyTargetGroupAttributes(
            ModifyTargetGroupAttributesRequest.builder()
                .targetGroupArn("arn:tg")
                .attributes(
                    attribute("slow_start.duration_seconds", "30"),
                    attribute("stickiness.enabled", "true"))
                .build());
  }

  @Test
  void saysWhatOfAttributesFailed() {
    when(client.describeTargetGroupAttributes(any(DescribeTargetGroupAttributesRequest.class)))
        .thenThrow(Failures.of("TargetGroupNotFound", "No", 400))
        .thenThrow(Failures.throttled());
    when(client.modifyTargetGroupAttributes(any(ModifyTargetGroupAttributesRequest.class)))
        .thenThrow(Failures.of("InvalidConfigurationRequest", "Not that", 400))
        .thenThrow(Failures.denied());

    assertThatThrownBy(() -> balancers.attributes("arn:tg")).isInstanceOf(TransientException.class);
    assertThatThrownBy(() -> balancers.attributes("arn:tg")).isInstanceOf(ThrottledException.class);
    assertThatThrownBy(() -> balancers.setAttributes("arn:tg", Map.of("a", "b")))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("ModifyTargetGroupAttributes of target group arn:tg")
        .hasMessageContaining("Not that");
    assertThatThrownBy(() -> balancers.setAttributes("arn:tg", Map.of("a", "b")))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("Allow the role");
  }

  @Test
  void createsAndModifiesAListener() {
    when(client.createListener(any(CreateListenerRequest.class)))
        .thenReturn(
            CreateListenerResponse.builder()
                .listeners(listener(443, "HTTPS", forward("arn:tg")))
                .build());
    Listener desired = new Listener(443, "HTTPS", Optional.of("arn:cert"), new Forward("arn:tg"));

    balancers.create("arn:lb", desired, TAGS);
    balancers.modify("arn:listener", desired);

    verify(client)
        .createListener(
            CreateListenerRequest.builder()
                .loadBalancerArn("arn:lb")
                .port(443)
                .protocol("HTTPS")
                .certificates(Certificate.builder().certificateArn("arn:cert").build())
                .defaultActions(forward("arn:tg"))
                .tags(TAG)
                .build());
    verify(client)
        .modifyListener(
            ModifyListenerRequest.builder()
                .listenerArn("arn:listener")
                .port(443)
                .protocol("HTTPS")
                .certificates(Certificate.builder().certificateArn("arn:cert").build())
                .defaultActions(forward("arn:tg"))
                .build());
  }

  @Test
  void createsAListenerThatRedirects() {
    when(client.createListener(any(CreateListenerRequest.class)))
        .thenReturn(
            CreateListenerResponse.builder().listeners(listener(80, "HTTP", REDIRECT)).build());
    Listener desired = new Listener(80, "HTTP", Optional.empty(), new Redirect(443));

    assertThat(balancers.create("arn:lb", desired, TAGS).listener()).isEqualTo(desired);

    verify(client)
        .createListener(
            CreateListenerRequest.builder()
                .loadBalancerArn("arn:lb")
                .port(80)
                .protocol("HTTP")
                .certificates(List.of())
                .defaultActions(REDIRECT)
                .tags(TAG)
                .build());
  }

  @Test
  void neverMakesAListenerThatDoesWhatItDoesNotKnow() {
    assertThatThrownBy(() ->
            balancers.modify("arn:l", new Listener(80, "HTTP", Optional.empty(), new Other())))
        .isInstanceOf(IllegalArgumentException.class);
    verifyNoInteractions(client);
  }

  @Test
  void triesAgainWhereANewLoadBalancerIsNotSeenYet() {
    when(client.createListener(any(CreateListenerRequest.class)))
        .thenThrow(Failures.of("LoadBalancerNotFound", "No", 400));

    assertThatThrownBy(() ->
            balancers.create(
                "arn:lb", new Listener(80, "HTTP", Optional.empty(), new Redirect(443)), TAGS))
        .isInstanceOf(TransientException.class);
  }

  @Test
  void changesCertificatesOnlyWhereThereAreSome() {
    balancers.addCertificates("arn:listener", List.of());
    balancers.removeCertificates("arn:listener", List.of());
    verifyNoInteractions(client);

    balancers.addCertificates("arn:listener", List.of("arn:a"));
    verify(client)
        .addListenerCertificates(
            AddListenerCertificatesRequest.builder()
                .listenerArn("arn:listener")
                .certificates(Certificate.builder().certificateArn("arn:a").build())
                .build());
  }

  @Test
  void takesAListenerThatIsGoneForDeleted() {
    when(client.deleteListener(any(DeleteListenerRequest.class)))
        .thenThrow(
            Failures.with(ListenerNotFoundException.builder(), "ListenerNotFound", "No", 400)
                .build())
        .thenThrow(Failures.denied());

    assertThatCode(() -> balancers.deleteListener("arn:listener")).doesNotThrowAnyException();
    assertThatThrownBy(() -> balancers.deleteListener("arn:listener"))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void deletesALoadBalancerThatMayBeGone() {
    when(client.deleteLoadBalancer(any(DeleteLoadBalancerRequest.class)))
        .thenReturn(DeleteLoadBalancerResponse.builder().build())
        .thenThrow(
            Failures.with(
                    LoadBalancerNotFoundException.builder(), "LoadBalancerNotFound", "No", 400)
                .build())
        .thenThrow(Failures.of("OperationNotPermitted", "Deletion protection is enabled", 400));

    balancers.deleteBalancer("arn:lb");
    verify(client)
        .deleteLoadBalancer(DeleteLoadBalancerRequest.builder().loadBalancerArn("arn:lb").build());

    assertThatCode(() -> balancers.deleteBalancer("arn:lb")).doesNotThrowAnyException();
    assertThatThrownBy(() -> balancers.deleteBalancer("arn:lb"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("Deletion protection is enabled");
  }

  @Test
  void deletesATargetGroupThatMayBeGoneOrHeldForAMoment() {
    when(client.deleteTargetGroup(any(DeleteTargetGroupRequest.class)))
        .thenReturn(DeleteTargetGroupResponse.builder().build())
        .thenThrow(
            Failures.with(TargetGroupNotFoundException.builder(), "TargetGroupNotFound", "No", 400)
                .build())
        .thenThrow(
            Failures.with(ResourceInUseException.builder(), "ResourceInUse", "Still in use", 400)
                .build())
        .thenThrow(Failures.denied());

    balancers.deleteTargetGroup("arn:tg");
    verify(client)
        .deleteTargetGroup(DeleteTargetGroupRequest.builder().targetGroupArn("arn:tg").build());

    assertThatCode(() -> balancers.deleteTargetGroup("arn:tg")).doesNotThrowAnyException();
    assertThatThrownBy(() -> balancers.deleteTargetGroup("arn:tg"))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("DeleteTargetGroup of target group arn:tg")
        .hasMessageContaining("Still in use");
    assertThatThrownBy(() -> balancers.deleteTargetGroup("arn:tg"))
        .isInstanceOf(RefusedException.class);
  }

  private static TargetGroupAttribute attribute(String key, String value) {
    return TargetGroupAttribute.builder().key(key).value(value).build();
  }

  private static software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup group(
      String name) {
    return software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup.builder()
        .targetGroupName(name)
        .targetGroupArn("arn:" + name)
        .build();
  }

  private static LoadBalancer live(String name) {
    return LoadBalancer.builder()
        .loadBalancerArn("arn:" + name)
        .loadBalancerName(name)
        .dnsName(name + ".elb.amazonaws.com")
        .canonicalHostedZoneId("Z1")
        .vpcId("vpc-1")
        .scheme("internal")
        .availabilityZones(
            AvailabilityZone.builder().subnetId("subnet-b").build(),
            AvailabilityZone.builder().subnetId("subnet-a").build())
        .securityGroups("sg")
        .build();
  }

  private static software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener listener(
      int port, String protocol, Action... actions) {
    return software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener.builder()
        .listenerArn("arn:" + port)
        .port(port)
        .protocol(protocol)
        .defaultActions(actions)
        .build();
  }

  private static Action forward(String targetGroup) {
    return Action.builder().type("forward").targetGroupArn(targetGroup).build();
  }

  private static Action weighted(String... targetGroups) {
    return Action.builder()
        .type("forward")
        .forwardConfig(config ->
            config.targetGroups(
                Arrays.stream(targetGroups)
                    .map(arn -> TargetGroupTuple.builder().targetGroupArn(arn).build())
                    .toList()))
        .build();
  }
}
