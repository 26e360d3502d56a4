package io.github.ecscompose.step;

import io.github.ecscompose.stackfile.Discovery;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Cloud Map: private DNS namespaces and the services registered in them. */
public interface ServiceDiscovery {

  /**
   * The id of the private DNS namespace of that name, if there is one.
   *
   * @throws io.github.ecscompose.error.RefusedException if there are several, for several VPCs
   */
  Optional<String> namespace(String name);

  /**
   * Makes the private DNS namespace, which takes up to a minute.
   *
   * @param requestId at most 64 characters; the same one makes a repeated call harmless
   * @return the namespace's id
   * @throws io.github.ecscompose.error.NamespacePendingException while it is being made
   */
  String createNamespace(String name, String vpc, String requestId, Map<String, String> tags);

  /** A namespace; empty if it is gone. */
  Optional<Namespace> describe(String namespaceId);

  /**
   * Deletes a private DNS namespace, which takes up to a minute; one that is gone already is a
   * success.
   *
   * @return whether it was deleted; not while there are services in it
   * @throws io.github.ecscompose.error.NamespacePendingException while it is being deleted
   */
  boolean deleteNamespace(String namespaceId);

  /** The service of that name (without regard to case) in a namespace, if there is one. */
  Optional<Registry> registry(String namespaceId, String name);

  /**
   * The services of a namespace, without their creators. A hundred a call. That one is of that very
   * namespace only {@link #registry} makes sure.
   */
  List<Registry> registries(String namespaceId);

  /**
   * Makes a service with A records (weighted, TTL 300 s, as the older tool did).
   *
   * @throws io.github.ecscompose.error.TransientException if one of that name has come to exist
   *     since it was looked for
   */
  Registry createRegistry(
      String namespaceId, Discovery discovery, String requestId, Map<String, String> tags);

  /**
   * Deletes a service of Cloud Map; one that is gone already is a success.
   *
   * @throws io.github.ecscompose.error.DrainingException while instances are registered in it
   */
  void deleteRegistry(String arn);

  /** The tags of a service or a namespace of Cloud Map. */
  Map<String, String> tags(String arn);

  /**
   * A namespace of Cloud Map.
   *
   * @param creator id of the request that made it; absent where nobody gave one
   */
  record Namespace(String id, String arn, Optional<String> creator) {
    public Namespace {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(arn, "arn");
      Objects.requireNonNull(creator, "creator");
    }
  }

  /**
   * A service of Cloud Map.
   *
   * @param recordType type of its first DNS record, as {@code A}; empty if it has none
   * @param creator id of the request that made it; absent where nobody gave one
   */
  record Registry(String arn, String name, String recordType, Optional<String> creator) {
    public Registry {
      Objects.requireNonNull(creator, "creator");
    }
  }
}
