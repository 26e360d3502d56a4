package io.github.ecscompose.stackfile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * Writes a stack down as a stackfile, which says nothing that holds anyway. Reading it gives the
 * same stack, as far as its services share one VPC, one namespace, and one set of subnets and
 * security groups for all load balancers of a scheme: the language has no more than one of each.
 */
public final class StackfileWriter {

  private final Told told;

  private StackfileWriter(Told told) {
    this.told = told;
  }

  /** How values that may hold a secret are written: with variables in its place. */
  public interface Told {

    /** The value as it is. */
    Told PLAIN = (service, container, place, value) -> escape(value);

    /**
     * What stands for a value.
     *
     * @param container the service's name for its main one
     * @param place as {@code environment.NAME} or {@code logging.options.NAME}
     * @return a text whose variables give the value
     */
    String write(String service, String container, String place, String value);
  }

  /** A text in which nothing is taken for a variable. */
  public static String escape(String text) {
    return text.replace("$", "$$");
  }

  /** The stackfile, in the words of the language. */
  public static ObjectNode write(Stack stack, Told told) {
    StackfileWriter writer = new StackfileWriter(told);
    ObjectNode stackfile = SharedSettings.of(stack.services()).write();
    deploy(stack.deploy()).ifPresent(deploy -> stackfile.set("deploy", deploy));
    stack
        .redeploy()
        .ifPresent(redeploy ->
            stackfile
                .putObject("redeploy")
                .put("schedule", escape(redeploy.schedule()))
                .put("timezone", escape(redeploy.timezone())));
    ObjectNode services = stackfile.putObject("services");
    stack.services().forEach(service -> services.set(service.name(), writer.service(service)));
    return stackfile;
  }

  private static Optional<ObjectNode> deploy(Deploy deploy) {
    ObjectNode node = Json.object();
    if (deploy.onFailure() != Deploy.DEFAULT.onFailure()) {
      node.put("on_failure", WrittenWords.of(deploy.onFailure()));
    }
    if (deploy.timeout() != Deploy.DEFAULT.timeout()) {
      node.put("timeout", deploy.timeout());
    }
    if (deploy.prune() != Deploy.DEFAULT.prune()) {
      node.put("prune", deploy.prune());
    }
    return Optional.of(node).filter(written -> !written.isEmpty());
  }

  private ObjectNode service(Service service) {
    ObjectNode node = Json.object();
    if (service.kind() == Service.Kind.TASK) {
      node.put("type", WrittenWords.of(service.kind()));
    }
    boolean fargate = service.compute().isFargate();
    ContainerWriter containers = new ContainerWriter(told, service);
    containers.write(service.name(), service.container(), node);
    if (fargate) {
      node.put("cpu", service.container().resources().cpu());
    }
    if (!service.dependsOn().isEmpty()) {
      node.set("depends_on", Json.texts(service.dependsOn()));
    }
    PlacementWriter.write(service, node);
    network(service, node);
    access(service.access(), node);
    if (service.kind() == Service.Kind.SERVICE) {
      rollout(service.rollout(), node);
    }
    service
        .loadBalancer()
        .ifPresent(balancer -> node.set("elb", LoadBalancerWriter.write(balancer)));
    service
        .discovery()
        .ifPresent(
            discovery -> node.putObject("dns_discovery").put("name", escape(discovery.name())));
    if (!service.tags().isEmpty()) {
      ObjectNode tags = node.putObject("tags");
      service.tags().forEach((name, value) -> tags.put(name, escape(value)));
    }
    sidecars(service, containers, node);
    return node;
  }

  private static void sidecars(Service service, ContainerWriter containers, ObjectNode node) {
    for (Sidecar sidecar : service.sidecars()) {
      ObjectNode own = node.withObjectProperty("sidecars").putObject(sidecar.name());
      containers.write(sidecar.name(), sidecar.container(), own);
      if (!sidecar.essential()) {
        own.put("essential", false);
      }
    }
  }

  /** Subnets and security groups by their ids, since those of a tier are the load balancers'. */
  private static void network(Service service, ObjectNode node) {
    Network network = service.network();
    boolean ownInterface = service.discovery().isPresent() || service.compute().isFargate();
    Network.Mode unsaid = ownInterface ? Network.Mode.AWSVPC : Network.Mode.HOST;
    if (network.mode() != unsaid) {
      node.put("network", WrittenWords.of(network.mode()));
    }
    if (network.mode() == Network.Mode.AWSVPC) {
      SharedSettings.placement(network).forEach(node::set);
      if (network.publicIp()) {
        node.put("assign_public_ip", true);
      }
    }
  }

  private static void access(Access access, ObjectNode node) {
    access.taskRole().ifPresent(role -> node.put("task_role_arn", escape(role)));
    access.executionRole().ifPresent(role -> node.put("task_execution_role_arn", escape(role)));
    if (access.executeCommand()) {
      node.put("enable_execute_command", true);
    }
  }

  private static void rollout(Rollout rollout, ObjectNode node) {
    boolean daemon = rollout.strategy() == Rollout.Strategy.DAEMON;
    if (daemon) {
      node.put("scheduling_strategy", rollout.strategy().name());
    } else {
      node.put("desired_count", rollout.desiredCount());
    }
    List<Integer> unsaid = daemon ? List.of(100, 0) : List.of(200, 50);
    if (!List.of(rollout.maximumPercent(), rollout.minimumHealthyPercent()).equals(unsaid)) {
      node.putObject("deployment_configuration")
          .put("maximum_percent", rollout.maximumPercent())
          .put("minimum_healthy_percent", rollout.minimumHealthyPercent());
    }
    Rollout.CircuitBreaker breaker = rollout.circuitBreaker();
    if (!breaker.enable()) {
      node.put("circuit_breaker", false);
    } else if (!breaker.rollback()) {
      node.putObject("circuit_breaker").put("enable", true).put("rollback", false);
    }
  }
}
