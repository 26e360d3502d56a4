package io.github.ecscompose.aws;

import io.github.ecscompose.error.TransientException;
import io.github.ecscompose.plan.LoadBalancing.Balancer;
import io.github.ecscompose.plan.LoadBalancing.Listener;
import io.github.ecscompose.plan.LoadBalancing.LiveBalancer;
import io.github.ecscompose.plan.LoadBalancing.LiveListener;
import io.github.ecscompose.plan.LoadBalancing.LiveTargetGroup;
import io.github.ecscompose.plan.LoadBalancing.TargetGroup;
import io.github.ecscompose.stackfile.LoadBalancer.HealthCheck;
import io.github.ecscompose.step.LoadBalancers;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ListenerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerSchemeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Matcher;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ResourceInUseException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSecurityGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSubnetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.paginators.DescribeListenerCertificatesIterable;
import software.amazon.awssdk.services.elasticloadbalancingv2.paginators.DescribeListenersIterable;
import software.amazon.awssdk.services.elasticloadbalancingv2.paginators.DescribeLoadBalancersIterable;
import software.amazon.awssdk.services.elasticloadbalancingv2.paginators.DescribeTargetGroupsIterable;

/**
 * {@link LoadBalancers} on Elastic Load Balancing. What is named by ARN and not found was made or
 * deleted a moment ago, so that it counts as a passing fault: see {@link AwsErrors}.
 */
public final class ElbLoadBalancers implements LoadBalancers {

  /** The most that a page holds, by the service's model. */
  private static final int PAGE = 400;

  /** Resources of one call (DescribeTags, API reference of Elastic Load Balancing v2). */
  private static final int TAGGED = 20;

  private final ElasticLoadBalancingV2Client client;

  public ElbLoadBalancers(ElasticLoadBalancingV2Client client) {
    this.client = client;
  }

  @Override
  public Optional<LiveBalancer> balancer(String name) {
    DescribeLoadBalancersRequest request =
        DescribeLoadBalancersRequest.builder().names(name).build();
    return AwsErrors.find(
            "elasticloadbalancing:DescribeLoadBalancers",
            "load balancer " + name,
            LoadBalancerNotFoundException.class,
            () -> client.describeLoadBalancers(request))
        .flatMap(response -> response.loadBalancers().stream().findFirst())
        .map(LiveLoadBalancing::balancer);
  }

  @Override
  public Optional<LiveTargetGroup> targetGroup(String name) {
    DescribeTargetGroupsRequest request = DescribeTargetGroupsRequest.builder().names(name).build();
    return AwsErrors.find(
            "elasticloadbalancing:DescribeTargetGroups",
            "target group " + name,
            TargetGroupNotFoundException.class,
            () -> client.describeTargetGroups(request))
        .flatMap(response -> response.targetGroups().stream().findFirst())
        .map(LiveLoadBalancing::targetGroup);
  }

  // A call with names fails as a whole when one of them does not exist, so that many are looked
  // for among all that the region has.

  @Override
  public Map<String, LiveBalancer> balancers(Collection<String> names) {
    Map<String, LiveBalancer> found = new HashMap<>();
    if (names.isEmpty()) {
      return found;
    }
    Set<String> wanted = new HashSet<>(names);
    balancers(wanted::contains).forEach(live -> found.put(live.balancer().name(), live));
    return found;
  }

  @Override
  public List<LiveBalancer> balancersNamed(String prefix) {
    return balancers(name -> name.startsWith(prefix));
  }

  /** Those of appliances (Gateway Load Balancers) have no DNS name, and nothing of ours. */
  private List<LiveBalancer> balancers(Predicate<String> wanted) {
    DescribeLoadBalancersRequest request =
        DescribeLoadBalancersRequest.builder().pageSize(PAGE).build();
    return AwsErrors.call(
            "elasticloadbalancing:DescribeLoadBalancers",
            "the region's load balancers",
            () ->
                new DescribeLoadBalancersIterable(client, request)
                    .loadBalancers().stream().toList())
        .stream()
        .filter(live -> wanted.test(live.loadBalancerName()))
        .filter(live -> live.type() != LoadBalancerTypeEnum.GATEWAY)
        .map(LiveLoadBalancing::balancer)
        .toList();
  }

