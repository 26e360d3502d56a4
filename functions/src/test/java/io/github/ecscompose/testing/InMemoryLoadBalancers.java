package io.github.ecscompose.testing;

import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.TransientException;
import io.github.ecscompose.plan.ListenerDesign;
import io.github.ecscompose.plan.LoadBalancing.Action.Forward;
import io.github.ecscompose.plan.LoadBalancing.Balancer;
import io.github.ecscompose.plan.LoadBalancing.Listener;
import io.github.ecscompose.plan.LoadBalancing.LiveBalancer;
import io.github.ecscompose.plan.LoadBalancing.LiveListener;
import io.github.ecscompose.plan.LoadBalancing.LiveTargetGroup;
import io.github.ecscompose.plan.LoadBalancing.TargetGroup;
import io.github.ecscompose.step.LoadBalancers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Elastic Load Balancing in memory, as strict about names and duplicates as AWS. */
public final class InMemoryLoadBalancers implements LoadBalancers {

  private static final int TAGGED_A_CALL = 20;

  private final CallLog log;
  private final Map<String, LiveBalancer> balancers = new TreeMap<>();
  private final Map<String, LiveTargetGroup> targetGroups = new TreeMap<>();
  private final Map<String, List<LiveListener>> listeners = new TreeMap<>();
  private final Map<String, List<String>> certificates = new HashMap<>();
  private final Map<String, Map<String, String>> tags = new HashMap<>();
  private final Map<String, Map<String, String>> attributes = new HashMap<>();
  private final Set<String> held = new HashSet<>();

  public InMemoryLoadBalancers(CallLog log) {
    this.log = log;
  }

  boolean isOnListener(String targetGroupArn) {
    return listeners.values().stream().anyMatch(all -> forwards(all, targetGroupArn));
  }

  private static boolean forwards(List<LiveListener> listeners, String targetGroupArn) {
    return listeners.stream()
        .anyMatch(live -> live.listener().action().equals(new Forward(targetGroupArn)));
  }

  /** With the load balancers that use it now. */
  private LiveTargetGroup described(LiveTargetGroup live) {
    return new LiveTargetGroup(
        live.arn(),
        listeners.entrySet().stream()
            .filter(entry -> forwards(entry.getValue(), live.arn()))
            .map(Map.Entry::getKey)
            .toList(),
        live.targetGroup());
  }

  @Override
  public Optional<LiveBalancer> balancer(String name) {
    log.before("elasticloadbalancing:DescribeLoadBalancers");
    return Optional.ofNullable(balancers.get(name));
  }

  @Override
  public Optional<LiveTargetGroup> targetGroup(String name) {
    log.before("elasticloadbalancing:DescribeTargetGroups");
    return Optional.ofNullable(targetGroups.get(name)).map(this::described);
  }

