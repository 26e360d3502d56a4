package io.github.ecscompose.plan;

import java.util.List;

/**
 * What of a cluster goes beside its services, and what stays.
 *
 * @param resources in the order in which they go
 * @param left what is known to stay before anything is touched
 * @param warnings sentences on what the destroy means for what is not destroyed
 */
public record DestroyPlan(List<Resource> resources, List<Left> left, List<String> warnings) {

  public DestroyPlan {
    resources = List.copyOf(resources);
    left = List.copyOf(left);
    warnings = List.copyOf(warnings);
  }
}