  @Override
  public Map<String, LiveTargetGroup> targetGroups(Collection<String> names) {
    Map<String, LiveTargetGroup> found = new HashMap<>();
    if (names.isEmpty()) {
      return found;
    }
    Set<String> wanted = new HashSet<>(names);
    targetGroups(wanted::contains).forEach(live -> found.put(live.targetGroup().name(), live));
    return found;
  }

  @Override
  public List<LiveTargetGroup> targetGroupsNamed(String prefix) {
    return targetGroups(name -> name.startsWith(prefix));
  }

  private List<LiveTargetGroup> targetGroups(Predicate<String> wanted) {
    DescribeTargetGroupsRequest request =
        DescribeTargetGroupsRequest.builder().pageSize(PAGE).build();
    return AwsErrors.call(
            "elasticloadbalancing:DescribeTargetGroups",
            "the region's target groups",
            () ->
                new DescribeTargetGroupsIterable(client, request).targetGroups().stream().toList())
        .stream()
        .filter(live -> wanted.test(live.targetGroupName()))
        .map(LiveLoadBalancing::targetGroup)
        .toList();
  }

  @Override
  public List<LiveListener> listeners(String balancerArn) {
    DescribeListenersRequest request =
        DescribeListenersRequest.builder().loadBalancerArn(balancerArn).build();
    return AwsErrors.call(
        "elasticloadbalancing:DescribeListeners",
        "load balancer " + balancerArn,
        () ->
            new DescribeListenersIterable(client, request)
                .listeners().stream()
                    .map(LiveLoadBalancing::listener)
                    .sorted(LiveLoadBalancing.BY_PORT)
                    .toList());
  }

  @Override
  public List<String> furtherCertificates(String listenerArn) {
    DescribeListenerCertificatesRequest request =
        DescribeListenerCertificatesRequest.builder().listenerArn(listenerArn).build();
    return AwsErrors.call(
        "elasticloadbalancing:DescribeListenerCertificates",
        "listener " + listenerArn,
        () ->
            new DescribeListenerCertificatesIterable(client, request)
                .certificates().stream()
                    .filter(certificate -> !Boolean.TRUE.equals(certificate.isDefault()))
                    .map(Certificate::certificateArn)
                    .toList());
  }

  @Override
  public Map<String, String> tags(String arn) {
    DescribeTagsRequest request = DescribeTagsRequest.builder().resourceArns(arn).build();
    Map<String, String> tags = new HashMap<>();
    AwsErrors.call("elasticloadbalancing:DescribeTags", arn, () -> client.describeTags(request))
        .tagDescriptions()
        .forEach(
            description -> description.tags().forEach(tag -> tags.put(tag.key(), tag.value())));
    return tags;
  }

  @Override
  public Map<String, Map<String, String>> tags(Collection<String> arns) {
    List<String> all = List.copyOf(arns);
    Map<String, Map<String, String>> tags = new HashMap<>();
    for (int start = 0; start < all.size(); start += TAGGED) {
      List<String> some = all.subList(start, Math.min(start + TAGGED, all.size()));
      DescribeTagsRequest request = DescribeTagsRequest.builder().resourceArns(some).build();
      AwsErrors.call(
              "elasticloadbalancing:DescribeTags",
              String.join(", ", some),
              () -> client.describeTags(request))
          .tagDescriptions()
          .forEach(description -> {
            Map<String, String> own =
                tags.computeIfAbsent(description.resourceArn(), arn -> new HashMap<>());
            description.tags().forEach(tag -> own.put(tag.key(), tag.value()));
          });
    }
    return tags;
  }

  @Override
  public LiveBalancer create(Balancer balancer, Map<String, String> tags) {
    CreateLoadBalancerRequest request =
        CreateLoadBalancerRequest.builder()
            .name(balancer.name())
            .type(LoadBalancerTypeEnum.APPLICATION)
            .scheme(
                balancer.internal()
                    ? LoadBalancerSchemeEnum.INTERNAL
                    : LoadBalancerSchemeEnum.INTERNET_FACING)
            .subnets(balancer.subnets())
            .securityGroups(balancer.securityGroups())
            .tags(elbTags(tags))
            .build();
    return LiveLoadBalancing.balancer(
        AwsErrors.call(
                "elasticloadbalancing:CreateLoadBalancer",
                "load balancer " + balancer.name(),
                () -> client.createLoadBalancer(request))
            .loadBalancers()
            .getFirst());
  }

