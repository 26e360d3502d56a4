package io.github.ecscompose.step;

import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.plan.ListenerDesign;
import io.github.ecscompose.plan.LoadBalancing.Listener;
import io.github.ecscompose.plan.LoadBalancing.LiveBalancer;
import io.github.ecscompose.plan.LoadBalancing.LiveListener;
import io.github.ecscompose.step.EnsureLoadBalancer.Wanted;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes, changes and deletes the listeners of a service's load balancer. */
final class ConvergeListeners {

  private final LoadBalancers loadBalancers;

  ConvergeListeners(LoadBalancers loadBalancers) {
    this.loadBalancers = loadBalancers;
  }

  /**
   * What clients use goes last: a new port leads to the service before another one redirects to it,
   * and a redirect goes before the port that it leads to.
   *
   * @throws RefusedException if the redirect's port has a listener that is not the service's
   */
  void run(Wanted wanted, LiveBalancer balancer, String targetGroup) {
    ListenerDesign design = wanted.design().listeners(targetGroup);
    List<LiveListener> live = loadBalancers.listeners(balancer.arn());
    refuseObstacle(wanted, design, live);
    String main = converge(wanted, balancer, design.main(), live);
    convergeCertificates(wanted.design().stackfile().certificates(), main);
    design.redirect().ifPresent(redirect -> converge(wanted, balancer, redirect, live));
    design.surplus(live).forEach(surplus -> loadBalancers.deleteListener(surplus.arn()));
  }

  private static void refuseObstacle(
      Wanted wanted, ListenerDesign design, List<LiveListener> live) {
    design
        .obstacle(live)
        .ifPresent(why -> {
          throw new RefusedException(
              "The load balancer %s of %s cannot redirect to HTTPS: its %s. Delete that listener, or take elb.redirect_http out of the stackfile."
                  .formatted(wanted.design().balancer().name(), wanted.service(), why));
        });
  }

  /** The ARN of the listener. */
  private String converge(
      Wanted wanted, LiveBalancer balancer, Listener listener, List<LiveListener> live) {
    Optional<LiveListener> found = ListenerDesign.on(listener.port(), live);
    found
        .filter(existing -> !existing.listener().equals(listener))
        .ifPresent(existing -> loadBalancers.modify(existing.arn(), listener));
    return found
        .orElseGet(() -> loadBalancers.create(balancer.arn(), listener, wanted.tags()))
        .arn();
  }

  /**
   * All but the default certificate; CreateListener and ModifyListener take only that one. Where
   * the stackfile names one alone, further ones are somebody else's business.
   */
  private void convergeCertificates(List<String> certificates, String listenerArn) {
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
}
