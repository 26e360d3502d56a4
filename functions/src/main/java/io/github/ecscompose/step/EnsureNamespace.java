package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.plan.Names;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.stackfile.Discovery;
import io.github.ecscompose.stackfile.Service;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Makes the private DNS namespace of the stack, if it is not there. */
public final class EnsureNamespace {

  private final Documents documents;
  private final ServiceDiscovery discovery;

  public EnsureNamespace(DeploymentFiles files, ServiceDiscovery discovery) {
    this.documents = new Documents(files);
    this.discovery = discovery;
  }

  /**
   * The namespace's id.
   *
   * @throws io.github.ecscompose.error.NamespacePendingException while it is being made
   */
  public String run(DeploymentReference deployment) {
    Discovery wanted =
        documents.stack(deployment).services().stream()
            .map(Service::discovery)
            .flatMap(Optional::stream)
            .findFirst()
            .orElseThrow(
                () -> new NoSuchElementException(deployment + " has no service discovery"));
    return discovery.namespace(wanted.namespace()).orElseGet(() -> create(deployment, wanted));
  }

  private String create(DeploymentReference deployment, Discovery wanted) {
    return discovery.createNamespace(
        wanted.namespace(),
        wanted.vpc(),
        Names.token(deployment.toString(), "namespace", wanted.namespace()),
        Map.of(Tags.CLUSTER, deployment.cluster()));
  }
}
