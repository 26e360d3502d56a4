package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.plan.Names;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.stackfile.Discovery;
import io.github.ecscompose.stackfile.Service;
import io.github.ecscompose.step.ServiceDiscovery.Registry;
import java.util.NoSuchElementException;

/** Makes the service's name in the private DNS namespace, if it is not there. */
public final class EnsureDiscovery {

  static final String NAME = "EnsureDiscovery";

  private final Documents documents;
  private final DeploymentRecords records;
  private final ServiceDiscovery discovery;

  public EnsureDiscovery(
      DeploymentFiles files, DeploymentRecords records, ServiceDiscovery discovery) {
    this.documents = new Documents(files);
    this.records = records;
    this.discovery = discovery;
  }

  /**
   * The ARN of the service in Cloud Map.
   *
   * @throws RefusedException if the name is taken by records of another type, which Cloud Map never
   *     changes
   */
  public String run(DeploymentReference deployment, String serviceName, String namespaceId) {
    Service service = documents.service(deployment, serviceName);
    Discovery wanted =
        service
            .discovery()
            .orElseThrow(() -> new NoSuchElementException(serviceName + " has no dns_discovery"));
    records.begin(deployment, serviceName, NAME);
    Registry registry =
        discovery
            .registry(namespaceId, wanted.name())
            .orElseGet(() ->
                discovery.createRegistry(
                    namespaceId,
                    wanted,
                    Names.token(deployment.toString(), "registry", serviceName),
                    Tags.of(deployment.cluster(), serviceName)));
    if (!registry.recordType().equals("A")) {
      throw new RefusedException(
          "The name %s in the namespace %s has %s records, and a service with dns_discovery needs A records, which Cloud Map cannot turn them into. Delete the Cloud Map service %s, or choose another dns_discovery.name."
              .formatted(
                  wanted.name(), wanted.namespace(), registry.recordType(), registry.name()));
    }
    return registry.arn();
  }
}
