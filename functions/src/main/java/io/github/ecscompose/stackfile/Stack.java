package io.github.ecscompose.stackfile;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A stackfile after merging, expansion and checking: valid, with every default written out.
 *
 * @param services in the stackfile's order, each with a name of its own
 * @param redeploy absent where nothing is deployed by itself
 */
public record Stack(List<Service> services, Deploy deploy, Optional<Redeploy> redeploy) {

  public Stack {
    services = List.copyOf(services);
    Objects.requireNonNull(deploy, "deploy");
    Objects.requireNonNull(redeploy, "redeploy");
  }

  /** The service of that name, if the stack has it. */
  public Optional<Service> service(String name) {
    return services.stream().filter(service -> service.name().equals(name)).findFirst();
  }
}
