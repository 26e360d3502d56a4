package io.github.ecscompose.step;

import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.TransientException;
import io.github.ecscompose.plan.LoadBalancing.Balancer;
import io.github.ecscompose.plan.LoadBalancing.Listener;
import io.github.ecscompose.plan.LoadBalancing.LiveBalancer;
import io.github.ecscompose.plan.LoadBalancing.LiveListener;
import io.github.ecscompose.plan.LoadBalancing.LiveTargetGroup;
import io.github.ecscompose.plan.LoadBalancing.TargetGroup;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Elastic Load Balancing: application load balancers, target groups and listeners. */
public interface LoadBalancers {

  Optional<LiveBalancer> balancer(String name);

  Optional<LiveTargetGroup> targetGroup(String name);

  /** The load balancers of those names that exist, by name. One call for 400 of the region's. */
  Map<String, LiveBalancer> balancers(Collection<String> names);

  /** The target groups of those names that exist, by name. One call for 400 of the region's. */
  Map<String, LiveTargetGroup> targetGroups(Collection<String> names);

  /** The load balancers with listeners whose name begins so. One call for 400 of the region's. */
  List<LiveBalancer> balancersNamed(String prefix);

  /** The target groups whose name begins so. One call for 400 of the region's. */
  List<LiveTargetGroup> targetGroupsNamed(String prefix);

  /** The listeners of a load balancer, by port. */
  List<LiveListener> listeners(String balancerArn);

  /** ARNs of the certificates that a listener holds beside its default one. */
  List<String> furtherCertificates(String listenerArn);

  /** The attributes of a target group, by AWS's names for them. */
  Map<String, String> attributes(String targetGroupArn);

  Map<String, String> tags(String arn);

  /** The tags of load balancers and target groups, by ARN. Twenty a call. */
  Map<String, Map<String, String>> tags(Collection<String> arns);

  LiveBalancer create(Balancer balancer, Map<String, String> tags);

  void setSubnets(String balancerArn, List<String> subnets);

  void setSecurityGroups(String balancerArn, List<String> securityGroups);

  LiveTargetGroup create(TargetGroup targetGroup, Map<String, String> tags);

  /** Changes the health check, the one thing that may be changed in place. */
  void modify(String targetGroupArn, TargetGroup targetGroup);

  /** Sets these attributes, and leaves the others as they are. */
  void setAttributes(String targetGroupArn, Map<String, String> attributes);

  LiveListener create(String balancerArn, Listener listener, Map<String, String> tags);

  void modify(String listenerArn, Listener listener);

  void addCertificates(String listenerArn, List<String> certificates);

  void removeCertificates(String listenerArn, List<String> certificates);

  /** Deletes a listener; one that is gone already is a success. */
  void deleteListener(String listenerArn);

  /**
   * Deletes a load balancer with its listeners; one that is gone already is a success.
   *
   * @throws RefusedException if it is protected from deletion
   */
  void deleteBalancer(String balancerArn);

  /**
   * Deletes a target group; one that is gone already is a success.
   *
   * @throws TransientException while a listener uses it, as one that was deleted a moment ago does
   */
  void deleteTargetGroup(String targetGroupArn);

  void tag(String arn, Map<String, String> tags);
}
