package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.error.NotOursException;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.plan.LoadBalancing;
import io.github.ecscompose.plan.LoadBalancing.Alias;
import io.github.ecscompose.plan.LoadBalancing.Listener;
import io.github.ecscompose.plan.LoadBalancing.LiveBalancer;
import io.github.ecscompose.plan.LoadBalancing.LiveListener;
import io.github.ecscompose.plan.LoadBalancing.LiveTargetGroup;
import io.github.ecscompose.plan.LoadBalancingDesign;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.stackfile.Service;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/**
 * Converges a service's load balancer, target group, listener and DNS record: makes what lacks,
 * changes what may be changed, adopts what the older tool made, and leaves alone what is right.
 */
public final class EnsureLoadBalancer {

  static final String NAME = "EnsureLoadBalancer";

  private final Documents documents;
  private final DeploymentRecords records;
  private final LoadBalancers loadBalancers;
  private final DnsRecords dnsRecords;

  public EnsureLoadBalancer(
      DeploymentFiles files,
      DeploymentRecords records,
      LoadBalancers loadBalancers,
      DnsRecords dnsRecords) {
    this.documents = new Documents(files);
    this.records = records;
    this.loadBalancers = loadBalancers;
    this.dnsRecords = dnsRecords;
  }

  /**
   * The ARN of the target group, which a listener forwards to, as CreateService demands.
   *
   * @throws NotOursException if somebody else has a load balancer of that name
   * @throws RefusedException if what exists cannot be turned into what is wanted
   */
  public String run(DeploymentReference deployment, String serviceName) {
    Service service = documents.service(deployment, serviceName);
    LoadBalancingDesign design =
        LoadBalancingDesign.of(deployment.cluster(), service)
            .orElseThrow(() -> new NoSuchElementException(serviceName + " has no elb"));
    records.begin(deployment, serviceName, NAME);
    Map<String, String> tags = Tags.of(deployment.cluster(), service);
    Optional<LiveBalancer> found = loadBalancers.balancer(design.balancer().name());
    Optional<LiveTargetGroup> foundGroup = loadBalancers.targetGroup(design.targetGroup().name());
    refuseObstacles(serviceName, design, found, foundGroup);

    LiveBalancer balancer =
        found.isPresent()
            ? adopt(deployment, tags, design, found.get())
            : loadBalancers.create(design.balancer(), tags);
    String targetGroup =
        foundGroup.isPresent()
            ? adopt(deployment, design, balancer, foundGroup.get())
            : loadBalancers.create(design.targetGroup(), tags).arn();
    converge(design, balancer, targetGroup, tags);
    design.alias(balancer).ifPresent(alias -> converge(design, alias));
    return targetGroup;
  }

  private static void refuseObstacles(
      String service,
      LoadBalancingDesign design,
      Optional<LiveBalancer> balancer,
      Optional<LiveTargetGroup> targetGroup) {
    design
        .obstacle(new LoadBalancing.Live(balancer, targetGroup, List.of()))
        .ifPresent(why -> {
          throw new RefusedException(
              "The load balancing of %s cannot be changed in place: %s.".formatted(service, why));
        });
  }

  private LiveBalancer adopt(
      DeploymentReference deployment,
      Map<String, String> tags,
      LoadBalancingDesign design,
      LiveBalancer live) {
    Map<String, String> liveTags = loadBalancers.tags(live.arn());
    if (!Tags.areOurs(liveTags, deployment.cluster())) {
      throw new NotOursException(
          "The load balancer %s exists and carries neither the tag %s nor %s with the value %s, so it is not ecs-compose's to change. Give the service's load balancer another name by elb.name."
              .formatted(
                  live.balancer().name(),
                  Tags.CLUSTER,
                  Tags.OLDER_TOOL_CLUSTER,
                  deployment.cluster()));
    }
    if (!liveTags.entrySet().containsAll(tags.entrySet())) {
      loadBalancers.tag(live.arn(), tags);
    }
    if (!live.balancer().subnets().equals(design.balancer().subnets())) {
      loadBalancers.setSubnets(live.arn(), design.balancer().subnets());
    }
    if (!live.balancer().securityGroups().equals(design.balancer().securityGroups())) {
      loadBalancers.setSecurityGroups(live.arn(), design.balancer().securityGroups());
    }
    return live;
  }