  @Override
  public void setSubnets(String balancerArn, List<String> subnets) {
    SetSubnetsRequest request =
        SetSubnetsRequest.builder().loadBalancerArn(balancerArn).subnets(subnets).build();
    AwsErrors.call(
        "elasticloadbalancing:SetSubnets",
        "load balancer " + balancerArn,
        () -> client.setSubnets(request));
  }

  @Override
  public void setSecurityGroups(String balancerArn, List<String> securityGroups) {
    SetSecurityGroupsRequest request =
        SetSecurityGroupsRequest.builder()
            .loadBalancerArn(balancerArn)
            .securityGroups(securityGroups)
            .build();
    AwsErrors.call(
        "elasticloadbalancing:SetSecurityGroups",
        "load balancer " + balancerArn,
        () -> client.setSecurityGroups(request));
  }

  @Override
  public LiveTargetGroup create(TargetGroup targetGroup, Map<String, String> tags) {
    HealthCheck check = targetGroup.healthCheck();
    CreateTargetGroupRequest request =
        CreateTargetGroupRequest.builder()
            .name(targetGroup.name())
            .protocol(ProtocolEnum.HTTP)
            .port(targetGroup.port())
            .vpcId(targetGroup.vpc())
            .targetType(targetGroup.targetType())
            .healthCheckEnabled(true)
            .healthCheckProtocol(check.protocol().name())
            .healthCheckPort(port(check))
            .healthCheckPath(check.path())
            .healthCheckIntervalSeconds(check.interval())
            .healthCheckTimeoutSeconds(check.timeout())
            .healthyThresholdCount(check.healthyThreshold())
            .unhealthyThresholdCount(check.unhealthyThreshold())
            .matcher(matcher(check))
            .tags(elbTags(tags))
            .build();
    return LiveLoadBalancing.targetGroup(
        AwsErrors.call(
                "elasticloadbalancing:CreateTargetGroup",
                "target group " + targetGroup.name(),
                () -> client.createTargetGroup(request))
            .targetGroups()
            .getFirst());
  }

  @Override
  public void modify(String targetGroupArn, TargetGroup targetGroup) {
    HealthCheck check = targetGroup.healthCheck();
    ModifyTargetGroupRequest request =
        ModifyTargetGroupRequest.builder()
            .targetGroupArn(targetGroupArn)
            .healthCheckEnabled(true)
            .healthCheckProtocol(check.protocol().name())
            .healthCheckPort(port(check))
            .healthCheckPath(check.path())
            .healthCheckIntervalSeconds(check.interval())
            .healthCheckTimeoutSeconds(check.timeout())
            .healthyThresholdCount(check.healthyThreshold())
            .unhealthyThresholdCount(check.unhealthyThreshold())
            .matcher(matcher(check))
            .build();
    AwsErrors.call(
        "elasticloadbalancing:ModifyTargetGroup",
        "target group " + targetGroup.name(),
        () -> client.modifyTargetGroup(request));
  }

  @Override
  public Map<String, String> attributes(String targetGroupArn) {
    DescribeTargetGroupAttributesRequest request =
        DescribeTargetGroupAttributesRequest.builder().targetGroupArn(targetGroupArn).build();
    Map<String, String> attributes = new HashMap<>();
    AwsErrors.call(
            "elasticloadbalancing:DescribeTargetGroupAttributes",
            "target group " + targetGroupArn,
            () -> client.describeTargetGroupAttributes(request))
        .attributes()
        .forEach(attribute -> attributes.put(attribute.key(), attribute.value()));
    return attributes;
  }

  @Override
  public void setAttributes(String targetGroupArn, Map<String, String> attributes) {
    ModifyTargetGroupAttributesRequest request =
        ModifyTargetGroupAttributesRequest.builder()
            .targetGroupArn(targetGroupArn)
            .attributes(
                attributes.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(attribute ->
                        TargetGroupAttribute.builder()
                            .key(attribute.getKey())
                            .value(attribute.getValue())
                            .build())
                    .toList())
            .build();
    AwsErrors.call(
        "elasticloadbalancing:ModifyTargetGroupAttributes",
        "target group " + targetGroupArn,
        () -> client.modifyTargetGroupAttributes(request));
  }

  @Override
  public LiveListener create(String balancerArn, Listener listener, Map<String, String> tags) {
    CreateListenerRequest request =
        CreateListenerRequest.builder()
            .loadBalancerArn(balancerArn)
            .port(listener.port())
            .protocol(listener.protocol())
            .certificates(certificates(listener.certificate().stream().toList()))
            .defaultActions(ListenerActions.toSdk(listener.action()))
            .tags(elbTags(tags))
            .build();
    return LiveLoadBalancing.listener(
        AwsErrors.call(
                "elasticloadbalancing:CreateListener",
                "port " + listener.port() + " of load balancer " + balancerArn,
                () -> client.createListener(request))
            .listeners()
            .getFirst());
  }

