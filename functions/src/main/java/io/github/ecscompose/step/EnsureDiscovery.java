package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.error.NotOursException;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.plan.Names;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.stackfile.Discovery;
import io.github.ecscompose.stackfile.Service;
import io.github.ecscompose.step.ServiceDiscovery.Registry;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Makes the service's name in the private DNS namespace, if it is not there. */
public final class EnsureDiscovery {

  static final String NAME = "EnsureDiscovery";

  private final Documents documents;
  private final DeploymentRecords records;
  private final ServiceDiscovery discovery;
  private final Clusters clusters;

  public EnsureDiscovery(
      DeploymentFiles files,
      DeploymentRecords records,
      ServiceDiscovery discovery,
      Clusters clusters) {
    this.documents = new Documents(files);
    this.records = records;
    this.discovery = discovery;
    this.clusters = clusters;
  }

  /**
   * The ARN of the service in Cloud Map.
   *
   * @throws RefusedException if the name is taken by records of another type, which Cloud Map never
   *     changes
   * @throws NotOursException if the name is taken by another service's records
   */
  public String run(DeploymentReference deployment, String serviceName, String namespaceId) {
    Service service = documents.service(deployment, serviceName);
    Discovery wanted =
        service
            .discovery()
            .orElseThrow(() -> new NoSuchElementException(serviceName + " has no dns_discovery"));
    records.begin(deployment, serviceName, NAME);
    Optional<Registry> found = discovery.registry(namespaceId, wanted.name());
    found.ifPresent(registry -> requireAddresses(registry, wanted));
    found.ifPresent(registry ->
        requireOurs(
            registry,
            discovery.tags(registry.arn()),
            wanted,
            deployment.cluster(),
            serviceName,
            () -> isUsed(registry, deployment.cluster(), serviceName)));
    return found
        .orElseGet(() ->
            discovery.createRegistry(
                namespaceId,
                wanted,
                Names.token(deployment.toString(), "registry", serviceName),
                Tags.of(deployment.cluster(), service)))
        .arn();
  }

  static void requireAddresses(Registry registry, Discovery wanted) {
    if (!registry.recordType().equals("A")) {
      throw new RefusedException(
          "The name %s in the namespace %s has %s records, and a service with dns_discovery needs A records, which Cloud Map cannot turn them into. Delete the Cloud Map service %s, or choose another dns_discovery.name."
              .formatted(
                  wanted.name(), wanted.namespace(), registry.recordType(), registry.name()));
    }
  }

  /**
   * What the older tool made has no tags: the service that runs tells whether it is its own.
   *
   * @param isUsed whether that service registers its tasks there; asked only without tags
   */
  static void requireOurs(
      Registry registry,
      Map<String, String> tags,
      Discovery wanted,
      String cluster,
      String service,
      BooleanSupplier isUsed) {
    if (tags.containsKey(Tags.CLUSTER) || tags.containsKey(Tags.SERVICE)) {
      if (!cluster.equals(tags.get(Tags.CLUSTER)) || !service.equals(tags.get(Tags.SERVICE))) {
        throw taken(
            wanted,
            "belongs to the service %s of the cluster %s"
                .formatted(tags.get(Tags.SERVICE), tags.get(Tags.CLUSTER)),
            "Choose another dns_discovery.name, or delete the Cloud Map service %s if nothing uses it."
                .formatted(registry.arn()));
      }
    } else if (!isUsed.getAsBoolean()) {
      throw taken(
          wanted,
          "is a Cloud Map service without the tags of ecs-compose, and the service %s of the cluster %s does not use it"
              .formatted(service, cluster),
          "Choose another dns_discovery.name, delete the Cloud Map service %s, or give it the tags %s=%s and %s=%s."
              .formatted(registry.arn(), Tags.CLUSTER, cluster, Tags.SERVICE, service));
    }
  }

  private static NotOursException taken(Discovery wanted, String whose, String remedy) {
    return new NotOursException(
        "The name %s in the namespace %s %s. %s"
            .formatted(wanted.name(), wanted.namespace(), whose, remedy));
  }

  private boolean isUsed(Registry registry, String cluster, String service) {
    return clusters
        .service(cluster, service)
        .map(LiveService::registries)
        .orElse(List.of())
        .contains(registry.arn());
  }
}
