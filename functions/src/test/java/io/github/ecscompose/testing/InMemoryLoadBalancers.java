package io.github.ecscompose.testing;

import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.TransientException;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Elastic Load Balancing in memory, as strict about names and duplicates as AWS. */
public final class InMemoryLoadBalancers implements LoadBalancers {

  private final CallLog log;
  private final Map<String, LiveBalancer> balancers = new TreeMap<>();
  private final Map<String, LiveTargetGroup> targetGroups = new TreeMap<>();
  private final Map<String, List<LiveListener>> listeners = new TreeMap<>();
  private final Map<String, List<String>> certificates = new HashMap<>();
  private final Map<String, Map<String, String>> tags = new HashMap<>();

  public InMemoryLoadBalancers(CallLog log) {
    this.log = log;
  }

  boolean isOnListener(String targetGroupArn) {
    return listeners.values().stream()
        .flatMap(List::stream)
        .anyMatch(listener -> listener.listener().targetGroupArn().equals(targetGroupArn));
  }

  @Override
  public Optional<LiveBalancer> balancer(String name) {
    log.before("elasticloadbalancing:DescribeLoadBalancers");
    return Optional.ofNullable(balancers.get(name));
  }

  @Override
  public Optional<LiveTargetGroup> targetGroup(String name) {
    log.before("elasticloadbalancing:DescribeTargetGroups");
    return Optional.ofNullable(targetGroups.get(name));
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
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
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
  public LiveBalancer create(Balancer balancer, Map<String, String> tags) {
    log.before("elasticloadbalancing:CreateLoadBalancer");
    requireName(balancer.name());
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
  }

  @Override
  public void setSecurityGroups(String balancerArn, List<String> securityGroups) {
    log.before("elasticloadbalancing:SetSecurityGroups");
    replace(
        balancerArn,
        old -> new Balancer(old.name(), old.internal(), old.subnets(), securityGroups));
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
    requireName(targetGroup.name());
    LiveTargetGroup existing = targetGroups.get(targetGroup.name());
    if (existing != null && !existing.targetGroup().equals(targetGroup)) {
      throw new RefusedException("DuplicateTargetGroupName " + targetGroup.name());
    }
    String arn = "arn:tg/" + targetGroup.name();
    this.tags.put(arn, tags);
    targetGroups.put(targetGroup.name(), new LiveTargetGroup(arn, List.of(), targetGroup));
    log.after("elasticloadbalancing:CreateTargetGroup");
    return targetGroups.get(targetGroup.name());
  }

  @Override
  public void modify(String targetGroupArn, TargetGroup targetGroup) {
    log.before("elasticloadbalancing:ModifyTargetGroup");
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
  }

  @Override
  public LiveListener create(String balancerArn, Listener listener, Map<String, String> tags) {
    log.before("elasticloadbalancing:CreateListener");
    List<LiveListener> all = listeners.computeIfAbsent(balancerArn, key -> new ArrayList<>());
    if (all.stream().anyMatch(live -> live.listener().port() == listener.port())) {
      throw new RefusedException("DuplicateListener " + listener.port());
    }
    if (listener.protocol().equals("HTTPS") != listener.certificate().isPresent()) {
      throw new RefusedException("a certificate goes with HTTPS, and only with it");
    }
    LiveListener live = new LiveListener(balancerArn + "/" + listener.port(), listener);
    all.add(live);
    log.after("elasticloadbalancing:CreateListener");
    return live;
  }

  @Override
  public void modify(String listenerArn, Listener listener) {
    log.before("elasticloadbalancing:ModifyListener");
    listeners
        .values()
        .forEach(all ->
            all.replaceAll(live ->
                live.arn().equals(listenerArn) ? new LiveListener(listenerArn, listener) : live));
  }

  @Override
  public void addCertificates(String listenerArn, List<String> arns) {
    log.before("elasticloadbalancing:AddListenerCertificates");
    certificates.computeIfAbsent(listenerArn, key -> new ArrayList<>()).addAll(arns);
  }

  @Override
  public void removeCertificates(String listenerArn, List<String> arns) {
    log.before("elasticloadbalancing:RemoveListenerCertificates");
    certificates.getOrDefault(listenerArn, new ArrayList<>()).removeAll(arns);
  }

  @Override
  public void deleteListener(String listenerArn) {
    log.before("elasticloadbalancing:DeleteListener");
    listeners.values().forEach(all -> all.removeIf(live -> live.arn().equals(listenerArn)));
  }

  @Override
  public void deleteBalancer(String balancerArn) {
    log.before("elasticloadbalancing:DeleteLoadBalancer");
    balancers.values().removeIf(live -> live.arn().equals(balancerArn));
    listeners.remove(balancerArn);
    tags.remove(balancerArn);
    log.after("elasticloadbalancing:DeleteLoadBalancer");
  }

  @Override
  public void deleteTargetGroup(String targetGroupArn) {
    log.before("elasticloadbalancing:DeleteTargetGroup");
    if (isOnListener(targetGroupArn)) {
      throw new TransientException("ResourceInUse " + targetGroupArn);
    }
    targetGroups.values().removeIf(live -> live.arn().equals(targetGroupArn));
    tags.remove(targetGroupArn);
    log.after("elasticloadbalancing:DeleteTargetGroup");
  }

  @Override
  public void tag(String arn, Map<String, String> more) {
    log.before("elasticloadbalancing:AddTags");
    Map<String, String> all = new TreeMap<>(tags.getOrDefault(arn, Map.of()));
    all.putAll(more);
    tags.put(arn, all);
  }

  /** Everything there is, without the ARNs of listeners, which change with their port. */
  public List<Object> all() {
    return List.of(
        Map.copyOf(balancers),
        Map.copyOf(targetGroups),
        listeners.values().stream()
            .flatMap(List::stream)
            .map(LiveListener::listener)
            .map(Listener::toString)
            .sorted()
            .toList());
  }

  public Map<String, String> tagsOf(String arn) {
    return tags.getOrDefault(arn, Map.of());
  }

  private static void requireName(String name) {
    if (!name.matches("(?!internal-)[A-Za-z0-9]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?")) {
      throw new RefusedException("not a name that AWS takes: " + name);
    }
  }
}
