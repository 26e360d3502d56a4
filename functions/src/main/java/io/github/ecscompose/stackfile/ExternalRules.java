package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Compute.LaunchType;
import io.github.ecscompose.stackfile.Network.Mode;

/**
 * Checks a service on machines of one's own against what ECS can do there (Amazon ECS Developer
 * Guide: clusters for the external launch type).
 */
final class ExternalRules {

  private ExternalRules() {}

  static void check(Section section, Service service) {
    if (service.compute().launchType().filter(LaunchType.EXTERNAL::equals).isEmpty()) {
      return;
    }
    if (service.network().mode() == Mode.AWSVPC) {
      section
          .get("network")
          .or(() -> section.get("dns_discovery"))
          .orElse(section.field())
          .error("EXTERNAL machines have the networks host and bridge only");
    }
    if (service.loadBalancer().isPresent()) {
      section
          .get("elb")
          .orElse(section.field())
          .error("a load balancer does not reach EXTERNAL machines: remove elb");
    }
  }
}