  @Override
  public Map<String, LiveBalancer> balancers(Collection<String> names) {
    if (!names.isEmpty()) {
      log.before("elasticloadbalancing:DescribeLoadBalancers");
    }
    return balancers.entrySet().stream()
        .filter(entry -> names.contains(entry.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Override
  public Map<String, LiveTargetGroup> targetGroups(Collection<String> names) {
    if (!names.isEmpty()) {
      log.before("elasticloadbalancing:DescribeTargetGroups");
    }
    return targetGroups.entrySet().stream()
        .filter(entry -> names.contains(entry.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> described(entry.getValue())));
  }

  @Override
  public List<LiveBalancer> balancersNamed(String prefix) {
    log.before("elasticloadbalancing:DescribeLoadBalancers");
    return balancers.values().stream()
        .filter(live -> live.balancer().name().startsWith(prefix))
        .toList();
  }

  @Override
  public List<LiveTargetGroup> targetGroupsNamed(String prefix) {
    log.before("elasticloadbalancing:DescribeTargetGroups");
    return targetGroups.values().stream()
        .filter(live -> live.targetGroup().name().startsWith(prefix))
        .map(this::described)
        .toList();
  }

  @Override
  public List<LiveListener> listeners(String balancerArn) {
    log.before("elasticloadbalancing:DescribeListeners");
    return List.copyOf(listeners.getOrDefault(balancerArn, List.of()));
  }

  @Override
  public List<String> furtherCertificates(String listenerArn) {
    log.before("elasticloadbalancing:DescribeListenerCertificates");
    return List.copyOf(certificates.getOrDefault(listenerArn, List.of()));
  }

  @Override
  public Map<String, String> tags(String arn) {
    log.before("elasticloadbalancing:DescribeTags");
    return tags.getOrDefault(arn, Map.of());
  }

  @Override
  public Map<String, Map<String, String>> tags(Collection<String> arns) {
    for (int i = 0; i < arns.size(); i += TAGGED_A_CALL) {
      log.before("elasticloadbalancing:DescribeTags");
    }
    return arns.stream().collect(Collectors.toMap(arn -> arn, this::tagsOf));
  }

  @Override
  public LiveBalancer create(Balancer balancer, Map<String, String> tags) {
    log.before("elasticloadbalancing:CreateLoadBalancer");
    ElbRules.requireName(balancer.name());
    if (balancer.subnets().size() < 2) {
      throw new RefusedException("at least two subnets in two availability zones");
    }
    LiveBalancer existing = balancers.get(balancer.name());
    if (existing != null && !existing.balancer().equals(balancer)) {
      throw new RefusedException("DuplicateLoadBalancerName " + balancer.name());
    }
    String arn = "arn:lb/" + balancer.name();
    this.tags.put(arn, tags);
    balancers.put(
        balancer.name(),
        new LiveBalancer(arn, balancer.name() + "-1234.elb.amazonaws.com", "ZELB", balancer));
    log.after("elasticloadbalancing:CreateLoadBalancer");
    return balancers.get(balancer.name());
  }

  /** One that somebody else made. */
  public void foreign(Balancer balancer, Map<String, String> itsTags) {
    create(balancer, itsTags);
    log.clear();
  }

  /** One that somebody else made. */
  public void foreign(TargetGroup targetGroup, Map<String, String> itsTags) {
    create(targetGroup, itsTags);
    log.clear();
  }

  @Override
  public void setSubnets(String balancerArn, List<String> subnets) {
    log.before("elasticloadbalancing:SetSubnets");
    replace(
        balancerArn,
        old -> new Balancer(old.name(), old.internal(), subnets, old.securityGroups()));
    log.after("elasticloadbalancing:SetSubnets");
  }

  @Override
  public void setSecurityGroups(String balancerArn, List<String> securityGroups) {
    log.before("elasticloadbalancing:SetSecurityGroups");
    replace(
        balancerArn,
        old -> new Balancer(old.name(), old.internal(), old.subnets(), securityGroups));
    log.after("elasticloadbalancing:SetSecurityGroups");
  }

  private void replace(String arn, java.util.function.UnaryOperator<Balancer> change) {
    balancers.replaceAll((name, live) ->
        live.arn().equals(arn)
            ? new LiveBalancer(
                arn, live.dnsName(), live.hostedZone(), change.apply(live.balancer()))
            : live);
  }

  @Override
  public LiveTargetGroup create(TargetGroup targetGroup, Map<String, String> tags) {
    log.before("elasticloadbalancing:CreateTargetGroup");
    ElbRules.requireName(targetGroup.name());
    ElbRules.requireHealthCheck(targetGroup.healthCheck());
    LiveTargetGroup existing = targetGroups.get(targetGroup.name());
    if (existing != null && !existing.targetGroup().equals(targetGroup)) {
      throw new RefusedException("DuplicateTargetGroupName " + targetGroup.name());
    }
    String arn = "arn:tg/" + targetGroup.name();
    this.tags.put(arn, tags);
    targetGroups.put(targetGroup.name(), new LiveTargetGroup(arn, List.of(), targetGroup));
    attributes.computeIfAbsent(arn, key -> new TreeMap<>(ElbRules.DEFAULT_ATTRIBUTES));
    log.after("elasticloadbalancing:CreateTargetGroup");
    return targetGroups.get(targetGroup.name());
  }

  @Override
  public void modify(String targetGroupArn, TargetGroup targetGroup) {
    log.before("elasticloadbalancing:ModifyTargetGroup");
    ElbRules.requireHealthCheck(targetGroup.healthCheck());
    targetGroups.replaceAll((name, live) ->
        live.arn().equals(targetGroupArn)
            ? new LiveTargetGroup(
                live.arn(),
                live.balancerArns(),
                new TargetGroup(
                    live.targetGroup().name(),
                    live.targetGroup().vpc(),
                    live.targetGroup().port(),
                    live.targetGroup().targetType(),
                    targetGroup.healthCheck()))
            : live);
    log.after("elasticloadbalancing:ModifyTargetGroup");
  }

  @Override
  public LiveListener create(String balancerArn, Listener listener, Map<String, String> tags) {
    log.before("elasticloadbalancing:CreateListener");
    List<LiveListener> all = listeners.computeIfAbsent(balancerArn, key -> new ArrayList<>());
    Optional<LiveListener> existing = ListenerDesign.on(listener.port(), all);
    if (existing.isPresent()) {
      if (existing.get().listener().equals(listener)) {
        log.after("elasticloadbalancing:CreateListener");
        return existing.get();
      }
      throw new RefusedException("DuplicateListener " + listener.port());
    }
    requireListener(balancerArn, listener);
    LiveListener live = new LiveListener(balancerArn + "/" + listener.port(), listener);
    this.tags.put(live.arn(), tags);
    all.add(live);
    log.after("elasticloadbalancing:CreateListener");
    return live;
  }

  @Override
  public void modify(String listenerArn, Listener listener) {
    log.before("elasticloadbalancing:ModifyListener");
    listeners.forEach((balancer, all) ->
        all.replaceAll(live -> {
          if (!live.arn().equals(listenerArn)) {
            return live;
          }
          requireListener(balancer, listener);
          return new LiveListener(listenerArn, listener);
        }));
    log.after("elasticloadbalancing:ModifyListener");
  }

  /** A target group belongs to one load balancer. */
  private void requireListener(String balancerArn, Listener listener) {
    ElbRules.requireListener(listener);
    if (listeners.entrySet().stream()
        .filter(entry -> !entry.getKey().equals(balancerArn))
        .flatMap(entry -> entry.getValue().stream())
        .anyMatch(live ->
            live.listener().action() instanceof Forward
                && live.listener().action().equals(listener.action()))) {
      throw new RefusedException("TargetGroupAssociationLimit");
    }
  }

  /** One that somebody made by hand. */
  public LiveListener foreign(String balancerArn, Listener listener) {
    LiveListener live = new LiveListener(balancerArn + "/" + listener.port(), listener);
    listeners.computeIfAbsent(balancerArn, key -> new ArrayList<>()).add(live);
    return live;
  }

  @Override
  public Map<String, String> attributes(String targetGroupArn) {
    log.before("elasticloadbalancing:DescribeTargetGroupAttributes");
    return Map.copyOf(attributes.get(targetGroupArn));
  }

  @Override
  public void setAttributes(String targetGroupArn, Map<String, String> changed) {
    log.before("elasticloadbalancing:ModifyTargetGroupAttributes");
    Map<String, String> all = new TreeMap<>(attributes.get(targetGroupArn));
    all.putAll(changed);
    ElbRules.requireAttributes(changed, all);
    attributes.put(targetGroupArn, all);
    log.after("elasticloadbalancing:ModifyTargetGroupAttributes");
  }

  @Override
  public void addCertificates(String listenerArn, List<String> arns) {
    log.before("elasticloadbalancing:AddListenerCertificates");
    certificates.computeIfAbsent(listenerArn, key -> new ArrayList<>()).addAll(arns);
    log.after("elasticloadbalancing:AddListenerCertificates");
  }

  @Override
  public void removeCertificates(String listenerArn, List<String> arns) {
    log.before("elasticloadbalancing:RemoveListenerCertificates");
    certificates.getOrDefault(listenerArn, new ArrayList<>()).removeAll(arns);
    log.after("elasticloadbalancing:RemoveListenerCertificates");
  }

  @Override
  public void deleteListener(String listenerArn) {
    log.before("elasticloadbalancing:DeleteListener");
    listeners.values().forEach(all -> all.removeIf(live -> live.arn().equals(listenerArn)));
    forgetListener(listenerArn);
    log.after("elasticloadbalancing:DeleteListener");
  }

  private void forgetListener(String arn) {
    certificates.remove(arn);
    tags.remove(arn);
  }

  /** Its target groups are held for one more look at them. */
  @Override
  public void deleteBalancer(String balancerArn) {
    log.before("elasticloadbalancing:DeleteLoadBalancer");
    targetGroups.values().stream()
        .map(this::described)
        .filter(live -> live.balancerArns().contains(balancerArn))
        .forEach(live -> held.add(live.arn()));
    listeners.getOrDefault(balancerArn, List.of()).forEach(live -> forgetListener(live.arn()));
    listeners.remove(balancerArn);
    balancers.values().removeIf(live -> live.arn().equals(balancerArn));
    tags.remove(balancerArn);
    log.after("elasticloadbalancing:DeleteLoadBalancer");
  }

  @Override
  public void deleteTargetGroup(String targetGroupArn) {
    log.before("elasticloadbalancing:DeleteTargetGroup");
    if (held.remove(targetGroupArn) || isOnListener(targetGroupArn)) {
      throw new TransientException("ResourceInUse " + targetGroupArn);
    }
    targetGroups.values().removeIf(live -> live.arn().equals(targetGroupArn));
    attributes.remove(targetGroupArn);
    tags.remove(targetGroupArn);
    log.after("elasticloadbalancing:DeleteTargetGroup");
  }

  @Override
  public void tag(String arn, Map<String, String> more) {
    log.before("elasticloadbalancing:AddTags");
    Map<String, String> all = new TreeMap<>(tags.getOrDefault(arn, Map.of()));
    all.putAll(more);
    tags.put(arn, all);
    log.after("elasticloadbalancing:AddTags");
  }

  private static Map<String, Object> sorted(Map<String, Map<String, String>> byArn) {
    Map<String, Object> sorted = new TreeMap<>();
    byArn.forEach((arn, its) -> sorted.put(arn, new TreeMap<>(its)));
    return sorted;
  }

  /** Everything there is, without the ARNs of listeners, which change with their port. */
  public List<Object> all() {
    return List.of(
        new TreeMap<>(balancers),
        new TreeMap<>(targetGroups),
        listeners.values().stream()
            .flatMap(List::stream)
            .map(LiveListener::listener)
            .map(Listener::toString)
            .sorted()
            .toList(),
        certificates.values().stream().filter(arns -> !arns.isEmpty()).map(List::copyOf).toList(),
        sorted(attributes),
        sorted(tags));
  }

  public Map<String, String> tagsOf(String arn) {
    return tags.getOrDefault(arn, Map.of());
  }
}
