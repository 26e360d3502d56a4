package io.github.ecscompose.plan;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a destroy is about, and what of it is ours. Pure.
 *
 * @param service the only one that goes; where none is named, all of the cluster does
 */
public record Scope(String cluster, Optional<String> service) {

  public Scope {
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(service, "service");
  }

  /** Whether all of the cluster goes. */
  public boolean isWhole() {
    return service.isEmpty();
  }

  /** Whether a service of that name goes, if it is ours. */
  public boolean includes(String name) {
    return service.map(name::equals).orElse(true);
  }

  /** Whether a service of that name and with these tags is ours and goes. */
  public boolean coversService(String name, Map<String, String> tags) {
    return includes(name) && Tags.areOf(tags, cluster, name);
  }

  /**
   * Whether what stands beside services and has these tags is ours and goes. What the older tool
   * made names no service, so that it goes with all of the cluster only.
   */
  public boolean covers(Map<String, String> tags) {
    if (service.isPresent()) {
      return Tags.areOf(tags, cluster, service.get());
    }
    return tags.containsKey(Tags.CLUSTER)
        ? cluster.equals(tags.get(Tags.CLUSTER))
        : cluster.equals(tags.get(Tags.OLDER_TOOL_CLUSTER));
  }

  /**
   * Whether a revision of the family of a service that is known to be ours goes. Another cluster's
   * service may share the family, as {@code a-b} and {@code c} do with {@code a} and {@code b-c},
   * and then its tags say so; what was registered without them, by the older tool or by hand, goes.
   */
  public boolean coversRevision(Map<String, String> tags, String name) {
    return Tags.areOf(tags, cluster, name)
        || (!tags.containsKey(Tags.CLUSTER) && !tags.containsKey(Tags.SERVICE));
  }
}