  /** The older tool put no tags on target groups; its own are on nothing but our load balancer. */
  private String adopt(
      DeploymentReference deployment,
      LoadBalancingDesign design,
      LiveBalancer balancer,
      LiveTargetGroup live) {
    boolean onlyOnOurs = Set.of(balancer.arn()).containsAll(live.balancerArns());
    Map<String, String> liveTags = loadBalancers.tags(live.arn());
    boolean ours = liveTags.isEmpty() ? onlyOnOurs : Tags.areOurs(liveTags, deployment.cluster());
    if (!ours || !onlyOnOurs) {
      throw new NotOursException(
          "The target group %s exists, and %s. Give the service's load balancer another name by elb.name."
              .formatted(
                  live.targetGroup().name(),
                  onlyOnOurs
                      ? "its tags say that it is not this cluster's"
                      : "another load balancer uses it"));
    }
    if (!live.targetGroup().healthCheck().equals(design.targetGroup().healthCheck())) {
      loadBalancers.modify(live.arn(), design.targetGroup());
    }
    return live.arn();
  }

  private void converge(
      LoadBalancingDesign design,
      LiveBalancer balancer,
      String targetGroup,
      Map<String, String> tags) {
    Listener wanted = design.listener(targetGroup);
    List<LiveListener> listeners = loadBalancers.listeners(balancer.arn());
    Optional<LiveListener> onPort =
        listeners.stream().filter(live -> live.listener().port() == wanted.port()).findFirst();
    LiveListener listener =
        onPort.isPresent() ? onPort.get() : loadBalancers.create(balancer.arn(), wanted, tags);
    if (!listener.listener().equals(wanted)) {
      loadBalancers.modify(listener.arn(), wanted);
    }
    convergeCertificates(design, listener.arn());
    // A port that the stackfile gave up leads to the same target group still.
    listeners.stream()
        .filter(live -> live.listener().port() != wanted.port())
        .filter(live -> live.listener().targetGroupArn().equals(targetGroup))
        .forEach(live -> loadBalancers.deleteListener(live.arn()));
  }

  /**
   * All but the default certificate; CreateListener and ModifyListener take only that one. Where
   * the stackfile names one alone, further ones are somebody else's business.
   */
  private void convergeCertificates(LoadBalancingDesign design, String listenerArn) {
    List<String> certificates = design.stackfile().certificates();
    if (certificates.size() < 2) {
      return;
    }
    Set<String> wanted = new HashSet<>(certificates.subList(1, certificates.size()));
    Set<String> live = new HashSet<>(loadBalancers.furtherCertificates(listenerArn));
    List<String> lacking = wanted.stream().filter(arn -> !live.contains(arn)).sorted().toList();
    List<String> left = live.stream().filter(arn -> !wanted.contains(arn)).sorted().toList();
    if (!lacking.isEmpty()) {
      loadBalancers.addCertificates(listenerArn, lacking);
    }
    if (!left.isEmpty()) {
      loadBalancers.removeCertificates(listenerArn, left);
    }
  }

  private void converge(LoadBalancingDesign design, Alias wanted) {
    Optional<DnsRecords.Address> found = dnsRecords.address(wanted.hostedZone(), wanted.name());
    boolean right =
        found.isPresent()
            && switch (found.get()) {
              case DnsRecords.Address.Plain() -> throw notOurs(wanted, "holds addresses");
              case DnsRecords.Address.Aliased(Alias alias) -> {
                if (!design.isOurs(alias)) {
                  throw notOurs(wanted, "leads to " + alias.targetDnsName());
                }
                yield alias.equals(wanted);
              }
            };
    if (!right) {
      dnsRecords.upsert(wanted);
    }
  }

  private static NotOursException notOurs(Alias wanted, String what) {
    return new NotOursException(
        "The record %s of the hosted zone %s exists and %s, so it is not ecs-compose's to change. Delete the record, or choose another elb.dns.record_name."
            .formatted(wanted.name(), wanted.hostedZone(), what));
  }
}
