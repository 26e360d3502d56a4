package io.github.ecscompose.step;

import java.util.Collection;
import java.util.Set;

/** Application Auto Scaling: which services have a count that is not a stackfile's to decide. */
public interface ScalableTargets {

  /** Those of the services that are set up to be scaled, by name. Fifty a call. */
  Set<String> among(String cluster, Collection<String> services);
}