  @Override
  public void modify(String listenerArn, Listener listener) {
    ModifyListenerRequest request =
        ModifyListenerRequest.builder()
            .listenerArn(listenerArn)
            .port(listener.port())
            .protocol(listener.protocol())
            .certificates(certificates(listener.certificate().stream().toList()))
            .defaultActions(ListenerActions.toSdk(listener.action()))
            .build();
    AwsErrors.call(
        "elasticloadbalancing:ModifyListener",
        "listener " + listenerArn,
        () -> client.modifyListener(request));
  }

  @Override
  public void addCertificates(String listenerArn, List<String> certificates) {
    if (certificates.isEmpty()) {
      return;
    }
    AddListenerCertificatesRequest request =
        AddListenerCertificatesRequest.builder()
            .listenerArn(listenerArn)
            .certificates(certificates(certificates))
            .build();
    AwsErrors.call(
        "elasticloadbalancing:AddListenerCertificates",
        "listener " + listenerArn,
        () -> client.addListenerCertificates(request));
  }

  @Override
  public void removeCertificates(String listenerArn, List<String> certificates) {
    if (certificates.isEmpty()) {
      return;
    }
    RemoveListenerCertificatesRequest request =
        RemoveListenerCertificatesRequest.builder()
            .listenerArn(listenerArn)
            .certificates(certificates(certificates))
            .build();
    AwsErrors.call(
        "elasticloadbalancing:RemoveListenerCertificates",
        "listener " + listenerArn,
        () -> client.removeListenerCertificates(request));
  }

  @Override
  public void deleteListener(String listenerArn) {
    DeleteListenerRequest request =
        DeleteListenerRequest.builder().listenerArn(listenerArn).build();
    AwsErrors.find(
        "elasticloadbalancing:DeleteListener",
        "listener " + listenerArn,
        ListenerNotFoundException.class,
        () -> client.deleteListener(request));
  }

  @Override
  public void deleteBalancer(String balancerArn) {
    DeleteLoadBalancerRequest request =
        DeleteLoadBalancerRequest.builder().loadBalancerArn(balancerArn).build();
    AwsErrors.find(
        "elasticloadbalancing:DeleteLoadBalancer",
        "load balancer " + balancerArn,
        LoadBalancerNotFoundException.class,
        () -> client.deleteLoadBalancer(request));
  }

  @Override
  public void deleteTargetGroup(String targetGroupArn) {
    DeleteTargetGroupRequest request =
        DeleteTargetGroupRequest.builder().targetGroupArn(targetGroupArn).build();
    AwsErrors.find(
        "elasticloadbalancing:DeleteTargetGroup",
        "target group " + targetGroupArn,
        TargetGroupNotFoundException.class,
        () -> deleteUnused(request));
  }

  /**
   * Listeners that went with their load balancer hold their target group for a moment more
   * (aws-load-balancer-controller#3037), and whether it is they that hold it the answer does not
   * say.
   */
  private DeleteTargetGroupResponse deleteUnused(DeleteTargetGroupRequest request) {
    try {
      return client.deleteTargetGroup(request);
    } catch (ResourceInUseException e) {
      throw new TransientException(
          "elasticloadbalancing:DeleteTargetGroup of target group %s failed: %s"
              .formatted(request.targetGroupArn(), AwsErrors.message(e)),
          e);
    }
  }

  @Override
  public void tag(String arn, Map<String, String> tags) {
    AddTagsRequest request = AddTagsRequest.builder().resourceArns(arn).tags(elbTags(tags)).build();
    AwsErrors.call("elasticloadbalancing:AddTags", arn, () -> client.addTags(request));
  }

  private static String port(HealthCheck check) {
    return check.port().map(String::valueOf).orElse(LiveLoadBalancing.TRAFFIC_PORT);
  }

  private static Matcher matcher(HealthCheck check) {
    return Matcher.builder().httpCode(check.matcher()).build();
  }

  private static List<Certificate> certificates(List<String> arns) {
    return arns.stream().map(arn -> Certificate.builder().certificateArn(arn).build()).toList();
  }

  private static List<Tag> elbTags(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }
}
