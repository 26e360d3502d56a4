package io.github.ecscompose.testing;

import io.github.ecscompose.error.DrainingException;
import io.github.ecscompose.error.NamespacePendingException;
import io.github.ecscompose.error.TransientException;
import io.github.ecscompose.stackfile.Discovery;
import io.github.ecscompose.step.ServiceDiscovery;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Cloud Map in memory: a namespace is there at the second request for it. */
public final class InMemoryServiceDiscovery implements ServiceDiscovery {

  private final CallLog log;
  private final Map<String, String> pending = new TreeMap<>();
  private final Map<String, String> namespaces = new TreeMap<>();
  private final Map<String, Registry> registries = new TreeMap<>();
  private final Map<String, Map<String, String>> tags = new TreeMap<>();
  private final Set<String> deleting = new TreeSet<>();
  private int instances;

  public InMemoryServiceDiscovery(CallLog log) {
    this.log = log;
  }

  @Override
  public Optional<String> namespace(String name) {
    log.before("servicediscovery:ListNamespaces");
    return Optional.ofNullable(namespaces.get(name));
  }

  @Override
  public String createNamespace(
      String name, String vpc, String requestId, Map<String, String> tags) {
    log.before("servicediscovery:CreatePrivateDnsNamespace");
    if (requestId.length() > 64) {
      throw new IllegalArgumentException("request id too long");
    }
    boolean requested = requestId.equals(pending.put(name, requestId));
    log.after("servicediscovery:CreatePrivateDnsNamespace");
    if (!requested) {
      throw new NamespacePendingException(name);
    }
    namespaces.put(name, "ns-" + name);
    this.tags.put("arn:ns-" + name, tags);
    return "ns-" + name;
  }

  @Override
  public Optional<Namespace> describe(String namespaceId) {
    log.before("servicediscovery:GetNamespace");
    return namespaces.entrySet().stream()
        .filter(entry -> entry.getValue().equals(namespaceId))
        .map(entry ->
            new Namespace(
                namespaceId,
                "arn:" + namespaceId,
                Optional.ofNullable(pending.get(entry.getKey()))))
        .findFirst();
  }

  /** It is gone at the second request. */
  @Override
  public boolean deleteNamespace(String namespaceId) {
    log.before("servicediscovery:DeleteNamespace");
    if (registries.keySet().stream().anyMatch(key -> key.startsWith(namespaceId + "/"))) {
      return false;
    }
    if (namespaces.containsValue(namespaceId) && deleting.add(namespaceId)) {
      log.after("servicediscovery:DeleteNamespace");
      throw new NamespacePendingException(namespaceId);
    }
    deleting.remove(namespaceId);
    namespaces.keySet().stream()
        .filter(name -> namespaceId.equals(namespaces.get(name)))
        .toList()
        .forEach(this::forget);
    log.after("servicediscovery:DeleteNamespace");
    return true;
  }

  @Override
  public Optional<Registry> registry(String namespaceId, String name) {
    log.before("servicediscovery:ListServices");
    return Optional.ofNullable(registries.get(key(namespaceId, name)));
  }

  @Override
  public List<Registry> registries(String namespaceId) {
    log.before("servicediscovery:ListServices");
    return registries.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(namespaceId + "/"))
        .map(Map.Entry::getValue)
        .map(found -> new Registry(found.arn(), found.name(), found.recordType(), Optional.empty()))
        .toList();
  }

  @Override
  public Registry createRegistry(
      String namespaceId, Discovery discovery, String requestId, Map<String, String> tags) {
    log.before("servicediscovery:CreateService");
    if (!namespaces.containsValue(namespaceId)) {
      throw new IllegalArgumentException("NamespaceNotFound " + namespaceId);
    }
    Registry existing = registries.get(key(namespaceId, discovery.name()));
    if (existing != null) {
      if (existing.creator().equals(Optional.of(requestId))) {
        return existing;
      }
      throw new TransientException("ServiceAlreadyExists " + discovery.name());
    }
    Registry registry =
        new Registry("arn:srv/" + discovery.name(), discovery.name(), "A", Optional.of(requestId));
    registries.put(key(namespaceId, discovery.name()), registry);
    this.tags.put(registry.arn(), tags);
    log.after("servicediscovery:CreateService");
    return registry;
  }

  /** Instances, which ECS has not taken out yet, keep the next deletions from happening. */
  public void instancesStay(int deletions) {
    instances = deletions;
  }

  @Override
  public void deleteRegistry(String arn) {
    log.before("servicediscovery:DeleteService");
    if (instances > 0) {
      instances--;
      throw new DrainingException("instances are registered in " + arn);
    }
    registries.values().removeIf(registry -> registry.arn().equals(arn));
    tags.remove(arn);
    log.after("servicediscovery:DeleteService");
  }

  private static Map<String, Object> sorted(Map<String, Map<String, String>> tags) {
    Map<String, Object> sorted = new TreeMap<>();
    tags.forEach((arn, its) -> sorted.put(arn, new TreeMap<>(its)));
    return sorted;
  }

  /** Everything there is. */
  public List<Object> all() {
    return List.of(new TreeMap<>(namespaces), new TreeMap<>(registries), sorted(tags));
  }

  /** Names of the namespaces. */
  public Set<String> namespaces() {
    return Set.copyOf(namespaces.keySet());
  }

  /** Names of the services in Cloud Map. */
  public Set<String> names() {
    return registries.values().stream().map(Registry::name).collect(Collectors.toSet());
  }

  @Override
  public Map<String, String> tags(String arn) {
    log.before("servicediscovery:ListTagsForResource");
    return tags.getOrDefault(arn, Map.of());
  }

  /** One of somebody else's, without tags. */
  public void foreign(String namespaceId, String name, String recordType) {
    registries.put(
        key(namespaceId, name),
        new Registry("arn:srv/" + name, name, recordType, Optional.empty()));
  }

  /** A namespace that somebody else made. */
  public void foreignNamespace(String name) {
    namespaces.put(name, "ns-" + name);
  }

  /** What somebody does by hand: deletes a namespace. */
  public void forget(String namespace) {
    namespaces.remove(namespace);
    pending.remove(namespace);
  }

  /** What somebody does by hand: deletes a service and makes one of the same name and tags. */
  public void remake(String name, String arn) {
    registries.replaceAll((key, old) -> {
      if (!old.name().equals(name)) {
        return old;
      }
      tags.put(arn, tags.remove(old.arn()));
      return new Registry(arn, name, old.recordType(), Optional.empty());
    });
  }

  /** Gives the service of that name these tags alone. */
  public void retag(String name, Map<String, String> tags) {
    this.tags.put("arn:srv/" + name, tags);
  }

  private static String key(String namespaceId, String name) {
    return namespaceId + "/" + name.toLowerCase(Locale.ROOT);
  }
}
